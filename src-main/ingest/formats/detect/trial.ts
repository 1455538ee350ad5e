import { TimeSurvey } from '../../timestamps/time-survey.ts';
import { createLineParser } from '../create-line-parser.ts';
import { type LineParser, LineVerdict } from '../line-parser.ts';
import { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { PatternLineParser } from '../pattern/pattern-line-parser.ts';
import { patternSpecificity } from '../pattern/specificity.ts';
import { lineEndAt, nextLine } from '../record-span.ts';
import type { SampleLines } from './sample-lines.ts';

/** Specificity of formats that are not patterns: a parsed JSON object or table row is strong evidence. */
const ENGINE_SPECIFICITY = 40;

/** What became of the sample under one spec. */
export interface Trial {
  readonly spec: ParserSpec;
  readonly title: string;
  readonly isLoose: boolean;
  /** Lines that gave an event. */
  readonly events: number;
  readonly structural: number;
  readonly malformed: number;
  readonly badTimes: number;
  readonly times: number;
  readonly levels: number;
  /** Mean over the events. */
  readonly specificity: number;
  /** 1 for each sample line that was an event or structure. */
  readonly isMatched: Uint8Array;
  readonly survey: TimeSurvey;
}

/** Times that speak against the reading: impossible ones, but for single damaged hours where others are sound. */
export function misreadTimes({ times, badTimes, survey }: Trial): number {
  return times === 0 ? badTimes : Math.max(0, badTimes - survey.badClocks);
}

/** What a trial has to reach to be worth ending. */
export interface TrialFloor {
  /** 1 for each sample line that counts. */
  readonly isCounted: Uint8Array;
  /** Counted lines that have to match. */
  readonly least: number;
}

/** Runs a spec over the sample. */
export function tryFormat(spec: ParserSpec, title: string, isLoose: boolean, sample: SampleLines): Trial {
  return tryFormatAbove(spec, title, isLoose, sample, null) as Trial;
}

/** Runs a spec over the sample. @returns Null as soon as it cannot reach the floor any more. */
export function tryFormatAbove(
  spec: ParserSpec,
  title: string,
  isLoose: boolean,
  sample: SampleLines,
  floor: TrialFloor | null,
): Trial | null {
  let misses = floor === null ? Infinity : floor.isCounted.reduce((sum, flag) => sum + flag, 0) - floor.least;
  if (misses < 0) return null;
  const survey = new TimeSurvey();
  const parser = createLineParser(spec, survey);
  const patterns = parser instanceof PatternLineParser ? parser : null;
  const points = patterns === null ? [] : spec.patterns.map(patternSpecificity);
  const line = new ParsedLine();
  const isMatched = new Uint8Array(sample.starts.length);
  let events = 0;
  let structural = 0;
  let malformed = 0;
  let badTimes = 0;
  let times = 0;
  let levels = 0;
  let specificity = 0;
  parser.startBlock('');
  let fed = 0;
  for (let i = 0; i < sample.starts.length; i++) {
    // A record's lines must come in their order: what lies between two lines of the sample is read, not counted.
    if (spec.spansLines) fed = feedLines(parser, sample.bytes, fed, sample.starts[i]!, line);
    const verdict = parser.parse(sample.bytes, sample.starts[i]!, sample.ends[i]!, line);
    fed = sample.ends[i]!;
    if (verdict === LineVerdict.structural) structural++;
    else if (verdict === LineVerdict.event && line.isMalformed) malformed++;
    else if (verdict === LineVerdict.event) {
      events++;
      if (line.hasTime) times++;
      if (line.badTime) badTimes++;
      if (line.severity > 0) levels++;
      specificity += patterns === null ? ENGINE_SPECIFICITY : points[patterns.lastPattern]!;
      isMatched[i] = 1;
    }
    const isInRecord = verdict === LineVerdict.noMatch && sample.starts[i]! < (parser.recordEnd ?? 0);
    if (verdict === LineVerdict.structural || isInRecord) isMatched[i] = 1;
    if (isMatched[i] === 0 && floor?.isCounted[i] === 1 && --misses < 0) return null;
  }
  return {
    spec,
    title,
    isLoose,
    events,
    structural,
    malformed,
    badTimes,
    times,
    levels,
    specificity: events === 0 ? 0 : specificity / events,
    isMatched,
    survey,
  };
}

/** Shows the parser every line between two positions. @returns the end of the last one. */
function feedLines(parser: LineParser, bytes: Uint8Array, from: number, to: number, line: ParsedLine): number {
  let at = from;
  while (at < to) {
    const end = lineEndAt(bytes, at, to);
    if (end > at) {
      if (parser.parse(bytes, at, end, line) === LineVerdict.event) while (parser.more(line));
    }
    at = nextLine(bytes, at, to);
  }
  return at;
}
