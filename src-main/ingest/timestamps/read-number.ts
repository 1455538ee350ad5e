import type { TimeFields } from './time-fields.ts';

const ZERO = 0x30;

/** The digit at `at`, or -1 when there is none (also past the end). */
export function digitAt(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  const digit = bytes[at]! - ZERO;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** Exactly two digits as a number, or -1. */
export function readTwo(bytes: Uint8Array, at: number, end: number): number {
  if (at + 2 > end) return -1;
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Exactly four digits as a number, or -1. */
export function readFour(bytes: Uint8Array, at: number, end: number): number {
  const high = readTwo(bytes, at, end);
  if (high < 0) return -1;
  const low = readTwo(bytes, at + 2, end);
  return low < 0 ? -1 : high * 100 + low;
}

const SCALE = [1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 100, 10, 1];

/**
 * Reads fraction digits at `at` into `fields.nanos`; digits past the ninth are dropped.
 * @returns the position after the last digit; `at` when there is none.
 */
export function readFraction(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  let value = 0;
  let used = 0;
  let position = at;
  for (; position < end; position++) {
    const digit = bytes[position]! - ZERO;
    if (digit < 0 || digit > 9) break;
    if (used < 9) {
      value = value * 10 + digit;
      used++;
    }
  }
  fields.nanos = value * SCALE[used]!;
  return position;
}

/** One or two digits as a number, or -1. */
export function readOneOrTwo(bytes: Uint8Array, at: number, end: number): number {
  const first = digitAt(bytes, at, end);
  const second = first < 0 ? -1 : digitAt(bytes, at + 1, end);
  return second < 0 ? first : first * 10 + second;
}

/** 1 or 2: how many digits `readOneOrTwo` took. */
export function digitCount(bytes: Uint8Array, at: number, end: number): number {
  return digitAt(bytes, at + 1, end) < 0 ? 1 : 2;
}

/** The hex digit at `at`, either case, or -1 when there is none. */
export function hexDigitAt(bytes: Uint8Array, at: number, end: number): number {
  const digit = digitAt(bytes, at, end);
  if (digit >= 0 || at >= end) return digit;
  const lower = bytes[at]! | 32;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
