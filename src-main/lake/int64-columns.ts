import { isStorableTime } from './day-partitions.ts';

/**
 * 64-bit integer columns from numbers, written as pairs of 32-bit words: a BigInt a row costs fifty times as much.
 * Little-endian, as DuckDB's vectors are on every platform its binding is built for.
 */
const WORD = 2 ** 32;
const HALF = 2 ** 16;

/** Nanoseconds since 1970 from whole seconds within +-9,223,372,035 and nanoseconds; 0 for seconds beyond that and NaN. */
export function epochNsColumn(count: number, seconds: Float64Array, nanos: Int32Array): BigInt64Array {
  const column = new BigInt64Array(count);
  const words = new Int32Array(column.buffer);
  for (let row = 0; row < count; row++) {
    const second = seconds[row] as number;
    if (!isStorableTime(second)) continue;
    // seconds = upper * 2^16 + lower, so that no product leaves the exact range of a double.
    const upper = Math.floor(second / HALF);
    const product = upper * 1e9;
    const carried = Math.floor(product / HALF);
    const low = (product - carried * HALF) * HALF + (second - upper * HALF) * 1e9 + (nanos[row] as number);
    const high = Math.floor(low / WORD);
    words[row * 2] = (low - high * WORD) | 0;
    words[row * 2 + 1] = carried + high;
  }
  return column;
}
