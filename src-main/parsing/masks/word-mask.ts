/**
 * Decides what a word or chunk with digits is: pure functions of the bytes in `[start, end)`.
 */
import type { Bytes, int } from '../../base/portable.ts';
import { BYTE_CLASS, DIGIT, HEX_LETTER, SOFT } from './byte-class.ts';
import * as Mask from './mask-codes.ts';
import { WordSet } from './word-set.ts';

const DOT: int = 0x2e;
const COLON: int = 0x3a;
const DASH: int = 0x2d;
const PLUS: int = 0x2b;
const ZERO: int = 0x30;
const MAX_KEY_DIGITS: int = 3;

const DURATION_UNITS: WordSet = new WordSet('ns us ms s sec secs msec min m h hr d w');
const SIZE_UNITS: WordSet = new WordSet('b k kb kib mb mib g gb gib t tb tib pb bytes byte bit bits');

export function isDigit(byte: int): boolean {
  return byte >= ZERO && byte <= 0x39;
}

export function isLetter(byte: int): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

export function hasDigit(bytes: Bytes, start: int, end: int): boolean {
  for (let i = start; i < end; i++) if (isDigit(bytes[i] as int)) return true;
  return false;
}

/**
 * Says whether a word with at least one digit is part of the program's text rather than a value, and so stays:
 * `jk2_init`, `ssh2`, `en0`, `CI46`. At most one digit (two in an upper-case acronym), never first.
 */
export function isConstantWord(bytes: Bytes, start: int, end: int): boolean {
  const first = bytes[start] as int;
  if (isDigit(first) || first === DASH || first === PLUS || first === DOT) return false;
  let digits = 0;
  let isUpper = true;
  let isHexOnly = true;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as int;
    if (isDigit(byte)) digits++;
    else {
      if (byte < 0x41 || byte > 0x5a) isUpper = false;
      if (((BYTE_CLASS[byte] as int) & HEX_LETTER) === 0) isHexOnly = false;
    }
  }
  if (isHexOnly && end - start >= 6) return false;
  return digits <= 1 || (digits === 2 && isUpper);
}

/**
 * Mask of one word with a digit, or -1 when it is constant.
 * @param isKey Whether `=` follows: a key that starts with a letter and has few digits stays (`r24=`).
 */
export function maskOfWord(bytes: Bytes, start: int, end: int, isKey: boolean): int {
  const first = bytes[start] as int;
  if (isConstantWord(bytes, start, end)) return -1;
  if (isKey && isLetter(first) && countDigits(bytes, start, end) <= MAX_KEY_DIGITS) return -1;
  const from = first === DASH || first === PLUS ? start + 1 : start;
  let unitStart = end;
  let isHex = true;
  let isNumber = from < end && isDigit(bytes[from] as int);
  for (let i = from; i < end; i++) {
    const byte = bytes[i] as int;
    const flags = BYTE_CLASS[byte] as int;
    if ((flags & (DIGIT | HEX_LETTER)) === 0) isHex = false;
    if ((flags & DIGIT) === 0 && byte !== DOT) {
      if (unitStart === end) unitStart = i;
    } else if (unitStart < end) isNumber = false;
  }
  if (isNumber && unitStart === end) return Mask.NUMBER;
  if (isNumber && DURATION_UNITS.has(bytes, unitStart, end)) return Mask.DURATION;
  if (isNumber && SIZE_UNITS.has(bytes, unitStart, end)) return Mask.SIZE;
  const isPrefixed = bytes[from] === ZERO && end - from > 2 && ((bytes[from + 1] as int) | 0x20) === 0x78;
  return isPrefixed || (isHex && end - from >= 4) ? Mask.HEX : Mask.IDENTIFIER;
}

/**
 * Whether a word with a digit is hex digits alone and long enough to be nothing else, a quantity as `123456d` left out: what
 * `maskOfWord` finds of most identifiers, at a glance.
 * @param flags Classes of its bytes.
 */
export function isLongHex(bytes: Bytes, start: int, end: int, flags: int): boolean {
  if ((flags | DIGIT | HEX_LETTER) !== (DIGIT | HEX_LETTER) || end - start < 6) return false;
  return isDigit(bytes[end - 1] as int) ? (flags & HEX_LETTER) !== 0 : !isDigit(bytes[end - 2] as int);
}

function countDigits(bytes: Bytes, start: int, end: int): int {
  let digits = 0;
  for (let i = start; i < end; i++) if (isDigit(bytes[i] as int)) digits++;
  return digits;
}

/** End of an IPv4 address with an optional port that starts at `start`, or -1. */
export function ipv4End(bytes: Bytes, start: int, end: int): int {
  let at = start;
  for (let group = 0; group < 4; group++) {
    const from = at;
    let value = 0;
    while (at < end && at - from < 3 && isDigit(bytes[at] as int)) value = value * 10 + (bytes[at++] as int) - ZERO;
    if (at === from || value > 255) return -1;
    if (group < 3 && (at >= end || bytes[at++] !== DOT)) return -1;
  }
  if (at < end && bytes[at] === COLON && at + 1 < end && isDigit(bytes[at + 1] as int)) {
    at++;
    while (at < end && isDigit(bytes[at] as int)) at++;
  }
  if (at < end && ((BYTE_CLASS[bytes[at] as int] as int) & SOFT) === 0) return -1;
  if (at + 1 < end && bytes[at] === DOT && isDigit(bytes[at + 1] as int)) return -1;
  return at;
}

/** Whether the whole range is a UUID (8-4-4-4-12 hex digits). */
export function isUuid(bytes: Bytes, start: int, end: int): boolean {
  if (end - start !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const byte = bytes[start + i] as int;
    const isDash = i === 8 || i === 13 || i === 18 || i === 23;
    if (isDash ? byte !== DASH : !isHexByte(byte)) return false;
  }
  return true;
}

/** Whether the whole range is a hardware address: six or eight pairs of hex digits joined by `:` or `-`. */
export function isMac(bytes: Bytes, start: int, end: int): boolean {
  if (end - start !== 17 && end - start !== 23) return false;
  const joiner = bytes[start + 2];
  if (joiner !== COLON && joiner !== DASH) return false;
  for (let i = 0; i < end - start; i++) {
    const byte = bytes[start + i] as int;
    if (i % 3 === 2 ? byte !== joiner : !isHexByte(byte)) return false;
  }
  return true;
}

/** Whether the whole range is an IPv6 address: hex groups and at least two colons, with a digit or `::`. */
export function isIpv6(bytes: Bytes, start: int, end: int): boolean {
  if (end - start < 3 || end - start > 39) return false;
  let colons = 0;
  let group = 0;
  let isDouble = false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as int;
    if (byte === COLON) {
      if (i > start && bytes[i - 1] === COLON) isDouble = true;
      colons++;
      group = 0;
    } else if (!isHexByte(byte) || ++group > 4) return false;
  }
  return colons <= 7 && (isDouble ? colons >= 2 : colons === 7);
}

/** `true`, `false`, `null`, in any usual case. */
export function isBooleanWord(bytes: Bytes, start: int, end: int): boolean {
  const length = end - start;
  if (length !== 4 && length !== 5) return false;
  const first = (bytes[start] as int) | 0x20;
  if (first !== 0x74 && first !== 0x66 && first !== 0x6e) return false;
  return BOOLEAN_WORDS.has(bytes, start, end);
}

const BOOLEAN_WORDS: WordSet = new WordSet('true false null');

function isHexByte(byte: int): boolean {
  return ((BYTE_CLASS[byte] as int) & (DIGIT | HEX_LETTER)) !== 0;
}
