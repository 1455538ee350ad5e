import { readFraction } from './read-number.ts';
import type { TimeFields } from './time-fields.ts';

/** Powers of ten that one second has in the unit an integer of this magnitude is written in. */
export function epochUnitDigits(magnitude: number): 0 | 3 | 6 | 9 {
  if (magnitude < 1e11) return 0;
  if (magnitude < 1e14) return 3;
  return magnitude < 1e17 ? 6 : 9;
}

/**
 * Reads an epoch number (`-?digits[.digits]`): seconds, milliseconds, microseconds or nanoseconds by magnitude.
 * Integers are split as text, so 19 digits of nanoseconds stay exact.
 * @param unitDigits 0 | 3 | 6 | 9 fixes the unit; -1 tells it by magnitude.
 * @returns the position after it, or -1.
 */
export function readEpoch(bytes: Uint8Array, at: number, end: number, unitDigits: number, fields: TimeFields): number {
  const isNegative = at < end && bytes[at] === 0x2d;
  const first = isNegative ? at + 1 : at;
  let position = first;
  let magnitude = 0;
  while (position < end && position - first < 20) {
    const digit = bytes[position]! - 0x30;
    if (digit < 0 || digit > 9) break;
    magnitude = magnitude * 10 + digit;
    position++;
  }
  if (position === first || position - first > 19) return -1;
  const unit = unitDigits < 0 ? epochUnitDigits(magnitude) : unitDigits;
  let next = position;
  if (unit === 0) {
    fields.epochSeconds = magnitude;
    if (next < end && (bytes[next] === 0x2e || bytes[next] === 0x2c) && isDigit(bytes, next + 1, end)) {
      next = readFraction(bytes, next + 1, end, fields);
    }
  } else {
    splitInteger(bytes, first, position, unit, fields);
    if (next < end && bytes[next] === 0x2e) next = skipDigits(bytes, next + 1, end);
  }
  if (isNegative) negate(fields);
  fields.isEpoch = true;
  return next;
}

function splitInteger(bytes: Uint8Array, start: number, end: number, unit: number, fields: TimeFields): void {
  const cut = Math.max(start, end - unit);
  let seconds = 0;
  for (let i = start; i < cut; i++) seconds = seconds * 10 + (bytes[i]! - 0x30);
  let rest = 0;
  for (let i = cut; i < end; i++) rest = rest * 10 + (bytes[i]! - 0x30);
  fields.epochSeconds = seconds;
  fields.nanos = rest * 10 ** (9 - unit);
}

/** Keeps nanos in 0..999_999_999 for instants before 1970. */
function negate(fields: TimeFields): void {
  fields.epochSeconds = fields.nanos === 0 ? -fields.epochSeconds : -fields.epochSeconds - 1;
  if (fields.nanos !== 0) fields.nanos = 1_000_000_000 - fields.nanos;
}

function isDigit(bytes: Uint8Array, at: number, end: number): boolean {
  return at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39;
}

function skipDigits(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (isDigit(bytes, position, end)) position++;
  return position;
}
