import type { TimeSurvey } from '../timestamps/time-survey.ts';
import type { LineParser } from './line-parser.ts';
import type { ParserSpec } from './parser-spec.ts';
import { PatternLineParser } from './pattern/pattern-line-parser.ts';
import { PlainLineParser } from './plain-line-parser.ts';

/**
 * The parser of one source.
 * @param survey Told of every timestamp the parser reads; used while formats are being detected.
 * @throws IngestError `ingest.pattern` | `ingest.time-spec` | `ingest.timezone` for a spec that was not made by `detectFormat`.
 */
export function createLineParser(spec: ParserSpec, survey: TimeSurvey | null = null): LineParser {
  switch (spec.engine) {
    case 'pattern':
      return new PatternLineParser(spec, survey);
    default:
      return new PlainLineParser();
  }
}
