import { isBlankByte, type StopSet } from './stop-set.ts';

/** Longest header field: keeps a line of one endless word cheap for every candidate format. */
const MAX_FIELD_BYTES = 2048;

/** Each scanner returns the end of the field that starts at `at`, or -1 (or `at`) when there is none. */
export function scanWord(bytes: Uint8Array, at: number, end: number, stops: StopSet): number {
  const last = Math.min(end, at + MAX_FIELD_BYTES);
  let position = at;
  for (; position < last; position++) {
    const byte = bytes[position]!;
    if (byte === 0x20 || byte === 0x09) return position;
    if (stops.mayStart(byte) && stops.matches(bytes, position, end)) return position;
  }
  return position === end ? position : -1;
}

/** A field with blanks: it ends only where a stop matches (at the end of the line when nothing follows). */
export function scanAny(bytes: Uint8Array, at: number, end: number, stops: StopSet): number {
  if (stops.isEmpty) return end;
  const last = Math.min(end, at + MAX_FIELD_BYTES);
  let isInBlanks = false;
  for (let position = at; position < last; position++) {
    const byte = bytes[position]!;
    // A run of blanks is looked at once, at its start: endless blanks stay linear.
    const isRunStart = isBlankByte(byte) && !isInBlanks && position > at;
    isInBlanks = isBlankByte(byte);
    if (isRunStart && stops.hasBlankStop && stops.matchesAfterBlanks(bytes, position, end)) return position;
    if (stops.mayStart(byte) && stops.matches(bytes, position, end)) return position;
  }
  return -1;
}

export function scanInt(bytes: Uint8Array, at: number, end: number): number {
  let position = at < end && bytes[at] === 0x2d ? at + 1 : at;
  const first = position;
  while (position < end && bytes[position]! >= 0x30 && bytes[position]! <= 0x39) position++;
  return position === first ? -1 : position;
}

/** Letters, digits, `.`, `_`, `$`, `-`. */
export function scanName(bytes: Uint8Array, at: number, end: number): number {
  const last = Math.min(end, at + MAX_FIELD_BYTES);
  let position = at;
  while (position < last && isNameByte(bytes[position]!)) position++;
  return position;
}

/** Up to an unescaped double quote; the quote is not taken. */
export function scanQuoted(bytes: Uint8Array, at: number, end: number): number {
  for (let position = at; position < end; position++) {
    const byte = bytes[position]!;
    if (byte === 0x22) return position;
    if (byte === 0x5c) position++;
  }
  return -1;
}

/** `-`, or one or more `[id name="value" ...]` with `\` escapes inside the values. */
export function scanStructuredData(bytes: Uint8Array, at: number, end: number): number {
  if (at < end && bytes[at] === 0x2d) return at + 1;
  let position = at;
  while (position < end && bytes[position] === 0x5b) {
    const close = scanElement(bytes, position + 1, end);
    if (close < 0) return -1;
    position = close + 1;
  }
  return position === at ? -1 : position;
}

function scanElement(bytes: Uint8Array, at: number, end: number): number {
  let isQuoted = false;
  for (let position = at; position < end; position++) {
    const byte = bytes[position]!;
    if (byte === 0x5c && isQuoted) position++;
    else if (byte === 0x22) isQuoted = !isQuoted;
    else if (byte === 0x5d && !isQuoted) return position;
  }
  return -1;
}

/** Start of the name in a ` (name)` that ends the line, or -1. */
export function scanTail(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 3 || bytes[end - 1] !== 0x29) return -1;
  let position = end - 2;
  const first = Math.max(at, end - 256);
  while (position >= first && isNameByte(bytes[position]!)) position--;
  if (position < at || bytes[position] !== 0x28 || position === end - 2) return -1;
  return position === at || isBlankByte(bytes[position - 1]!) ? position + 1 : -1;
}

function isNameByte(byte: number): boolean {
  const lower = byte | 32;
  return (
    (lower >= 0x61 && lower <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2e ||
    byte === 0x5f ||
    byte === 0x24 ||
    byte === 0x2d
  );
}
