import { Clock } from '../../timestamps/clock.ts';
import type { YearlessDates } from '../../timestamps/time-context.ts';
import type { TimeFields } from '../../timestamps/time-fields.ts';
import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { type LineParser, LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { severityWords } from '../severity-words.ts';
import { PatternMatcher } from './matcher.ts';
import { compilePattern, type Step } from './steps.ts';
import { startsWith } from './stop-set.ts';

/** Parses text lines by the patterns of a format, tried in order. */
export class PatternLineParser implements LineParser {
  readonly joinsLines: boolean;
  private readonly programs: readonly (readonly Step[])[];
  private readonly structural: readonly Uint8Array[];
  private readonly matcher: PatternMatcher;
  private readonly clock: Clock;

  /** Pattern of `spec.patterns` that matched last. */
  lastPattern = 0;

  constructor(spec: ParserSpec, survey: TimeSurvey | null = null) {
    this.joinsLines = spec.joinsLines;
    this.programs = spec.patterns.map(compilePattern);
    this.structural = spec.structural.map((text) => new TextEncoder().encode(text));
    this.matcher = new PatternMatcher(severityWords(spec.levels, spec.hasCommonLevels));
    this.clock = new Clock(spec.time, survey);
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    const { matcher, programs } = this;
    for (let i = 0; i < programs.length; i++) {
      out.reset();
      if (!matcher.match(programs[i]!, bytes, start, end, out)) continue;
      this.lastPattern = i;
      if (matcher.hasTime) this.placeTime(matcher.time, out);
      return LineVerdict.event;
    }
    out.reset();
    for (const literal of this.structural) if (startsWith(bytes, start, end, literal)) return LineVerdict.structural;
    return LineVerdict.noMatch;
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

  more(): boolean {
    return false;
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
