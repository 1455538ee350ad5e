/**
 * Decides what a word or chunk with digits is: pure functions of the bytes in `[start, end)`.
 */
import { BYTE_CLASS, ByteFlag } from './byte-class.ts';
import { Mask, type MaskCode } from './mask.ts';
import { WordSet } from './word-set.ts';

const DOT = 0x2e;
const COLON = 0x3a;
const DASH = 0x2d;
const PLUS = 0x2b;
const ZERO = 0x30;
const MAX_KEY_DIGITS = 3;

const DURATION_UNITS = new WordSet('ns us ms s sec secs msec min m h hr d w'.split(' '));
const SIZE_UNITS = new WordSet('b k kb kib mb mib g gb gib t tb tib pb bytes byte bit bits'.split(' '));

export function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}

export function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

export function hasDigit(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isDigit(bytes[i] as number)) return true;
  return false;
}

/**
 * Says whether a word with at least one digit is part of the program's text rather than a value, and so stays:
 * `jk2_init`, `ssh2`, `en0`, `CI46`. At most one digit (two in an upper-case acronym), never first.
 */
export function isConstantWord(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] as number;
  if (isDigit(first) || first === DASH || first === PLUS || first === DOT) return false;
  let digits = 0;
  let isUpper = true;
  let isHexOnly = true;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (isDigit(byte)) digits++;
    else {
      if (byte < 0x41 || byte > 0x5a) isUpper = false;
      if (((BYTE_CLASS[byte] as number) & ByteFlag.hexLetter) === 0) isHexOnly = false;
    }
  }
  if (isHexOnly && end - start >= 6) return false;
  return digits <= 1 || (digits === 2 && isUpper);
}

/**
 * Mask of one word with a digit, or -1 when it is constant.
 * @param isKey Whether `=` follows: a key that starts with a letter and has few digits stays (`r24=`).
 */
export function maskOfWord(bytes: Uint8Array, start: number, end: number, isKey: boolean): MaskCode | -1 {
  const first = bytes[start] as number;
  if (isConstantWord(bytes, start, end)) return -1;
  if (isKey && isLetter(first) && countDigits(bytes, start, end) <= MAX_KEY_DIGITS) return -1;
  const from = first === DASH || first === PLUS ? start + 1 : start;
  let unitStart = end;
  let isHex = true;
  let isNumber = from < end && isDigit(bytes[from] as number);
  for (let i = from; i < end; i++) {
    const byte = bytes[i] as number;
    const flags = BYTE_CLASS[byte] as number;
    if ((flags & (ByteFlag.digit | ByteFlag.hexLetter)) === 0) isHex = false;
    if ((flags & ByteFlag.digit) === 0 && byte !== DOT) {
      if (unitStart === end) unitStart = i;
    } else if (unitStart < end) isNumber = false;
  }
  if (isNumber && unitStart === end) return Mask.number;
  if (isNumber && DURATION_UNITS.has(bytes, unitStart, end)) return Mask.duration;
  if (isNumber && SIZE_UNITS.has(bytes, unitStart, end)) return Mask.size;
  const isPrefixed = bytes[from] === ZERO && end - from > 2 && ((bytes[from + 1] as number) | 0x20) === 0x78;
  return isPrefixed || (isHex && end - from >= 4) ? Mask.hex : Mask.identifier;
}

function countDigits(bytes: Uint8Array, start: number, end: number): number {
  let digits = 0;
  for (let i = start; i < end; i++) if (isDigit(bytes[i] as number)) digits++;
  return digits;
}

/** End of an IPv4 address with an optional port that starts at `start`, or -1. */
export function ipv4End(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (let group = 0; group < 4; group++) {
    const from = at;
    let value = 0;
    while (at < end && at - from < 3 && isDigit(bytes[at] as number))
      value = value * 10 + (bytes[at++] as number) - ZERO;
    if (at === from || value > 255) return -1;
    if (group < 3 && (at >= end || bytes[at++] !== DOT)) return -1;
  }
  if (at < end && bytes[at] === COLON && at + 1 < end && isDigit(bytes[at + 1] as number)) {
    at++;
    while (at < end && isDigit(bytes[at] as number)) at++;
  }
  if (at < end && ((BYTE_CLASS[bytes[at] as number] as number) & ByteFlag.soft) === 0) return -1;
  if (at + 1 < end && bytes[at] === DOT && isDigit(bytes[at + 1] as number)) return -1;
  return at;
}

/** Whether the whole range is a UUID (8-4-4-4-12 hex digits). */
export function isUuid(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const byte = bytes[start + i] as number;
    const isDash = i === 8 || i === 13 || i === 18 || i === 23;
    if (isDash ? byte !== DASH : !isHexByte(byte)) return false;
  }
  return true;
}

/** Whether the whole range is a hardware address: six or eight pairs of hex digits joined by `:` or `-`. */
export function isMac(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 17 && end - start !== 23) return false;
  const joiner = bytes[start + 2];
  if (joiner !== COLON && joiner !== DASH) return false;
  for (let i = 0; i < end - start; i++) {
    const byte = bytes[start + i] as number;
    if (i % 3 === 2 ? byte !== joiner : !isHexByte(byte)) return false;
  }
  return true;
}

/** Whether the whole range is an IPv6 address: hex groups and at least two colons, with a digit or `::`. */
export function isIpv6(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 3 || end - start > 39) return false;
  let colons = 0;
  let group = 0;
  let isDouble = false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === COLON) {
      if (i > start && bytes[i - 1] === COLON) isDouble = true;
      colons++;
      group = 0;
    } else if (!isHexByte(byte) || ++group > 4) return false;
  }
  return colons <= 7 && (isDouble ? colons >= 2 : colons === 7);
}

/** `true`, `false`, `null`, in any usual case. */
export function isBooleanWord(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 4 && length !== 5) return false;
  const first = (bytes[start] as number) | 0x20;
  if (first !== 0x74 && first !== 0x66 && first !== 0x6e) return false;
  return BOOLEAN_WORDS.has(bytes, start, end);
}

const BOOLEAN_WORDS = new WordSet(['true', 'false', 'null']);

function isHexByte(byte: number): boolean {
  return ((BYTE_CLASS[byte] as number) & (ByteFlag.digit | ByteFlag.hexLetter)) !== 0;
}
