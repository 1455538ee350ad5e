import { AnyTimeReader } from '../timestamps/any-time.ts';
import type { Clock } from '../timestamps/clock.ts';
import { readEpoch } from '../timestamps/epoch-number.ts';
import { severityOfNumber } from './level-scale.ts';
import type { ParsedLine } from './parsed-line.ts';
import type { LevelScale } from './parser-spec.ts';
import { Scratch } from './scratch.ts';
import type { SeverityWords } from './severity-words.ts';

/** Smaller numbers (March 1973 as seconds) are durations or counters, not times. */
const FIRST_EPOCH = 100_000_000;
/** Longer values are texts that happen to stand in a field called like a level. */
const MAX_LEVEL_BYTES = 24;

/** Fills a ParsedLine from values of structured lines, where time and level may be written in any way. */
export class FieldFiller {
  private readonly clock: Clock;
  private readonly levels: SeverityWords;
  private readonly scale: LevelScale;
  private readonly anyTime = new AnyTimeReader();
  /** The day, a blank and the clock, where they stand in two fields. */
  private readonly joined = new Scratch();
  private hasDate = false;

  constructor(clock: Clock, levels: SeverityWords, scale: LevelScale) {
    this.clock = clock;
    this.levels = levels;
    this.scale = scale;
  }

  /** @param isNumber The value is a bare number: an epoch in the unit its size tells. */
  setTime(bytes: Uint8Array, start: number, end: number, isNumber: boolean, out: ParsedLine): void {
    const fields = this.anyTime.fields;
    let isRead: boolean;
    const hasDate = this.hasDate;
    this.hasDate = false;
    if (hasDate && !isNumber && isClock(bytes, start, end)) {
      this.joined.append(bytes, start, end);
      isRead = this.anyTime.read(this.joined.bytes, 0, this.joined.length);
    } else if (isNumber) {
      fields.reset();
      isRead = readEpoch(bytes, start, end, -1, fields) === end;
      if (isRead && fields.epochSeconds < FIRST_EPOCH) return;
    } else isRead = this.anyTime.read(bytes, start, end);
    out.hasTime = isRead && this.clock.resolve(fields);
    out.badTime = !out.hasTime && end > start;
    if (!out.hasTime) return;
    out.epochSeconds = this.clock.epochSeconds;
    out.nanos = this.clock.nanos;
  }

  /** The day of the next `setTime`, used when that is given a clock alone (`12:00:00`). */
  setDate(bytes: Uint8Array, start: number, end: number): void {
    this.joined.length = 0;
    this.joined.append(bytes, start, end);
    this.joined.appendByte(0x20);
    this.hasDate = true;
  }

  /** Nanoseconds within the second, written as a field of its own. */
  setNanos(bytes: Uint8Array, start: number, end: number, out: ParsedLine): void {
    let nanos = 0;
    for (let i = start; i < end; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit < 0 || digit > 9) return;
      nanos = nanos * 10 + digit;
    }
    if (out.hasTime && nanos < 1_000_000_000) out.nanos = nanos;
  }

  setLevel(bytes: Uint8Array, start: number, end: number, out: ParsedLine): void {
    if (end <= start || end - start > MAX_LEVEL_BYTES) return;
    out.severityStart = start;
    out.severityEnd = end;
    const known = this.levels.find(bytes, start, end);
    const number = known < 0 ? smallInteger(bytes, start, end) : -1;
    out.severity = number >= 0 ? severityOfNumber(number, this.scale) : Math.max(0, known);
  }
}

/** `9:15:00`, `12:00:00.123 PM`: one or two digits and a colon. */
function isClock(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start >= 4 && (bytes[start + 1] === 0x3a || bytes[start + 2] === 0x3a);
}

/** A number of one to three digits, or -1. */
function smallInteger(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 3) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
