import { type Float64, type Int32, Int64, makeData, makeVector, Utf8, type Vector } from 'apache-arrow';

/** Vectors straight from buffers: the library's builders evaluate code, which the page's policy forbids. */

export function numbers(values: readonly number[]): Vector<Float64> {
  return makeVector(Float64Array.from(values));
}

export function ints(values: readonly number[]): Vector<Int32> {
  return makeVector(Int32Array.from(values));
}

export function longs(values: readonly (bigint | null)[]): Vector<Int64> {
  const data = BigInt64Array.from(values, (value) => value ?? 0n);
  return makeVector(makeData({ type: new Int64(), data, length: values.length, ...validity(values) }));
}

export function texts(values: readonly (string | null)[]): Vector<Utf8> {
  const encoder = new TextEncoder();
  const pieces = values.map((value) => encoder.encode(value ?? ''));
  const valueOffsets = new Int32Array(values.length + 1);
  pieces.forEach((piece, i) => {
    valueOffsets[i + 1] = (valueOffsets[i] ?? 0) + piece.length;
  });
  const data = new Uint8Array(valueOffsets.at(-1) ?? 0);
  pieces.forEach((piece, i) => data.set(piece, valueOffsets[i]));
  return makeVector(makeData({ type: new Utf8(), valueOffsets, data, length: values.length, ...validity(values) }));
}

/** One bit a value, least significant first; set where there is a value. */
function validity(values: readonly unknown[]): { nullCount: number; nullBitmap: Uint8Array } {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8));
  let nullCount = 0;
  values.forEach((value, i) => {
    if (value === null) nullCount += 1;
    else nullBitmap[i >> 3] = (nullBitmap[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return { nullCount, nullBitmap };
}
