// AssemblyScript. Where a field of a header may end: what stop-set.ts of ingest/formats is. A stop set is integers: whether it
// is empty, whether a stop begins with blanks, how many stops, the address of a table of first bytes; then for each stop
// whether blanks stand before it, address and length of its text, whether a blank stands behind it.

import { lookedUpTo } from './reach.as';

const IS_EMPTY: usize = 0;
const HAS_BLANK_STOP: usize = 4;
const COUNT: usize = 8;
const FIRST_BYTES: usize = 12;
const STOPS: usize = 16;
const STOP: usize = 16;

/** Longest header field. */
const MAX_FIELD_BYTES: i32 = 2048;

@inline
export function isBlankByte(byte: i32): boolean {
  return byte === 0x20 || byte === 0x09;
}

@inline
function byteAt(at: i32): i32 {
  return <i32>load<u8>(<usize>at);
}

export function startsWith(at: i32, end: i32, text: usize, length: i32): boolean {
  lookedUpTo(at + length);
  if (at + length > end) return false;
  for (let i = 0; i < length; i++) if (load<u8>(<usize>(at + i)) !== load<u8>(text + <usize>i)) return false;
  return true;
}

@inline
function mayStart(stops: usize, byte: i32): boolean {
  return load<u8>(<usize>load<i32>(stops, FIRST_BYTES) + <usize>byte) === 1;
}

/** Whether a stop, one with blanks before it or one without, matches at `at`. */
function matches(stops: usize, hasBlankBefore: i32, at: i32, end: i32): boolean {
  const last = stops + STOPS + <usize>load<i32>(stops, COUNT) * STOP;
  for (let stop = stops + STOPS; stop < last; stop += STOP) {
    if (load<i32>(stop) !== hasBlankBefore) continue;
    const length = load<i32>(stop, 8);
    if (!startsWith(at, end, <usize>load<i32>(stop, 4), length)) continue;
    const after = at + length;
    if (load<i32>(stop, 12) !== 0) lookedUpTo(after + 1);
    if (load<i32>(stop, 12) === 0 || after === end || isBlankByte(byteAt(after))) return true;
  }
  return false;
}

function matchesAfterBlanks(stops: usize, at: i32, end: i32): boolean {
  let position = at;
  while (position < end && isBlankByte(byteAt(position))) position++;
  lookedUpTo(position + 1);
  return matches(stops, 1, position, end);
}

/** End of the field without blanks at `at`, or -1 (or `at`) when there is none. */
export function scanWord(at: i32, end: i32, stops: usize): i32 {
  const last = min(end, at + MAX_FIELD_BYTES);
  let position = at;
  for (; position < last; position++) {
    const byte = byteAt(position);
    const isEnd = byte === 0x20 || byte === 0x09 || (mayStart(stops, byte) && matches(stops, 0, position, end));
    if (!isEnd) continue;
    lookedUpTo(position + 1);
    return position;
  }
  lookedUpTo(end + 1);
  return position === end ? position : -1;
}

/** A field with blanks: it ends only where a stop matches, at the end of the line when nothing follows. */
export function scanAny(at: i32, end: i32, stops: usize): i32 {
  if (load<i32>(stops, IS_EMPTY) !== 0) {
    lookedUpTo(end + 1);
    return end;
  }
  const hasBlankStop = load<i32>(stops, HAS_BLANK_STOP) !== 0;
  const last = min(end, at + MAX_FIELD_BYTES);
  let isInBlanks = false;
  for (let position = at; position < last; position++) {
    const byte = byteAt(position);
    const isBlank = isBlankByte(byte);
    // A run of blanks is looked at once, at its start: endless blanks stay linear.
    const isRunStart = isBlank && !isInBlanks && position > at;
    isInBlanks = isBlank;
    const isEnd =
      (isRunStart && hasBlankStop && matchesAfterBlanks(stops, position, end)) ||
      (mayStart(stops, byte) && matches(stops, 0, position, end));
    if (!isEnd) continue;
    lookedUpTo(position + 1);
    return position;
  }
  lookedUpTo(end + 1);
  return -1;
}

export function scanInt(at: i32, end: i32): i32 {
  let position = at < end && byteAt(at) === 0x2d ? at + 1 : at;
  const first = position;
  while (position < end && <u32>(byteAt(position) - 0x30) <= 9) position++;
  lookedUpTo(position + 1);
  return position === first ? -1 : position;
}

/** Letters, digits, `.`, `_`, `$`, `-`. */
export function scanName(at: i32, end: i32): i32 {
  const last = min(end, at + MAX_FIELD_BYTES);
  let position = at;
  while (position < last && isNameByte(byteAt(position))) position++;
  lookedUpTo(position + 1);
  return position;
}

/** Up to an unescaped double quote; the quote is not taken. */
export function scanQuoted(at: i32, end: i32): i32 {
  for (let position = at; position < end; position++) {
    const byte = byteAt(position);
    if (byte === 0x22) {
      lookedUpTo(position + 1);
      return position;
    }
    if (byte === 0x5c) position++;
  }
  lookedUpTo(end + 1);
  return -1;
}

/** Start of the name in a ` (name)` that ends the line, or -1. */
export function scanTail(at: i32, end: i32): i32 {
  lookedUpTo(end + 1);
  if (end - at < 3 || byteAt(end - 1) !== 0x29) return -1;
  let position = end - 2;
  const first = max(at, end - 256);
  while (position >= first && isNameByte(byteAt(position))) position--;
  if (position < at || byteAt(position) !== 0x28 || position === end - 2) return -1;
  return position === at || isBlankByte(byteAt(position - 1)) ? position + 1 : -1;
}

function isNameByte(byte: i32): boolean {
  return isWordByte(byte) || byte === 0x2e || byte === 0x5f || byte === 0x24 || byte === 0x2d;
}

/** Letters and digits. */
@inline
export function isWordByte(byte: i32): boolean {
  return <u32>((byte | 32) - 0x61) <= 25 || <u32>(byte - 0x30) <= 9;
}
