/*
 * Byte-level JSON: every function takes the position of a value's first byte and gives the position after the value,
 * or -1 when the text is not JSON (RFC 8259). Nothing is decoded.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Deeper nesting is refused, so that no later stage meets a text it cannot walk. */
export const MAX_JSON_DEPTH = 200;

export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end) {
    const byte = bytes[position]!;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) break;
    position++;
  }
  return position;
}

/** @param at Position of the opening quote. */
export function skipString(bytes: Uint8Array, at: number, end: number): number {
  for (let position = at + 1; position < end; position++) {
    const byte = bytes[position]!;
    if (byte === QUOTE) return position + 1;
    if (byte < 0x20) return -1;
    if (byte === BACKSLASH) {
      const after = skipEscape(bytes, position, end);
      if (after < 0) return -1;
      position = after - 1;
    }
  }
  return -1;
}

function skipEscape(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return -1;
  switch (bytes[at + 1]) {
    case 0x22:
    case 0x5c:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 2;
    case 0x75:
      for (let i = at + 2; i < at + 6; i++) if (i >= end || hexDigit(bytes[i]!) < 0) return -1;
      return at + 6;
    default:
      return -1;
  }
}

/** 0..15, or -1. */
export function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 32;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

export function skipNumber(bytes: Uint8Array, at: number, end: number): number {
  let position = bytes[at] === 0x2d ? at + 1 : at;
  const first = position;
  position = skipDigits(bytes, position, end);
  if (position === first || (bytes[first] === 0x30 && position > first + 1)) return -1;
  if (position < end && bytes[position] === 0x2e) {
    const fraction = skipDigits(bytes, position + 1, end);
    if (fraction === position + 1) return -1;
    position = fraction;
  }
  if (position < end && (bytes[position]! | 32) === 0x65) {
    let exponent = position + 1;
    if (bytes[exponent] === 0x2b || bytes[exponent] === 0x2d) exponent++;
    const after = skipDigits(bytes, exponent, end);
    if (after === exponent) return -1;
    position = after;
  }
  return position;
}

function skipDigits(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end && bytes[position]! >= 0x30 && bytes[position]! <= 0x39) position++;
  return position;
}

export function skipValue(bytes: Uint8Array, at: number, end: number, depth: number): number {
  if (at >= end || depth > MAX_JSON_DEPTH) return -1;
  const byte = bytes[at]!;
  if (byte === QUOTE) return skipString(bytes, at, end);
  if (byte === 0x7b) return skipObject(bytes, at, end, depth);
  if (byte === 0x5b) return skipArray(bytes, at, end, depth);
  if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) return skipNumber(bytes, at, end);
  return skipWord(bytes, at, end);
}

const WORDS = ['true', 'false', 'null'].map((word) => new TextEncoder().encode(word));

function skipWord(bytes: Uint8Array, at: number, end: number): number {
  for (const word of WORDS) {
    if (bytes[at] !== word[0] || at + word.length > end) continue;
    for (let i = 1; i < word.length; i++) if (bytes[at + i] !== word[i]) return -1;
    return at + word.length;
  }
  return -1;
}

function skipObject(bytes: Uint8Array, at: number, end: number, depth: number): number {
  let position = skipSpace(bytes, at + 1, end);
  if (bytes[position] === 0x7d && position < end) return position + 1;
  while (position < end && bytes[position] === QUOTE) {
    position = skipString(bytes, position, end);
    if (position < 0) return -1;
    position = skipSpace(bytes, position, end);
    if (position >= end || bytes[position] !== 0x3a) return -1;
    position = skipValue(bytes, skipSpace(bytes, position + 1, end), end, depth + 1);
    if (position < 0) return -1;
    position = skipSpace(bytes, position, end);
    if (position >= end) return -1;
    if (bytes[position] === 0x7d) return position + 1;
    if (bytes[position] !== 0x2c) return -1;
    position = skipSpace(bytes, position + 1, end);
  }
  return -1;
}

function skipArray(bytes: Uint8Array, at: number, end: number, depth: number): number {
  let position = skipSpace(bytes, at + 1, end);
  if (bytes[position] === 0x5d && position < end) return position + 1;
  for (;;) {
    position = skipValue(bytes, position, end, depth + 1);
    if (position < 0) return -1;
    position = skipSpace(bytes, position, end);
    if (position >= end) return -1;
    if (bytes[position] === 0x5d) return position + 1;
    if (bytes[position] !== 0x2c) return -1;
    position = skipSpace(bytes, position + 1, end);
  }
}
