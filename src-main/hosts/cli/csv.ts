import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asidePath, syncFolder } from '../../base/atomic-write.ts';
import { toWriteError } from '../../base/write-errors.ts';

export type CsvValue = string | number | bigint | boolean | null;

/** One RFC 4180 row with its LF; null is an empty field, a number has its shortest exact form. */
export function formatCsvRow(values: readonly CsvValue[]): string {
  let row = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null;
    if (i > 0) row += ',';
    if (typeof value === 'string') row += quoteField(value);
    else if (value !== null) row += String(value);
  }
  return `${row}\n`;
}

function quoteField(field: string): string {
  return /[",\r\n]/.test(field) || field !== field.trim() ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Where rows go: a file that appears whole or not at all, or standard output. */
export interface TextSink {
  write(text: string): Promise<void>;
}

const FLUSH_CHARACTERS = 1 << 18;

/**
 * Runs `produce` with a sink that collects small writes; the file is visible under its name once all is written.
 * @throws IngestError naming the file when it cannot be written; nothing of it is left then.
 */
export async function writeTextFile(path: string, produce: (sink: TextSink) => Promise<void>): Promise<void> {
  const aside = asidePath(path);
  try {
    const handle = await open(aside, 'wx');
    try {
      await collectWrites((text) => handle.appendFile(text), produce);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw toWriteError(path, cause);
  }
}

/** Joins small writes into large ones. */
export async function collectWrites(
  write: (text: string) => Promise<void>,
  produce: (sink: TextSink) => Promise<void>,
): Promise<void> {
  let pending = '';
  const sink: TextSink = {
    async write(text) {
      pending += text;
      if (pending.length < FLUSH_CHARACTERS) return;
      const full = pending;
      pending = '';
      await write(full);
    },
  };
  await produce(sink);
  if (pending !== '') await write(pending);
}
