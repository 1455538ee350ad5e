import { readTwo } from './read-number.ts';
import { NO_OFFSET, type TimeFields } from './time-fields.ts';

const HOUR = 3600;

/** Zone abbreviations seen in logs, in hours east of UTC. */
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  UCT: 0,
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  MET: 1,
  MEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  MSD: 4,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  AKST: -9,
  AKDT: -8,
  HST: -10,
  BST: 1,
  IST: 5.5,
  PKT: 5,
  NPT: 5.75,
  ICT: 7,
  WIB: 7,
  SGT: 8,
  HKT: 8,
  AWST: 8,
  JST: 9,
  KST: 9,
  ACST: 9.5,
  ACDT: 10.5,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
  SAST: 2,
  CAT: 2,
  EAT: 3,
  WAT: 1,
  BRT: -3,
  ART: -3,
  CLT: -4,
  CLST: -3,
  NST: -3.5,
  NDT: -2.5,
  AST: -4,
  ADT: -3,
};

/** Abbreviations that name more than one zone; the table holds the more common one. */
const AMBIGUOUS = new Set(['CST', 'IST', 'BST', 'AST', 'CDT', 'ADT']);

/** Letters packed five bits each (at most six fit), so no string is made per line. */
function packLetters(name: string): number {
  let packed = 0;
  for (let i = 0; i < name.length; i++) packed = packed * 32 + (name.charCodeAt(i) & 31);
  return packed;
}

const OFFSETS = new Map(Object.entries(ZONES).map(([name, hours]) => [packLetters(name), hours * HOUR]));
const AMBIGUOUS_PACKED = new Set([...AMBIGUOUS].map(packLetters));

/**
 * Reads a numeric offset: `+hh`, `+hhmm`, `+hh:mm`, `+hh:mm:ss`, with `+`, `-` or U+2212.
 * @returns the position after it, or -1.
 */
export function readNumericOffset(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  if (at >= end) return -1;
  const sign = bytes[at];
  let position = at + 1;
  if (sign === 0xe2 && bytes[at + 1] === 0x88 && bytes[at + 2] === 0x92) position = at + 3;
  else if (sign !== 0x2b && sign !== 0x2d) return -1;
  const hours = readTwo(bytes, position, end);
  if (hours < 0 || hours > 18) return -1;
  position += 2;
  let seconds = hours * HOUR;
  for (let unit = 60; unit >= 1; unit /= 60) {
    const hasColon = bytes[position] === 0x3a && position < end;
    const value = readTwo(bytes, hasColon ? position + 1 : position, end);
    if (value < 0 || value > 59 || (unit === 1 && !hasColon)) break;
    seconds += value * unit;
    position += hasColon ? 3 : 2;
  }
  fields.offsetSeconds = sign === 0x2b ? seconds : -seconds;
  return position;
}

/**
 * Reads any spelling of a zone: `Z`, a numeric offset, a known abbreviation, `UTC+2`, `GMT-03:00`.
 * @returns the position after it, or -1 when there is no known zone.
 */
export function readZone(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  if (at >= end) return -1;
  const first = bytes[at]!;
  if ((first | 32) === 0x7a && !isLetter(bytes, at + 1, end)) {
    fields.offsetSeconds = 0;
    return at + 1;
  }
  if (!isLetter(bytes, at, end)) return readNumericOffset(bytes, at, end, fields);
  return readZoneName(bytes, at, end, fields);
}

function readZoneName(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  let position = at;
  let packed = 0;
  while (isLetter(bytes, position, end) && position - at < 6) packed = packed * 32 + (bytes[position++]! & 31);
  if (isLetter(bytes, position, end)) return -1;
  const offset = OFFSETS.get(packed);
  if (offset === undefined) return -1;
  const numeric = offset === 0 ? readNumericOffset(bytes, position, end, fields) : -1;
  if (numeric >= 0) return numeric;
  const short = offset === 0 ? readShortOffset(bytes, position, end, fields) : -1;
  if (short >= 0) return short;
  fields.offsetSeconds = offset;
  fields.isAmbiguousZone = AMBIGUOUS_PACKED.has(packed);
  return position;
}

/** `UTC+2`: one digit of hours. */
function readShortOffset(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  if (at + 1 >= end || (bytes[at] !== 0x2b && bytes[at] !== 0x2d)) return -1;
  const digit = bytes[at + 1]! - 0x30;
  if (digit < 0 || digit > 9) return -1;
  fields.offsetSeconds = (bytes[at] === 0x2b ? digit : -digit) * HOUR;
  return at + 2;
}

function isLetter(bytes: Uint8Array, at: number, end: number): boolean {
  if (at >= end) return false;
  const lower = bytes[at]! | 32;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Parses an offset a user typed (`+02:00`, `UTC`, `CEST`); undefined when it is none (an IANA name, say). */
export function parseOffsetText(text: string, fields: TimeFields): number | undefined {
  const bytes = new TextEncoder().encode(text.trim());
  fields.reset();
  const end = readZone(bytes, 0, bytes.length, fields);
  return end === bytes.length && fields.offsetSeconds !== NO_OFFSET ? fields.offsetSeconds : undefined;
}
