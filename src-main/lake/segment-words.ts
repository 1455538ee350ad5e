import type { ScanColumn } from './column-vectors.ts';
import type { DictionaryColumn } from './segment-columns.ts';

/** More distinct texts than this are written as text: a dictionary of them would not pay. */
const MAX_WORDS = 4096;

/** Rows `0..count-1` of a dictionary column with only the texts they use; null when no row has one. */
export function wordColumn(name: string, { ids, values }: DictionaryColumn, count: number): ScanColumn | null {
  const rows = new Int32Array(count);
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  // Number of each value's text in `texts`; values that differ in lone surrogates only are the same text.
  const renamed = new Int32Array(values.length).fill(-1);
  for (let row = 0; row < count; row++) {
    const id = ids[row] as number;
    if (id < 0) rows[row] = -1;
    else {
      if (renamed[id] === -1) {
        const text = (values[id] ?? '').toWellFormed();
        const number = numbers.get(text) ?? texts.push(text) - 1;
        numbers.set(text, number);
        renamed[id] = number;
      }
      rows[row] = renamed[id] as number;
    }
  }
  if (texts.length === 0) return null;
  // DuckDB takes the texts of an ENUM as C strings.
  if (texts.length <= MAX_WORDS && !texts.some((text) => text.includes('\0'))) {
    return { kind: 'words', name, ids: rows, texts };
  }
  const encoder = new TextEncoder();
  const encoded = texts.map((text) => encoder.encode(text));
  return { kind: 'values', name, type: 'VARCHAR', values: Array.from(rows, (number) => encoded[number] ?? null) };
}
