import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type * as Pino from 'pino';
import { SentinelError } from '#shared/base/errors.ts';

/** The product's own log: one JSON object a line, for defects and life events, never for log data of the user. */
export interface Log {
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, error: unknown, details?: Readonly<Record<string, unknown>>): void;
}

export const SILENT_LOG: Log = { info: () => undefined, error: () => undefined };

const MAX_FILE_BYTES = 5 * 2 ** 20;

/** Appends to `path`; past 5 MiB the file becomes `<path>.1`. A log that cannot be written never stops the work. */
export function openFileLog(path: string): Log {
  let opened: Pino.Logger | null = null;
  const logger = (): Pino.Logger => (opened ??= openLogger((line) => append(path, line)));
  return {
    info: (message, details = {}) => logger().info(details, message),
    error: (message, error, details = {}) => logger().error({ ...details, error }, message),
  };
}

/** Loads the library when there is something to say: most commands end before, and it takes some 20 ms. */
function openLogger(write: (line: string) => void): Pino.Logger {
  const { pino, stdTimeFunctions } = createRequire(import.meta.url)('pino') as typeof Pino;
  const options = {
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    messageKey: 'message',
    formatters: { level: (level: string) => ({ level }) },
    serializers: { error: describe },
  };
  return pino(options, { write });
}

/**
 * By name every time. `pino.destination` keeps the file open: several processes write this one, and after a rotation the
 * others would go on in the file that was put away, or on Windows keep it from being put away at all.
 */
function append(path: string, line: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > MAX_FILE_BYTES) renameSync(path, `${path}.1`);
    appendFileSync(path, line, { mode: 0o600 });
  } catch {
    // A full or read-only disk shows in the work itself, which names the file.
  }
}

/** Not pino's own, which would copy every property: the details of an error may quote the user's data. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const code = error instanceof SentinelError ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) };
  return { ...code, message: error.message, stack: error.stack, ...cause };
}
