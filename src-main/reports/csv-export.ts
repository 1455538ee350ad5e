import { LINE_COLUMNS, type LineBatches, type LineRow } from './line-rows.ts';

/** First characters that make a spreadsheet read a cell as a formula, with their full-width twins. */
const FORMULA_START = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;

/**
 * RFC 4180 with CRLF and a header row, a batch at a time.
 * A text cell that a spreadsheet would run gets one apostrophe in front; NUL becomes U+2400, which CSV readers accept.
 */
export async function* writeCsvLines(batches: LineBatches): AsyncGenerator<string> {
  yield `${LINE_COLUMNS.join(',')}\r\n`;
  for await (const batch of batches) yield batch.map(csvRow).join('');
}

function csvRow(row: LineRow): string {
  return `${LINE_COLUMNS.map((column) => csvCell(row[column])).join(',')}\r\n`;
}

/** One cell; null is empty, numbers are as they are. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const guarded = FORMULA_START.test(value) ? `'${value}` : value;
  const text = guarded.toWellFormed().replaceAll('\0', '\u2400');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
