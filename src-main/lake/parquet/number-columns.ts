import { epochNsColumn } from '../int64-columns.ts';
import { isStorableTime } from '../day-partitions.ts';
import type { ByteWriter } from './byte-writer.ts';
import { type EncodedRows, Encoding, type EncodingNumber, type ParquetColumn } from './column-types.ts';
import { areDeltasExact, takeDeltas, writeDeltas, writeSequence } from './delta-packing.ts';
import { type Indices, makeIndices, MAX_DICTIONARY, writeDefined, writeIndices } from './dictionary-indices.ts';

/** The same number in every row. */
export function constantColumn(name: string, value: number): ParquetColumn {
  return {
    name,
    type: 'INTEGER',
    encode(page, from, to) {
      writeDefined(page, to - from, null);
      writeIndices(page, new Uint8Array(to - from));
      const bytes = int32Bytes(value);
      const bounds = { min: bytes, max: bytes };
      return { encoding: Encoding.dictionary, nulls: 0, dictionary: { bytes, count: 1 }, bounds };
    },
  };
}

/** Few distinct numbers from 0 to 255. */
export function smallColumn(name: string, values: Uint8Array): ParquetColumn {
  return {
    name,
    type: 'UTINYINT',
    encode(page, from, to) {
      writeDefined(page, to - from, null);
      const indexOf = new Uint8Array(256);
      for (let row = from; row < to; row++) indexOf[values[row] as number] = 1;
      const distinct = Uint32Array.from(indexOf.keys().filter((value) => indexOf[value] === 1));
      for (const [index, value] of distinct.entries()) indexOf[value] = index;
      const indices = new Uint8Array(to - from);
      for (let row = from; row < to; row++) indices[row - from] = indexOf[values[row] as number] as number;
      writeIndices(page, indices);
      const bytes = new Uint8Array(distinct.buffer);
      const bounds = { min: bytes.slice(0, 4), max: bytes.slice(-4) };
      return { encoding: Encoding.dictionary, nulls: 0, dictionary: { bytes, count: distinct.length }, bounds };
    },
  };
}

/** Whole numbers from 0 to 2^31 - 1. */
export function integerColumn(name: string, values: Uint32Array): ParquetColumn {
  return {
    name,
    type: 'INTEGER',
    encode(page, from, to) {
      writeDefined(page, to - from, null);
      const { encoding, min, max } = writeNumbers(page, values.subarray(from, to), 0);
      return { encoding, nulls: 0, bounds: { min: int32Bytes(min), max: int32Bytes(max) } };
    },
  };
}

/**
 * `base + values[i]`, whole numbers from 0 to 2^53 - 1.
 * @param isDefined 1 for each row with a value; null when all have one.
 */
export function bigintColumn(
  name: string,
  values: Uint32Array | Float64Array,
  base = 0,
  isDefined: Uint8Array | null = null,
): ParquetColumn {
  return {
    name,
    type: 'BIGINT',
    encode(page, from, to) {
      const flags = isDefined === null ? null : isDefined.subarray(from, to);
      const defined = writeDefined(page, to - from, flags);
      const nulls = to - from - defined;
      if (defined === 0) return { encoding: Encoding.plain, nulls };
      const { encoding, min, max } = writeNumbers(page, pickDefined(values.subarray(from, to), flags, defined), base);
      return {
        encoding,
        nulls,
        bounds: { min: int64Bytes(BigInt(min)), max: int64Bytes(BigInt(max)) },
      };
    },
  };
}

/** `first`, `first + 1`, ... */
export function sequenceColumn(name: string, first: number): ParquetColumn {
  return {
    name,
    type: 'BIGINT',
    encode(page, from, to) {
      writeDefined(page, to - from, null);
      writeSequence(page, to - from, BigInt(first + from));
      const bounds = { min: int64Bytes(BigInt(first + from)), max: int64Bytes(BigInt(first + to - 1)) };
      return { encoding: Encoding.deltas, nulls: 0, bounds };
    },
  };
}

/** Nanoseconds since 1970 from seconds and nanoseconds; a time that 64 bits do not hold is none. */
export function timeColumn(name: string, seconds: Float64Array, nanos: Int32Array): ParquetColumn {
  return {
    name,
    type: 'BIGINT',
    encode(page, from, to) {
      const flags = new Uint8Array(to - from);
      for (let row = from; row < to; row++) flags[row - from] = isStorableTime(seconds[row] as number) ? 1 : 0;
      const defined = writeDefined(page, to - from, flags);
      const nulls = to - from - defined;
      if (defined === 0) return { encoding: Encoding.plain, nulls };
      const wholes = pickDefined(seconds.subarray(from, to), flags, defined);
      const parts = pickDefined(nanos.subarray(from, to), flags, defined);
      return { encoding: writeTimes(page, wholes, parts), nulls, bounds: timeBounds(wholes, parts) };
    },
  };
}

function writeTimes(page: ByteWriter, seconds: Float64Array, nanos: Int32Array): EncodedRows['encoding'] {
  const count = seconds.length;
  const deltas = takeDeltas(count);
  for (let row = 1; row < count; row++) {
    deltas[row] =
      ((seconds[row] as number) - (seconds[row - 1] as number)) * 1e9 +
      (nanos[row] as number) -
      (nanos[row - 1] as number);
  }
  if (areDeltasExact(deltas, count)) {
    writeDeltas(page, count, timeNs(seconds, nanos, 0), deltas);
    return Encoding.deltas;
  }
  page.append(new Uint8Array(epochNsColumn(count, seconds, nanos).buffer));
  return Encoding.plain;
}

function timeBounds(seconds: Float64Array, nanos: Int32Array): EncodedRows['bounds'] {
  let min = 0;
  let max = 0;
  for (let row = 1; row < seconds.length; row++) {
    if (isBefore(seconds, nanos, row, min)) min = row;
    if (isBefore(seconds, nanos, max, row)) max = row;
  }
  return { min: int64Bytes(timeNs(seconds, nanos, min)), max: int64Bytes(timeNs(seconds, nanos, max)) };
}

function isBefore(seconds: Float64Array, nanos: Int32Array, a: number, b: number): boolean {
  const difference = (seconds[a] as number) - (seconds[b] as number);
  return difference < 0 || (difference === 0 && (nanos[a] as number) < (nanos[b] as number));
}

function timeNs(seconds: Float64Array, nanos: Int32Array, row: number): bigint {
  return BigInt(seconds[row] as number) * 1_000_000_000n + BigInt(nanos[row] as number);
}

/** 64-bit ids of which a block has few distinct ones; more than two bytes tell apart are written as they are. */
export function idColumn(name: string, ids: BigUint64Array): ParquetColumn {
  return {
    name,
    type: 'UBIGINT',
    encode(page, from, to) {
      writeDefined(page, to - from, null);
      const own = ids.subarray(from, to);
      const found = numberIds(own);
      if (found === null) {
        page.append(new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
        return { encoding: Encoding.plain, nulls: 0 };
      }
      writeIndices(page, found.indices);
      const sorted = found.distinct.toSorted();
      const bytes = new Uint8Array(found.distinct.buffer);
      const bounds = { min: int64Bytes(sorted[0] ?? 0n), max: int64Bytes(sorted.at(-1) ?? 0n) };
      return { encoding: Encoding.dictionary, nulls: 0, dictionary: { bytes, count: sorted.length }, bounds };
    },
  };
}

/** Ids by order of first appearance; null when there are too many. No BigInt is made for a row. */
function numberIds(ids: BigUint64Array): { indices: Indices; distinct: BigUint64Array } | null {
  const words = new Uint32Array(ids.buffer, ids.byteOffset, ids.length * 2);
  const mask = MAX_DICTIONARY * 2 - 1;
  const table = new Uint32Array(mask + 1);
  const firstRows: number[] = [];
  const wide = new Uint16Array(ids.length);
  for (let row = 0; row < ids.length; row++) {
    const low = words[row * 2] as number;
    const high = words[row * 2 + 1] as number;
    // Ids are hashes: their own bits spread them.
    let slot = (low ^ (low >>> 15)) & mask;
    for (;;) {
      const number = table[slot] as number;
      if (number === 0) {
        if (firstRows.length === MAX_DICTIONARY) return null;
        table[slot] = firstRows.push(row);
        wide[row] = firstRows.length - 1;
        break;
      }
      const first = firstRows[number - 1] as number;
      if (words[first * 2] === low && words[first * 2 + 1] === high) {
        wide[row] = number - 1;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  const distinct = BigUint64Array.from(firstRows, (row) => ids[row] as bigint);
  const indices = makeIndices(ids.length, distinct.length);
  indices.set(wide);
  return { indices, distinct };
}

/** Writes `base + values[i]` as differences, or as 64 bits each where those are too large. @returns The least and the greatest. */
function writeNumbers(
  page: ByteWriter,
  values: Uint32Array | Float64Array,
  base: number,
): { readonly encoding: EncodingNumber; readonly min: number; readonly max: number } {
  const count = values.length;
  const deltas = takeDeltas(count);
  let min = values[0] ?? 0;
  let max = min;
  for (let row = 1; row < count; row++) {
    const value = values[row] as number;
    deltas[row] = value - (values[row - 1] as number);
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  const bounds = { min: base + min, max: base + max };
  if (areDeltasExact(deltas, count)) {
    writeDeltas(page, count, BigInt(base + (values[0] ?? 0)), deltas);
    return { encoding: Encoding.deltas, ...bounds };
  }
  page.append(new Uint8Array(BigInt64Array.from(values, (value) => BigInt(base + value)).buffer));
  return { encoding: Encoding.plain, ...bounds };
}

function pickDefined<T extends Uint32Array | Int32Array | Float64Array>(
  values: T,
  isDefined: Uint8Array | null,
  defined: number,
): T {
  if (isDefined === null || defined === values.length) return values;
  return values.filter((_, row) => isDefined[row] === 1) as T;
}

function int32Bytes(value: number): Uint8Array {
  return new Uint8Array(Int32Array.of(value).buffer);
}

function int64Bytes(value: bigint): Uint8Array {
  return new Uint8Array(BigUint64Array.of(BigInt.asUintN(64, value)).buffer);
}
