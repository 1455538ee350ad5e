import { AnyTimeReader } from '../timestamps/any-time.ts';
import type { Clock } from '../timestamps/clock.ts';
import { readEpoch } from '../timestamps/epoch-number.ts';
import { severityOfNumber } from './level-scale.ts';
import type { ParsedLine } from './parsed-line.ts';
import type { LevelScale } from './parser-spec.ts';
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

  constructor(clock: Clock, levels: SeverityWords, scale: LevelScale) {
    this.clock = clock;
    this.levels = levels;
    this.scale = scale;
  }

  /** @param isNumber The value is a bare number: an epoch in the unit its size tells. */
  setTime(bytes: Uint8Array, start: number, end: number, isNumber: boolean, out: ParsedLine): void {
    const fields = this.anyTime.fields;
    let isRead: boolean;
    if (isNumber) {
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

  setLevel(bytes: Uint8Array, start: number, end: number, out: ParsedLine): void {
    if (end <= start || end - start > MAX_LEVEL_BYTES) return;
    out.severityStart = start;
    out.severityEnd = end;
    const number = smallInteger(bytes, start, end);
    out.severity =
      number >= 0 ? severityOfNumber(number, this.scale) : Math.max(0, this.levels.find(bytes, start, end));
  }
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
