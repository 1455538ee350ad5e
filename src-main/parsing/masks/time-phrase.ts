/** Recognises dates written with month names: `Jul  3`, `Sun Jul  3 10:05:25 2005`, `Fri, 15 Jul 2005 09:14:12 GMT`. */
import type { Bytes, int } from '../../base/portable.ts';
import { isDigit } from './word-mask.ts';

const MONTHS: string = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const WEEKDAYS: string = 'MonTueWedThuFriSatSun';
const SPACE: int = 0x20;
const COLON: int = 0x3a;

/** End of a date phrase that starts with the three-letter name at `at`, or -1. */
export function timePhraseEnd(bytes: Bytes, at: int, end: int): int {
  if (isNameOf(MONTHS, bytes, at)) return afterMonth(bytes, at + 3, end);
  if (!isNameOf(WEEKDAYS, bytes, at)) return -1;
  let next = at + 3;
  if (bytes[next] === 0x2c) next++;
  next = skipSpaces(bytes, next, end);
  if (next < 0) return -1;
  if (next + 3 <= end && isNameOf(MONTHS, bytes, next)) return afterMonth(bytes, next + 3, end);
  const day = digitsEnd(bytes, next, end, 2);
  const month = day < 0 ? -1 : skipSpaces(bytes, day, end);
  if (month < 0 || month + 3 > end || !isNameOf(MONTHS, bytes, month)) return -1;
  return clockAndYear(bytes, month + 3, end);
}

function afterMonth(bytes: Bytes, at: int, end: int): int {
  const day = skipSpaces(bytes, at, end);
  const dayEnd = day < 0 ? -1 : digitsEnd(bytes, day, end, 2);
  return dayEnd < 0 ? -1 : clockAndYear(bytes, dayEnd, end);
}

/** Takes what follows of year, clock and zone, each behind one blank. */
function clockAndYear(bytes: Bytes, from: int, end: int): int {
  let at = from;
  for (let part = 0; part < 4; part++) {
    const next = skipSpaces(bytes, at, end);
    if (next < 0) return at;
    const stop = clockEnd(bytes, next, end);
    const year = stop > 0 ? stop : digitsEnd(bytes, next, end, 4);
    const isYear = stop < 0 && year === next + 4;
    const zone = stop < 0 && !isYear ? zoneEnd(bytes, next, end) : -1;
    if (stop > 0 || isYear) at = year;
    else if (zone > 0 && part > 0) at = zone;
    else return at;
  }
  return at;
}

function clockEnd(bytes: Bytes, start: int, end: int): int {
  let at = start;
  let colons = 0;
  while (at < end && (isDigit(bytes[at] as int) || bytes[at] === COLON || bytes[at] === 0x2e)) {
    if (bytes[at] === COLON) colons++;
    at++;
  }
  return colons >= 1 && colons <= 2 && isDigit(bytes[start] as int) && isDigit(bytes[at - 1] as int) ? at : -1;
}

/** Three or four capitals, and a year behind them: `PDT 2005`. */
function zoneEnd(bytes: Bytes, start: int, end: int): int {
  let at = start;
  while (at < end && (bytes[at] as int) >= 0x41 && (bytes[at] as int) <= 0x5a) at++;
  if (at - start < 3 || at - start > 4) return -1;
  const year = skipSpaces(bytes, at, end);
  return at === end || (year > 0 && digitsEnd(bytes, year, end, 4) === year + 4) ? at : -1;
}

/** End of 1 to `most` digits that no word byte follows, or -1. */
function digitsEnd(bytes: Bytes, start: int, end: int, most: int): int {
  let at = start;
  while (at < end && isDigit(bytes[at] as int)) at++;
  const isWord = at < end && (isLetterByte(bytes[at] as int) || bytes[at] === COLON);
  return at > start && at - start <= most && !isWord ? at : -1;
}

function skipSpaces(bytes: Bytes, start: int, end: int): int {
  let at = start;
  while (at < end && bytes[at] === SPACE) at++;
  return at > start && at < end && at - start <= 2 ? at : -1;
}

function isLetterByte(byte: int): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || byte === 0x5f || byte >= 0x80;
}

/** Whether the three bytes at `at` are one of the names, which all start with a capital. */
function isNameOf(names: string, bytes: Bytes, at: int): boolean {
  const first = bytes[at] as int;
  if (first < 0x41 || first > 0x5a) return false;
  for (let i = 0; i < names.length; i += 3) {
    if (names.charCodeAt(i) !== first) continue;
    if (names.charCodeAt(i + 1) === bytes[at + 1] && names.charCodeAt(i + 2) === bytes[at + 2]) return true;
  }
  return false;
}
