import { digitAt, digitCount, readFour, readOneOrTwo, readTwo } from './read-number.ts';
import type { TimeFields } from './time-fields.ts';

/** `AM`, `pm`. @returns the position after it, or -1. */
export function readHalfDay(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  if (at + 2 > end || (bytes[at + 1]! | 32) !== 0x6d) return -1;
  const letter = bytes[at]! | 32;
  if (letter !== 0x61 && letter !== 0x70) return -1;
  fields.halfDay = letter === 0x61 ? 1 : 2;
  return at + 2;
}

/** `05/04/2024`, `5.4.24`: first number to `month`, second to `day`; the clock puts them in order. */
export function readOpenDate(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  fields.month = readOneOrTwo(bytes, at, end);
  if (fields.month < 0) return -1;
  let position = at + digitCount(bytes, at, end);
  const mark = position < end ? bytes[position]! : 0;
  if (mark !== 0x2f && mark !== 0x2e && mark !== 0x2d) return -1;
  fields.day = readOneOrTwo(bytes, position + 1, end);
  if (fields.day < 0) return -1;
  position += 1 + digitCount(bytes, position + 1, end);
  if (position >= end || bytes[position] !== mark) return -1;
  position++;
  fields.hasOpenOrder = true;
  const long = readFour(bytes, position, end);
  fields.year = long >= 0 ? long : readTwo(bytes, position, end) + 2000;
  if (fields.year < 2000 && long < 0) return -1;
  return position + (long >= 0 ? 4 : 2);
}

/** `:5` or `.123`: whole milliseconds, one to three digits without padding. @returns the position after them, or -1. */
export function readPlainMillis(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  if (at >= end || (bytes[at] !== 0x3a && bytes[at] !== 0x2e && bytes[at] !== 0x2c)) return -1;
  let millis = 0;
  let position = at + 1;
  for (; position < at + 4; position++) {
    const digit = digitAt(bytes, position, end);
    if (digit < 0) break;
    millis = millis * 10 + digit;
  }
  if (position === at + 1) return -1;
  fields.nanos = millis * 1_000_000;
  return position;
}

/** Three digits, 001..366. @returns the position after them, or -1. */
export function readDayOfYear(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  const hundreds = digitAt(bytes, at, end);
  const rest = hundreds < 0 ? -1 : readTwo(bytes, at + 1, end);
  if (rest < 0) return -1;
  fields.dayOfYear = hundreds * 100 + rest;
  return at + 3;
}
