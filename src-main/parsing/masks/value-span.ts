/** Finds the key and the value around an equals sign: pure functions of the bytes, none reads outside its range. */
import type { Bytes, int } from '../../base/portable.ts';
import { BYTE_CLASS, DIGIT, HARD } from './byte-class.ts';
import { isEventKey, isKeyByte, isOriginKey } from './event-name.ts';
import { isTrailing } from './chunk-bytes.ts';

const SPACE: int = 0x20;
const QUOTE: int = 0x22;
const APOSTROPHE: int = 0x27;
const BACKSLASH: int = 0x5c;
const MAX_KEY_BYTES: int = 64;
/** A longer value is read as any text. */
const MAX_VALUE_BYTES: int = 1024;
/** A quoted text of more words may be a sentence of the program's. */
const SHORT_WORDS: int = 3;

/** Hash of the key right before the `=` at `equals`, not 0; 0 for none, and for keys whose value is program text. */
export function valueKeyHash(bytes: Bytes, floor: int, equals: int): int {
  const lowest = equals - floor > MAX_KEY_BYTES ? equals - MAX_KEY_BYTES : floor;
  let at = equals;
  while (at > lowest && isKeyByte(bytes[at - 1] as int)) at--;
  if (at === equals || isEventKey(bytes, at, equals) || isOriginKey(bytes, at, equals)) return 0;
  while (at > lowest && isNameByte(bytes[at - 1] as int)) at--;
  return hashRange(bytes, at, equals, 0) | 1;
}

/** Whether a value that starts at `at` is quoted. */
export function isQuoteAt(bytes: Bytes, at: int, end: int): boolean {
  return at < end && (bytes[at] === QUOTE || bytes[at] === APOSTROPHE);
}

/**
 * End of the value that starts at `from`: behind its opening quote, or right behind `=`.
 * @returns `from` or less when there is none that ends where a value may end.
 */
export function valueEnd(bytes: Bytes, from: int, end: int, isQuoted: boolean): int {
  const limit = end - from > MAX_VALUE_BYTES ? from + MAX_VALUE_BYTES : end;
  return isQuoted ? quotedEnd(bytes, from, limit, end) : bareEnd(bytes, from, limit, end);
}

/** A quote behind a backslash is part of the text. */
function quotedEnd(bytes: Bytes, from: int, limit: int, end: int): int {
  const quote = bytes[from - 1] as int;
  let at = from;
  while (at < limit && bytes[at] !== quote) at += bytes[at] === BACKSLASH ? 2 : 1;
  if (at >= limit) return -1;
  return at + 1 === end || isBehindValue(bytes[at + 1] as int) ? at : -1;
}

function bareEnd(bytes: Bytes, from: int, limit: int, end: int): int {
  let at = from;
  while (at < limit && ((BYTE_CLASS[bytes[at] as int] as int) & HARD) === 0) at++;
  if (at < end && (at === limit || !isBehindValue(bytes[at] as int))) return -1;
  while (at > from && isTrailing(bytes[at - 1] as int)) at--;
  return at;
}

/** White space and `, ; ) ] } | &`. */
function isBehindValue(byte: int): boolean {
  if (byte <= SPACE || byte === 0x2c || byte === 0x3b || byte === 0x29) return true;
  return byte === 0x5d || byte === 0x7d || byte === 0x7c || byte === 0x26;
}

/** Whether a value may be a sentence: many words, or several with a digit. */
export function isSentence(bytes: Bytes, from: int, end: int): boolean {
  let words: int = 1;
  let hasDigit = false;
  for (let at = from; at < end; at++) {
    const byte = bytes[at] as int;
    if (byte === SPACE) words++;
    else if (((BYTE_CLASS[byte] as int) & DIGIT) !== 0) hasDigit = true;
  }
  return words > SHORT_WORDS || (words > 1 && hasDigit);
}

/** 32-bit hash of a range, going on from `code`; the same number in JavaScript and in a kernel. */
export function hashRange(bytes: Bytes, from: int, end: int, code: int): int {
  let mixed = code;
  for (let at = from; at < end; at++) mixed = mixByte(mixed, bytes[at] as int);
  return mixed;
}

export function mixByte(code: int, byte: int): int {
  const mixed = ((code << 5) - code + byte) | 0;
  return mixed ^ (mixed >>> 17);
}

function isNameByte(byte: int): boolean {
  return isKeyByte(byte) || byte === 0x2e || byte === 0x2d;
}
