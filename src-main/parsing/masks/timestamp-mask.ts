/**
 * Recognises a date, a clock time or both in one chunk: `2016-09-28`, `28/Sep/2016:10:00:00`, `10:20:30.123`,
 * `2016-09-28T10:20:30+02:00`. Pure functions of the bytes in `[start, end)`.
 */
import type { Bytes, int } from '../../base/portable.ts';
import { isDigit, isLetter } from './word-mask.ts';

const DOT: int = 0x2e;
const COLON: int = 0x3a;
const DASH: int = 0x2d;
const SLASH: int = 0x2f;
const MAX_BYTES: int = 40;

export function isTimestamp(bytes: Bytes, start: int, end: int): boolean {
  if (end - start < 7 || end - start > MAX_BYTES) return false;
  const date = dateEnd(bytes, start, end);
  if (date === end) return true;
  if (date < 0) return zoneEnd(bytes, clockEnd(bytes, start, end), end) === end;
  const joiner = bytes[date] as int;
  if (joiner !== 0x54 && joiner !== 0x74 && joiner !== COLON && joiner !== DASH && joiner !== DOT && joiner !== 0x5f)
    return false;
  return zoneEnd(bytes, clockEnd(bytes, date + 1, end), end) === end;
}

/** Three fields joined by the same `-`, `/` or `.`: year first or last, the month in digits or as a name. */
function dateEnd(bytes: Bytes, start: int, end: int): int {
  const first = digitsEnd(bytes, start, end, 4);
  const joiner = first < 0 ? 0 : bytes[first];
  if (first < 0 || first >= end || (joiner !== DASH && joiner !== SLASH && joiner !== DOT)) return -1;
  const month = monthEnd(bytes, first + 1, end);
  if (month < 0 || month >= end || bytes[month] !== joiner) return -1;
  const last = digitsEnd(bytes, month + 1, end, 4);
  if (last < 0) return -1;
  const isYearFirst = first - start === 4 && last - month <= 3;
  const isYearLast = first - start <= 2 && (last - month === 5 || (last - month === 3 && joiner !== DOT));
  return isYearFirst || isYearLast ? last : -1;
}

function monthEnd(bytes: Bytes, start: int, end: int): int {
  const digits = digitsEnd(bytes, start, end, 2);
  if (digits > 0) return digits;
  let at = start;
  while (at < end && at - start < 3 && isLetter(bytes[at] as int)) at++;
  return at - start === 3 ? at : -1;
}

/** `h:mm:ss` with any fraction. */
function clockEnd(bytes: Bytes, start: int, end: int): int {
  const hour = digitsEnd(bytes, start, end, 2);
  const minute = hour > 0 && bytes[hour] === COLON ? digitsEnd(bytes, hour + 1, end, 2) : -1;
  const second = minute === hour + 3 && bytes[minute] === COLON ? digitsEnd(bytes, minute + 1, end, 2) : -1;
  if (second < 0 || second !== minute + 3) return -1;
  if (second >= end || bytes[second] !== DOT) return second;
  return digitsEnd(bytes, second + 1, end, 9);
}

/** Takes `Z` or an offset behind a clock time; `at` itself when there is none. */
function zoneEnd(bytes: Bytes, at: int, end: int): int {
  if (at < 0 || at >= end) return at;
  if (bytes[at] === 0x5a || bytes[at] === 0x7a) return at + 1;
  if (bytes[at] !== DASH && bytes[at] !== 0x2b) return at;
  const hours = digitsEnd(bytes, at + 1, end, 4);
  return hours > 0 && hours < end && bytes[hours] === COLON ? digitsEnd(bytes, hours + 1, end, 2) : hours;
}

/** End of 1 to `most` digits with no further digit behind, or -1. */
function digitsEnd(bytes: Bytes, start: int, end: int, most: int): int {
  let at = start;
  while (at < end && isDigit(bytes[at] as int)) at++;
  return at > start && at - start <= most ? at : -1;
}
