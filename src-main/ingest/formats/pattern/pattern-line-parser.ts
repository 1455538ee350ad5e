import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { ClockedLineParser } from '../clocked-line-parser.ts';
import { LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { severityWords } from '../severity-words.ts';
import { PatternMatcher } from './matcher.ts';
import { compilePattern, type Step } from './steps.ts';
import { startsWith } from './stop-set.ts';

/** Parses text lines by the patterns of a format, tried in order. */
export class PatternLineParser extends ClockedLineParser {
  readonly joinsLines: boolean;
  private readonly programs: readonly (readonly Step[])[];
  private readonly structural: readonly Uint8Array[];
  private readonly matcher: PatternMatcher;

  /** Pattern of `spec.patterns` that matched last. */
  lastPattern = 0;

  constructor(spec: ParserSpec, survey: TimeSurvey | null = null) {
    super(spec.time, survey);
    this.joinsLines = spec.joinsLines;
    this.programs = spec.patterns.map(compilePattern);
    this.structural = spec.structural.map((text) => new TextEncoder().encode(text));
    this.matcher = new PatternMatcher(severityWords(spec.levels, spec.hasCommonLevels));
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
}
