import { TimeSurvey } from '../../timestamps/time-survey.ts';
import { createLineParser } from '../create-line-parser.ts';
import { LineVerdict } from '../line-parser.ts';
import { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { PatternLineParser } from '../pattern/pattern-line-parser.ts';
import { patternSpecificity } from '../pattern/specificity.ts';
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

/** Runs a spec over the sample. */
export function tryFormat(spec: ParserSpec, title: string, isLoose: boolean, sample: SampleLines): Trial {
  const survey = new TimeSurvey();
  const parser = createLineParser(spec, survey);
  const points = spec.patterns.map(patternSpecificity);
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
  for (let i = 0; i < sample.starts.length; i++) {
    const verdict = parser.parse(sample.bytes, sample.starts[i]!, sample.ends[i]!, line);
    if (verdict === LineVerdict.structural) structural++;
    else if (verdict === LineVerdict.event && line.isMalformed) malformed++;
    else if (verdict === LineVerdict.event) {
      events++;
      if (line.hasTime) times++;
      if (line.badTime) badTimes++;
      if (line.severity > 0) levels++;
      specificity += parser instanceof PatternLineParser ? points[parser.lastPattern]! : ENGINE_SPECIFICITY;
      isMatched[i] = 1;
    }
    if (verdict === LineVerdict.structural) isMatched[i] = 1;
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
