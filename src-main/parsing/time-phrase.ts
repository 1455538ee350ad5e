/** Recognises dates written with month names: `Jul  3`, `Sun Jul  3 10:05:25 2005`, `Fri, 15 Jul 2005 09:14:12 GMT`. */
import { isDigit } from './word-mask.ts';

const MONTHS = new Set('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ').map(packed));
const WEEKDAYS = new Set('Mon Tue Wed Thu Fri Sat Sun'.split(' ').map(packed));
const SPACE = 0x20;
const COLON = 0x3a;

/** End of a date phrase that starts with the three-letter name at `at`, or -1. */
export function timePhraseEnd(bytes: Uint8Array, at: number, end: number): number {
  const name = packedAt(bytes, at);
  if (MONTHS.has(name)) return afterMonth(bytes, at + 3, end);
  if (!WEEKDAYS.has(name)) return -1;
  let next = at + 3;
  if (bytes[next] === 0x2c) next++;
  next = skipSpaces(bytes, next, end);
  if (next < 0) return -1;
  if (next + 3 <= end && MONTHS.has(packedAt(bytes, next))) return afterMonth(bytes, next + 3, end);
  const day = digitsEnd(bytes, next, end, 2);
  const month = day < 0 ? -1 : skipSpaces(bytes, day, end);
  if (month < 0 || month + 3 > end || !MONTHS.has(packedAt(bytes, month))) return -1;
  return clockAndYear(bytes, month + 3, end);
}

function afterMonth(bytes: Uint8Array, at: number, end: number): number {
  const day = skipSpaces(bytes, at, end);
  const dayEnd = day < 0 ? -1 : digitsEnd(bytes, day, end, 2);
  return dayEnd < 0 ? -1 : clockAndYear(bytes, dayEnd, end);
}

/** Takes what follows of year, clock and zone, each behind one blank. */
function clockAndYear(bytes: Uint8Array, from: number, end: number): number {
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

function clockEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let colons = 0;
  while (at < end && (isDigit(bytes[at] as number) || bytes[at] === COLON || bytes[at] === 0x2e)) {
    if (bytes[at] === COLON) colons++;
    at++;
  }
  return colons >= 1 && colons <= 2 && isDigit(bytes[start] as number) && isDigit(bytes[at - 1] as number) ? at : -1;
}

/** Three or four capitals, and a year behind them: `PDT 2005`. */
function zoneEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] as number) >= 0x41 && (bytes[at] as number) <= 0x5a) at++;
  if (at - start < 3 || at - start > 4) return -1;
  const year = skipSpaces(bytes, at, end);
  return at === end || (year > 0 && digitsEnd(bytes, year, end, 4) === year + 4) ? at : -1;
}

/** End of 1 to `most` digits that no word byte follows, or -1. */
function digitsEnd(bytes: Uint8Array, start: number, end: number, most: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at] as number)) at++;
  const isWord = at < end && (isLetterByte(bytes[at] as number) || bytes[at] === COLON);
  return at > start && at - start <= most && !isWord ? at : -1;
}

function skipSpaces(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === SPACE) at++;
  return at > start && at < end && at - start <= 2 ? at : -1;
}

function isLetterByte(byte: number): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || byte === 0x5f || byte >= 0x80;
}

function packed(name: string): number {
  return (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2);
}

function packedAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
}
