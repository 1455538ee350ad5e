import { hexDigitAt } from './read-number.ts';
import type { TimeFields } from './time-fields.ts';

/** 2^62 seconds, the label of 1970-01-01 00:00:00 TAI. */
const HIGH_WORD_OF_1970 = 0x40000000;
/** What libtai, and so multilog and s6-log, add to POSIX time; later leap seconds are in neither. */
const TAI_OFFSET = 10;

/**
 * Reads a TAI64N label, `@` and 24 hex digits (8 bytes of seconds, 4 of nanoseconds), as multilog and s6-log write it.
 * @returns the position after it, or -1.
 */
export function readTai64n(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  if (at + 25 > end || bytes[at] !== 0x40) return -1;
  const high = readHex(bytes, at + 1, end);
  const low = readHex(bytes, at + 9, end);
  const nanos = readHex(bytes, at + 17, end);
  if (high !== HIGH_WORD_OF_1970 || low < 0 || nanos < 0 || nanos > 999_999_999) return -1;
  fields.isEpoch = true;
  fields.epochSeconds = low - TAI_OFFSET;
  fields.nanos = nanos;
  return at + 25;
}

/** Eight hex digits, or -1. */
function readHex(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let i = at; i < at + 8; i++) {
    const digit = hexDigitAt(bytes, i, end);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
