import { compileTimeSpec, Directive } from './compile-time-spec.ts';
import { readEpoch } from './epoch-number.ts';
import { readIso } from './iso-reader.ts';
import { isWeekdayAt, monthAt, skipLetters } from './names.ts';
import { readDayOfYear, readHalfDay, readOpenDate, readPlainMillis } from './read-date-parts.ts';
import { digitAt, digitCount, readFour, readFraction, readOneOrTwo, readTwo } from './read-number.ts';
import { readTai64n } from './tai64n.ts';
import type { TimeFields } from './time-fields.ts';
import { readZone } from './zone-names.ts';

/** Reads timestamps written by one strptime-like spec. Holds no state between reads. */
export class TimestampReader {
  readonly spec: string;
  readonly codes: Int16Array;

  /** @throws IngestError `ingest.time-spec` for an unknown directive. */
  constructor(spec: string) {
    this.spec = spec;
    this.codes = compileTimeSpec(spec);
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
    case Directive.bareFraction:
      return digitAt(bytes, at, end) >= 0 ? readFraction(bytes, at, end, fields) : -1;
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
    case Directive.shortMinute:
      fields.minute = readOneOrTwo(bytes, at, end);
      return fields.minute < 0 ? -1 : at + digitCount(bytes, at, end);
    case Directive.shortSecond:
      fields.second = readOneOrTwo(bytes, at, end);
      return fields.second < 0 ? -1 : at + digitCount(bytes, at, end);
    case Directive.plainMillis:
      return readPlainMillis(bytes, at, end, fields);
    case Directive.dayOfYear:
      return readDayOfYear(bytes, at, end, fields);
    case Directive.tai64n:
      return readTai64n(bytes, at, end, fields);
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
