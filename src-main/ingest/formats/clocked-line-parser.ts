import { Clock } from '../timestamps/clock.ts';
import type { TimeContext, YearlessDates } from '../timestamps/time-context.ts';
import type { TimeFields } from '../timestamps/time-fields.ts';
import type { TimeSurvey } from '../timestamps/time-survey.ts';
import type { LineParser, LineVerdict } from './line-parser.ts';
import type { ParsedLine } from './parsed-line.ts';

/** A parser whose only state between lines is the clock that follows its timestamps. */
export abstract class ClockedLineParser implements LineParser {
  abstract readonly joinsLines: boolean;
  protected readonly clock: Clock;

  protected constructor(time: TimeContext, survey: TimeSurvey | null) {
    this.clock = new Clock(time, survey);
  }

  abstract parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict;

  more(_out: ParsedLine): boolean {
    return false;
  }

  /** Turns time fields into the line's instant. Call it for the lines in order. */
  placeTime(fields: TimeFields, out: ParsedLine): void {
    const { clock } = this;
    out.hasTime = clock.resolve(fields);
    out.badTime = !out.hasTime;
    if (!out.hasTime) return;
    out.epochSeconds = clock.epochSeconds;
    out.nanos = clock.nanos;
  }

  get state(): string {
    return this.clock.state;
  }

  startBlock(state: string): void {
    this.clock.startBlock(state);
  }

  get yearless(): YearlessDates | null {
    return this.clock.yearless;
  }
}
