import { assertNever } from '#shared/base/assert-never.ts';
import type { TimeSurvey } from '../timestamps/time-survey.ts';
import { EnvelopeLineParser, type PartialMark } from './envelope/envelope-line-parser.ts';
import { EscapeLineParser } from './envelope/escape-line-parser.ts';
import { FallbackLineParser } from './fallback-line-parser.ts';
import { JsonLineParser } from './json/json-line-parser.ts';
import { OtlpLineParser } from './json/otlp-line-parser.ts';
import type { LineParser } from './line-parser.ts';
import { LogfmtLineParser } from './logfmt/logfmt-line-parser.ts';
import type { ParserSpec } from './parser-spec.ts';
import { PatternLineParser } from './pattern/pattern-line-parser.ts';
import { PlainLineParser } from './plain-line-parser.ts';
import { CsvLineParser } from './table/csv-line-parser.ts';
import { DirectiveLineParser } from './table/directive-line-parser.ts';

/**
 * The parser of one source.
 * @param survey Told of every timestamp the parser reads; used while formats are being detected.
 * @throws IngestError `ingest.pattern` | `ingest.time-spec` | `ingest.timezone` for a spec that was not made by `detectFormat`.
 */
export function createLineParser(spec: ParserSpec, survey: TimeSurvey | null = null): LineParser {
  const engine = createEngine(spec, survey);
  const main = spec.isEnvelope ? wrapEnvelope(spec, engine, survey) : engine;
  const others = spec.others.map((other) => createLineParser(other, survey));
  const parser = others.length === 0 ? main : new FallbackLineParser([main, ...others]);
  return spec.hasEscapes ? new EscapeLineParser(parser) : parser;
}

const PARTIAL_MARKS: Readonly<Record<string, PartialMark>> = { cri: 'tag', 'docker-json': 'newline' };

function wrapEnvelope(spec: ParserSpec, outer: LineParser, survey: TimeSurvey | null): LineParser {
  const partialMark = PARTIAL_MARKS[spec.format] ?? 'none';
  const inners = spec.inner.map((inner) => createLineParser(inner, survey));
  return new EnvelopeLineParser({
    outer,
    inners,
    partialMark,
    isSingleStream: partialMark !== 'none',
    service: spec.defaultService,
  });
}

function createEngine(spec: ParserSpec, survey: TimeSurvey | null): LineParser {
  switch (spec.engine) {
    case 'pattern':
      return new PatternLineParser(spec, survey);
    case 'json':
      return new JsonLineParser(spec, survey);
    case 'otlp':
      return new OtlpLineParser(spec, survey);
    case 'logfmt':
      return new LogfmtLineParser(spec, survey);
    case 'w3c':
    case 'zeek':
      return new DirectiveLineParser(spec, survey);
    case 'csv':
      return new CsvLineParser(spec, survey);
    case 'plain':
      return new PlainLineParser();
    default:
      return assertNever(spec.engine);
  }
}
