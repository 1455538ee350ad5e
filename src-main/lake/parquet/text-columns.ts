import type { DictionaryColumn } from '../segment-columns.ts';
import { ByteWriter } from './byte-writer.ts';
import { type EncodedRows, Encoding, type ParquetColumn } from './column-types.ts';
import { takeDeltas, writeDeltas } from './delta-packing.ts';
import { makeIndices, MAX_DICTIONARY, writeDefined, writeIndices } from './dictionary-indices.ts';

/** Byte strings as ranges of one buffer. */
export interface Slices {
  readonly bytes: Uint8Array;
  readonly start: Uint32Array;
  /** Exclusive. */
  readonly end: Uint32Array;
  /** 1 for each row with a value; null when all have one. */
  readonly isDefined: Uint8Array | null;
}

/** Texts that repeat more seldom than this are not looked up again. */
const KEPT_TEXTS = 4096;
const encoder = new TextEncoder();

/** No value in any row. */
export function emptyColumn(name: string, type: 'VARCHAR' | 'BLOB'): ParquetColumn {
  return {
    name,
    type,
    encode(page, from, to) {
      writeDefined(page, to - from, new Uint8Array(to - from));
      return { encoding: Encoding.plain, nulls: to - from };
    },
  };
}

/** Byte strings one after another behind their lengths. */
export function sliceColumn(name: string, type: 'VARCHAR' | 'BLOB', slices: Slices): ParquetColumn {
  return { name, type, encode: (page, from, to) => writeSlices(page, slices, from, to) };
}

/** The same of texts that repeat: each is written once, unless they turn out to be many. */
export function repeatedColumn(name: string, slices: Slices): ParquetColumn {
  return {
    name,
    type: 'VARCHAR',
    encode(page, from, to) {
      const found = numberSlices(slices, from, to);
      if (found === null) return writeSlices(page, slices, from, to);
      const flags = slices.isDefined === null ? null : slices.isDefined.subarray(from, to);
      const defined = writeDefined(page, to - from, flags);
      const texts = found.firstRows.map((row) => slices.bytes.subarray(slices.start[row], slices.end[row]));
      const indices = makeIndices(defined, texts.length);
      indices.set(found.indices.subarray(0, defined));
      writeIndices(page, indices);
      return { encoding: Encoding.dictionary, nulls: to - from - defined, dictionary: dictionaryOf(texts) };
    },
  };
}

/** Texts by their index, -1 for none; null when no row has one. */
export function wordColumn(name: string, { ids, values }: DictionaryColumn, count: number): ParquetColumn | null {
  let isEmpty = true;
  for (let row = 0; row < count && isEmpty; row++) isEmpty = (ids[row] as number) < 0;
  if (isEmpty) return null;
  return { name, type: 'VARCHAR', encode: (page, from, to) => writeWords(page, ids.subarray(from, to), values) };
}

function writeWords(page: ByteWriter, ids: Int32Array, values: readonly string[]): EncodedRows {
  const isDefined = new Uint8Array(ids.length);
  // Values that differ in lone surrogates only are the same text.
  const numbers = new Map<string, number>();
  const renamed = new Int32Array(values.length).fill(-1);
  const rows = new Uint32Array(ids.length);
  let defined = 0;
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] as number;
    if (id < 0) continue;
    isDefined[row] = 1;
    if (renamed[id] === -1) {
      const text = (values[id] ?? '').toWellFormed();
      if (!numbers.has(text)) numbers.set(text, numbers.size);
      renamed[id] = numbers.get(text) as number;
    }
    rows[defined++] = renamed[id] as number;
  }
  const nulls = ids.length - defined;
  writeDefined(page, ids.length, nulls === 0 ? null : isDefined);
  if (defined === 0) return { encoding: Encoding.plain, nulls };
  const texts = [...numbers.keys()].map((text) => encoder.encode(text));
  if (texts.length > MAX_DICTIONARY) {
    for (const row of rows.subarray(0, defined)) appendPlain(page, texts[row] as Uint8Array);
    return { encoding: Encoding.plain, nulls };
  }
  const indices = makeIndices(defined, texts.length);
  indices.set(rows.subarray(0, defined));
  writeIndices(page, indices);
  const sorted = texts.toSorted(Buffer.compare);
  const bounds = { min: sorted[0] as Uint8Array, max: sorted.at(-1) as Uint8Array };
  return { encoding: Encoding.dictionary, nulls, dictionary: dictionaryOf(texts), bounds };
}

function dictionaryOf(texts: readonly Uint8Array[]): NonNullable<EncodedRows['dictionary']> {
  const out = new ByteWriter(texts.reduce((sum, { length }) => sum + length + 4, 0));
  for (const text of texts) appendPlain(out, text);
  return { bytes: out.written, count: texts.length };
}

function appendPlain(out: ByteWriter, text: Uint8Array): void {
  out.uint32(text.length);
  out.append(text);
}

function writeSlices(page: ByteWriter, slices: Slices, from: number, to: number): EncodedRows {
  const { bytes, start, end, isDefined } = slices;
  const defined = writeDefined(page, to - from, isDefined === null ? null : isDefined.subarray(from, to));
  const nulls = to - from - defined;
  if (defined === 0) return { encoding: Encoding.plain, nulls };
  const deltas = takeDeltas(defined);
  let total = 0;
  let first = 0;
  let last = 0;
  for (let row = from, at = 0; row < to; row++) {
    if (isDefined !== null && isDefined[row] === 0) continue;
    const length = (end[row] as number) - (start[row] as number);
    if (at === 0) first = length;
    else deltas[at] = length - last;
    last = length;
    total += length;
    at++;
  }
  writeDeltas(page, defined, BigInt(first), deltas);
  let at = page.length;
  const target = page.extend(total);
  if (isWhole(slices, from, to, total)) target.set(bytes.subarray(start[from], end[to - 1]), at);
  else {
    for (let row = from; row < to; row++) {
      if (isDefined !== null && isDefined[row] === 0) continue;
      target.set(bytes.subarray(start[row], end[row]), at);
      at += (end[row] as number) - (start[row] as number);
    }
  }
  return { encoding: Encoding.lengthDeltas, nulls };
}

/** Whether the texts of rows follow each other without anything in between. */
function isWhole({ start, end }: Slices, from: number, to: number, total: number): boolean {
  if ((end[to - 1] as number) - (start[from] as number) !== total) return false;
  for (let row = from + 1; row < to; row++) if (start[row] !== end[row - 1]) return false;
  return true;
}

/** Texts by order of first appearance; null when they are too many to pay. They are told apart by some of their bytes first. */
function numberSlices(
  { bytes, start, end, isDefined }: Slices,
  from: number,
  to: number,
): { readonly indices: Uint16Array; readonly firstRows: readonly number[] } | null {
  const mask = KEPT_TEXTS * 4 - 1;
  const table = new Uint16Array(mask + 1);
  const firstRows: number[] = [];
  const indices = new Uint16Array(to - from);
  let at = 0;
  for (let row = from; row < to; row++) {
    if (isDefined !== null && isDefined[row] === 0) continue;
    const first = start[row] as number;
    const length = (end[row] as number) - first;
    let hash = length;
    const step = 1 + (length >> 4);
    for (let i = 0; i < length; i += step) hash = (Math.imul(hash, 0x01000193) ^ (bytes[first + i] as number)) | 0;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const number = table[slot] as number;
      if (number === 0) {
        if (firstRows.length === KEPT_TEXTS) return null;
        table[slot] = firstRows.push(row);
        indices[at++] = firstRows.length - 1;
        break;
      }
      const known = firstRows[number - 1] as number;
      const knownStart = start[known] as number;
      if ((end[known] as number) - knownStart === length && areEqual(bytes, first, knownStart, length)) {
        indices[at++] = number - 1;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return { indices, firstRows };
}

function areEqual(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}
