import { digitAt, readFour, readFraction, readTwo } from './read-number.ts';
import type { TimeFields } from './time-fields.ts';
import { readNumericOffset, readZone } from './zone-names.ts';

const DASH = 0x2d;
const SLASH = 0x2f;
const DOT = 0x2e;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;

/**
 * Reads a year-first date and time in any ISO 8601 like spelling: `2024-05-01T12:00:00.123Z`, `2024/05/01 12:00:00,5`,
 * `2024-05-01-12.00.00.123456`, `20240501T120000+0200`. Seconds, fraction and zone may be absent; a zone may follow
 * one blank when it is a signed offset, `Z`, `UTC` or `GMT`.
 * @returns the position after it, or -1. Ranges are not checked here.
 */
export function readIso(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  if (at + 13 > end) return -1;
  const year = readFour(bytes, at, end);
  if (year < 0) return -1;
  const separator = bytes[at + 4]!;
  let position: number;
  if (separator === DASH || separator === SLASH || separator === DOT) {
    if (bytes[at + 7] !== separator) return -1;
    fields.month = readTwo(bytes, at + 5, end);
    fields.day = readTwo(bytes, at + 8, end);
    position = at + 10;
  } else {
    fields.month = readTwo(bytes, at + 4, end);
    fields.day = readTwo(bytes, at + 6, end);
    position = at + 8;
  }
  if (fields.month < 0 || fields.day < 0) return -1;
  fields.year = year;
  const between = bytes[position]!;
  const hasBetween =
    (between | 32) === 0x74 || between === SPACE || between === DASH || between === 0x5f || between === COLON;
  if (!hasBetween) return -1;
  return readClockAndZone(bytes, position + 1, end, fields);
}

function readClockAndZone(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  fields.hour = readTwo(bytes, at, end);
  if (fields.hour < 0) return -1;
  let position = at + 2;
  const separator = position < end ? bytes[position]! : 0;
  const isSeparated = separator === COLON || separator === DOT;
  fields.minute = readTwo(bytes, isSeparated ? position + 1 : position, end);
  if (fields.minute < 0) return -1;
  position += isSeparated ? 3 : 2;
  const hasSeconds = isSeparated ? position < end && bytes[position] === separator : digitAt(bytes, position, end) >= 0;
  if (hasSeconds) {
    const second = readTwo(bytes, isSeparated ? position + 1 : position, end);
    if (second < 0) return isSeparated ? position : -1;
    fields.second = second;
    position += isSeparated ? 3 : 2;
    if (
      position < end &&
      (bytes[position] === DOT || bytes[position] === COMMA) &&
      digitAt(bytes, position + 1, end) >= 0
    ) {
      position = readFraction(bytes, position + 1, end, fields);
    }
  }
  return readTrailingZone(bytes, position, end, fields);
}

function readTrailingZone(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  if (at >= end) return at;
  const byte = bytes[at]!;
  if (byte === SPACE) {
    const after = readSpacedZone(bytes, at + 1, end, fields);
    return after < 0 ? at : after;
  }
  if ((byte | 32) === 0x7a) {
    const after = readZone(bytes, at, end, fields);
    return after < 0 ? at : after;
  }
  if (byte === 0x2b || byte === DASH || byte === 0xe2) {
    const after = readNumericOffset(bytes, at, end, fields);
    return after < 0 ? at : after;
  }
  return at;
}

/** After a blank only what cannot be a message word: `+0200`, `-03:00`, `Z`, `UTC`, `GMT`. */
function readSpacedZone(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  if (at >= end) return -1;
  const byte = bytes[at]!;
  if (byte === 0x2b || byte === DASH) {
    if (at + 5 > end) return -1;
    return readNumericOffset(bytes, at, end, fields);
  }
  const isUtc = byte === 0x55 && bytes[at + 1] === 0x54 && bytes[at + 2] === 0x43;
  const isGmt = byte === 0x47 && bytes[at + 1] === 0x4d && bytes[at + 2] === 0x54;
  const isZulu = byte === 0x5a;
  return at < end && (isUtc || isGmt || isZulu) ? readZone(bytes, at, end, fields) : -1;
}
