import { IngestError } from '#shared/base/errors.ts';
import { readEpoch } from './epoch-number.ts';
import { readIso } from './iso-reader.ts';
import { isWeekdayAt, monthAt, skipLetters } from './names.ts';
import { digitAt, readFour, readFraction, readTwo } from './read-number.ts';
import type { TimeFields } from './time-fields.ts';
import { readZone } from './zone-names.ts';

/*
 * A timestamp spec is compiled to a list of codes and read without making strings.
 *   %+ year-first date and time in any ISO like spelling, zone included     %F %Y-%m-%d     %T %H:%M:%S
 *   %Y year  %y two-digit year  %m month 1-2 digits  %b month name  %d day, may be blank padded  %a weekday name
 *   %D two numbers whose order (day, month) is told by the context, then the year     %H %M %S %I %p
 *   %f optional fraction with its dot, comma or colon     %z any zone     %s epoch seconds, maybe with fraction
 *   %Q epoch number, unit by magnitude     %E the same with at least nine digits     %N epoch microseconds     %% percent     blank = one or more blanks
 */

const Directive = {
  blank: 256,
  year: 257,
  shortYear: 258,
  month: 259,
  monthName: 260,
  day: 261,
  weekday: 262,
  openDate: 263,
  hour: 264,
  minute: 265,
  second: 266,
  halfDay: 267,
  fraction: 268,
  zone: 269,
  epochSeconds: 270,
  epochAny: 271,
  iso: 272,
  epochMicros: 273,
  longEpoch: 274,
} as const;

const LETTERS: Readonly<Record<string, readonly number[]>> = {
  '+': [Directive.iso],
  Y: [Directive.year],
  y: [Directive.shortYear],
  m: [Directive.month],
  b: [Directive.monthName],
  d: [Directive.day],
  e: [Directive.day],
  a: [Directive.weekday],
  D: [Directive.openDate],
  H: [Directive.hour],
  I: [Directive.hour],
  M: [Directive.minute],
  S: [Directive.second],
  p: [Directive.halfDay],
  f: [Directive.fraction],
  z: [Directive.zone],
  Z: [Directive.zone],
  s: [Directive.epochSeconds],
  Q: [Directive.epochAny],
  N: [Directive.epochMicros],
  E: [Directive.longEpoch],
  '%': [0x25],
  F: [Directive.year, 0x2d, Directive.month, 0x2d, Directive.day],
  T: [Directive.hour, 0x3a, Directive.minute, 0x3a, Directive.second],
};

function compileSpec(spec: string): Int16Array {
  const codes: number[] = [];
  for (let i = 0; i < spec.length; i++) {
    const char = spec[i]!;
    if (char === ' ') codes.push(Directive.blank);
    else if (char !== '%') codes.push(char.charCodeAt(0));
    else {
      const directive = LETTERS[spec[++i] ?? ''];
      if (directive === undefined) {
        throw new IngestError('ingest.time-spec', `Unknown directive %${spec[i] ?? ''} in the time spec "${spec}".`);
      }
      codes.push(...directive);
    }
  }
  return new Int16Array(codes);
}

/** Reads timestamps written by one strptime-like spec. Holds no state between reads. */
export class TimestampReader {
  readonly spec: string;
  private readonly codes: Int16Array;

  /** @throws IngestError `ingest.time-spec` for an unknown directive. */
  constructor(spec: string) {
    this.spec = spec;
    this.codes = compileSpec(spec);
  }

  /**
   * Reads the timestamp that starts exactly at `at` into `fields` (reset first).
   * @returns the position after it, or -1 when the text does not have this form. Ranges are not checked.
   */
  read(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
    fields.reset();
    const codes = this.codes;
    if (codes.length === 1 && codes[0] === Directive.iso) return readIso(bytes, at, end, fields);
    let position = at;
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i]!;
      if (code < 256) {
        if (position >= end || bytes[position] !== code) return -1;
        position++;
      } else {
        position = readDirective(code, bytes, position, end, fields);
        if (position < 0) return -1;
      }
    }
    return position;
  }
}

function readDirective(code: number, bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  switch (code) {
    case Directive.blank:
      return skipBlanks(bytes, at, end);
    case Directive.year:
      fields.year = readFour(bytes, at, end);
      return fields.year < 0 ? -1 : at + 4;
    case Directive.shortYear: {
      const year = readTwo(bytes, at, end);
      fields.year = year < 70 ? 2000 + year : 1900 + year;
      return year < 0 ? -1 : at + 2;
    }
    case Directive.month:
      fields.month = readOneOrTwo(bytes, at, end);
      return fields.month < 0 ? -1 : at + digitCount(bytes, at, end);
    case Directive.monthName:
      fields.month = monthAt(bytes, at, end);
      return fields.month === 0 ? -1 : skipLetters(bytes, at, end);
    case Directive.day: {
      const start = at < end && bytes[at] === 0x20 ? at + 1 : at;
      fields.day = readOneOrTwo(bytes, start, end);
      return fields.day < 0 ? -1 : start + digitCount(bytes, start, end);
    }
    case Directive.weekday:
      return isWeekdayAt(bytes, at, end) ? skipLetters(bytes, at, end) : -1;
    case Directive.hour:
      fields.hour = readOneOrTwo(bytes, at, end);
      return fields.hour < 0 ? -1 : at + digitCount(bytes, at, end);
    case Directive.minute:
      fields.minute = readTwo(bytes, at, end);
      return fields.minute < 0 ? -1 : at + 2;
    case Directive.second:
      fields.second = readTwo(bytes, at, end);
      return fields.second < 0 ? -1 : at + 2;
    default:
      return readRareDirective(code, bytes, at, end, fields);
  }
}

function readRareDirective(code: number, bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  switch (code) {
    case Directive.fraction: {
      const hasMark = at < end && (bytes[at] === 0x2e || bytes[at] === 0x2c || bytes[at] === 0x3a);
      return hasMark && digitAt(bytes, at + 1, end) >= 0 ? readFraction(bytes, at + 1, end, fields) : at;
    }
    case Directive.zone:
      return readZone(bytes, at, end, fields);
    case Directive.halfDay:
      return readHalfDay(bytes, at, end, fields);
    case Directive.openDate:
      return readOpenDate(bytes, at, end, fields);
    case Directive.epochSeconds:
      return readEpoch(bytes, at, end, 0, fields);
    case Directive.epochMicros:
      return readEpoch(bytes, at, end, 6, fields);
    case Directive.epochAny:
      return readEpoch(bytes, at, end, -1, fields);
    case Directive.longEpoch:
      return hasDigits(bytes, at, end, 9) ? readEpoch(bytes, at, end, -1, fields) : -1;
    case Directive.iso:
      return readIso(bytes, at, end, fields);
    default:
      return -1;
  }
}

function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end && (bytes[position] === 0x20 || bytes[position] === 0x09)) position++;
  return position === at ? -1 : position;
}

function hasDigits(bytes: Uint8Array, at: number, end: number, count: number): boolean {
  for (let i = at; i < at + count; i++) if (digitAt(bytes, i, end) < 0) return false;
  return true;
}

function readOneOrTwo(bytes: Uint8Array, at: number, end: number): number {
  const first = digitAt(bytes, at, end);
  const second = first < 0 ? -1 : digitAt(bytes, at + 1, end);
  return second < 0 ? first : first * 10 + second;
}

/** 1 or 2: how many digits `readOneOrTwo` took. */
function digitCount(bytes: Uint8Array, at: number, end: number): number {
  return digitAt(bytes, at + 1, end) < 0 ? 1 : 2;
}

function readHalfDay(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  if (at + 2 > end || (bytes[at + 1]! | 32) !== 0x6d) return -1;
  const letter = bytes[at]! | 32;
  if (letter !== 0x61 && letter !== 0x70) return -1;
  fields.halfDay = letter === 0x61 ? 1 : 2;
  return at + 2;
}

/** `05/04/2024`, `5.4.24`: first number to `month`, second to `day`; the clock puts them in order. */
function readOpenDate(bytes: Uint8Array, at: number, end: number, fields: TimeFields): number {
  fields.month = readOneOrTwo(bytes, at, end);
  if (fields.month < 0) return -1;
  let position = at + digitCount(bytes, at, end);
  const mark = position < end ? bytes[position]! : 0;
  if (mark !== 0x2f && mark !== 0x2e && mark !== 0x2d) return -1;
  fields.day = readOneOrTwo(bytes, position + 1, end);
  if (fields.day < 0) return -1;
  position += 1 + digitCount(bytes, position + 1, end);
  if (position >= end || bytes[position] !== mark) return -1;
  position++;
  fields.hasOpenOrder = true;
  const long = readFour(bytes, position, end);
  fields.year = long >= 0 ? long : readTwo(bytes, position, end) + 2000;
  if (fields.year < 2000 && long < 0) return -1;
  return position + (long >= 0 ? 4 : 2);
}
