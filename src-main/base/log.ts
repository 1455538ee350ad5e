import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SentinelError } from '#shared/base/errors.ts';

/** The product's own log: one JSON object a line, for defects and life events, never for log data of the user. */
export interface Log {
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, error: unknown, details?: Readonly<Record<string, unknown>>): void;
}

export const SILENT_LOG: Log = { info: () => undefined, error: () => undefined };

const MAX_FILE_BYTES = 5 * 2 ** 20;

/** Appends to `path`; at 5 MiB the file becomes `<path>.1`. A log that cannot be written never stops the work. */
export function openFileLog(path: string): Log {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const write = (record: Record<string, unknown>) => {
    try {
      rotate(path);
      appendFileSync(path, `${JSON.stringify({ time: new Date().toISOString(), pid: process.pid, ...record })}\n`, {
        mode: 0o600,
      });
    } catch {
      // A full or read-only disk shows in the work itself, which names the file.
    }
  };
  return {
    info: (message, details = {}) => write({ level: 'info', message, ...details }),
    error: (message, error, details = {}) => write({ level: 'error', message, ...details, error: describe(error) }),
  };
}

function rotate(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_FILE_BYTES) renameSync(path, `${path}.1`);
}

function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const code = error instanceof SentinelError ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) };
  return { ...code, message: error.message, stack: error.stack, ...cause };
}
