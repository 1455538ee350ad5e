/**
 * Decides what a word or chunk with digits is: pure functions of the bytes in `[start, end)`.
 */
import { BYTE_CLASS, ByteFlag } from './byte-class.ts';
import { Mask, type MaskCode } from './mask.ts';

const DOT = 0x2e;
const COLON = 0x3a;
const DASH = 0x2d;
const ZERO = 0x30;

const DURATION_UNITS = new Set(['ns', 'us', 'ms', 's', 'sec', 'secs', 'msec', 'min', 'm', 'h', 'hr', 'd', 'w']);
const SIZE_UNITS = new Set('b k kb kib mb mib g gb gib t tb tib pb bytes byte bit bits'.split(' '));

export function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}

/**
 * Says whether a word with at least one digit is part of the program's text rather than a value, and so stays:
 * `jk2_init`, `ssh2`, `en0`, `CI46`. At most one digit (two in an upper-case acronym), never first.
 */
export function isConstantWord(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] as number;
  if (isDigit(first) || first === DASH || first === 0x2b || first === DOT) return false;
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

/** Mask of one word that is not constant. */
export function maskOfWord(bytes: Uint8Array, start: number, end: number): MaskCode {
  let at = start;
  if (bytes[at] === DASH || bytes[at] === 0x2b) at++;
  let isNumber = at < end;
  let unitStart = -1;
  let isHex = true;
  for (let i = at; i < end; i++) {
    const byte = bytes[i] as number;
    if (isDigit(byte)) {
      if (unitStart >= 0) isNumber = false;
    } else if (byte === DOT) {
      if (unitStart >= 0) isNumber = false;
      isHex = false;
    } else {
      if (unitStart < 0) unitStart = i;
      if (((BYTE_CLASS[byte] as number) & ByteFlag.hexLetter) === 0) isHex = false;
    }
  }
  if (isNumber && unitStart < 0) return Mask.number;
  if (isNumber && unitStart > at) {
    const unit = latin(bytes, unitStart, Math.min(end, unitStart + 8)).toLowerCase();
    if (DURATION_UNITS.has(unit)) return Mask.duration;
    if (SIZE_UNITS.has(unit)) return Mask.size;
  }
  if (bytes[at] === ZERO && ((bytes[at + 1] ?? 0) | 0x20) === 0x78 && end - at > 2) return Mask.hex;
  if (isHex && end - at >= 4) return Mask.hex;
  return Mask.identifier;
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

/**
 * Whether the range looks like a date or a clock time: `2016-09-28`, `28/Sep/2016:10:00:00`, `10:20:30.123`,
 * `2016-09-28T10:20:30Z`. Digits, its own joiners and few letters; at least two joiners of the same kind.
 */
export function isTimestamp(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 7 || end - start > 35) return false;
  let group = 0;
  let groups = 0;
  let letters = 0;
  let colons = 0;
  let dashes = 0;
  let slashes = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (isDigit(byte)) {
      if (group++ === 0) groups++;
      if (group > 9) return false;
      continue;
    }
    if (group > 4 && bytes[i - group - 1] !== DOT) return false;
    group = 0;
    if (byte === COLON) colons++;
    else if (byte === DASH) dashes++;
    else if (byte === 0x2f) slashes++;
    else if (byte === DOT || byte === 0x2b) continue;
    else if (++letters > 3 || byte >= 0x80 || byte === 0x5f) return false;
  }
  if (groups < 3 || !isDigit(bytes[start] as number)) return false;
  if (
    letters > 0 &&
    letters !== 3 &&
    (bytes[start + 10] as number | 0x20) !== 0x74 &&
    (bytes[end - 1] as number) !== 0x5a
  )
    return false;
  const isDate = dashes >= 2 || slashes === 2;
  return isDate ? startsLikeDate(bytes, start) : colons === 2 && startsLikeClock(bytes, start);
}

function startsLikeDate(bytes: Uint8Array, start: number): boolean {
  let digits = 0;
  while (isDigit(bytes[start + digits] as number)) digits++;
  return digits === 4 || digits === 2 || digits === 1;
}

function startsLikeClock(bytes: Uint8Array, start: number): boolean {
  const first = bytes[start + 1] === COLON ? start + 1 : start + 2;
  return (
    bytes[first] === COLON &&
    isDigit(bytes[first + 1] as number) &&
    isDigit(bytes[first + 2] as number) &&
    bytes[first + 3] === COLON
  );
}

/** `true`, `false`, `null`, in any usual case. */
export function isBooleanWord(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 4 && length !== 5) return false;
  const first = (bytes[start] as number) | 0x20;
  if (first !== 0x74 && first !== 0x66 && first !== 0x6e) return false;
  const word = latin(bytes, start, end);
  return BOOLEAN_WORDS.has(word);
}

const BOOLEAN_WORDS = new Set(['true', 'false', 'null', 'True', 'False', 'TRUE', 'FALSE', 'NULL']);

function isHexByte(byte: number): boolean {
  return ((BYTE_CLASS[byte] as number) & (ByteFlag.digit | ByteFlag.hexLetter)) !== 0;
}

function latin(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}
