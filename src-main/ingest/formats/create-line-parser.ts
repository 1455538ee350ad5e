import { assertNever } from '#shared/base/assert-never.ts';
import type { TimeSurvey } from '../timestamps/time-survey.ts';
import { plainSpec } from './base-spec.ts';
import { EnvelopeLineParser, type PartialMark } from './envelope/envelope-line-parser.ts';
import { EscapeLineParser } from './envelope/escape-line-parser.ts';
import { OctetFrameParser } from './envelope/octet-frame-parser.ts';
import { FallbackLineParser } from './fallback-line-parser.ts';
import { JsonDocumentParser, namedRecordReader } from './json/json-document-parser.ts';
import { JsonLineParser } from './json/json-line-parser.ts';
import { OTLP_PATHS, OtlpEvent } from './json/otlp-event.ts';
import type { LineParser } from './line-parser.ts';
import { LogfmtLineParser } from './logfmt/logfmt-line-parser.ts';
import type { KeyedRecord, ParserSpec } from './parser-spec.ts';
import { HeaderLinesParser } from './pattern/header-lines-parser.ts';
import { PatternLineParser } from './pattern/pattern-line-parser.ts';
import { PlainLineParser } from './plain-line-parser.ts';
import { KeyedShape } from './record/keyed-shape.ts';
import { LtsvShape } from './record/ltsv-shape.ts';
import { MysqlSlowShape } from './record/mysql-slow-shape.ts';
import { RegexLineParser } from './regex/regex-line-parser.ts';
import { RecordLineParser } from './record/record-line-parser.ts';
import { XmlShape } from './record/xml-shape.ts';
import { CsvLineParser } from './table/csv-line-parser.ts';
import { DirectiveLineParser } from './table/directive-line-parser.ts';

/**
 * The parser of one source.
 * @param survey Told of every timestamp the parser reads; used while formats are being detected.
 * @throws IngestError `ingest.pattern` | `ingest.time-spec` | `ingest.timezone` for a spec that was not made by `detectFormat`.
 */
export function createLineParser(stored: ParserSpec, survey: TimeSurvey | null = null): LineParser {
  // Specs kept by earlier versions lack the younger fields.
  const spec: ParserSpec = { ...plainSpec(), ...stored };
  // Without its escapes a line lies in a buffer of its own, and nothing behind it.
  if (spec.hasEscapes)
    return new EscapeLineParser(createLineParser({ ...spec, hasEscapes: false, spansLines: false }, survey));
  if (spec.hasFrames)
    return new OctetFrameParser(createLineParser({ ...spec, hasFrames: false, spansLines: false }, survey));
  const engine = createEngine(spec, survey);
  const main = spec.isEnvelope ? wrapEnvelope(spec, engine, survey) : engine;
  const others = spec.others.map((other) => createLineParser(other, survey));
  return others.length === 0 ? main : new FallbackLineParser([main, ...others]);
}

const PARTIAL_MARKS: Readonly<Record<string, PartialMark>> = { cri: 'tag', 'docker-json': 'newline' };

function wrapEnvelope(spec: ParserSpec, outer: LineParser, survey: TimeSurvey | null): LineParser {
  const partialMark = PARTIAL_MARKS[spec.format] ?? 'none';
  const inners = spec.inner.map((inner) => createLineParser({ ...inner, spansLines: false }, survey));
  return new EnvelopeLineParser({
    outer,
    inners,
    partialMark,
    isSingleStream: partialMark !== 'none',
    service: spec.defaultService,
  });
}

const NO_RECORD: KeyedRecord = { starts: [], separator: '=', ends: 'blank', hasBinary: false };

function createEngine(spec: ParserSpec, survey: TimeSurvey | null): LineParser {
  switch (spec.engine) {
    case 'pattern': {
      const parser = new PatternLineParser(spec, survey);
      return spec.headerLines > 1 && spec.spansLines ? new HeaderLinesParser(parser, spec.headerLines) : parser;
    }
    case 'regex':
      return new RegexLineParser(spec, survey);
    case 'json': {
      const isDocument = spec.spansLines || spec.batch.length > 0;
      if (!isDocument) return new JsonLineParser(spec, survey);
      return new JsonDocumentParser(spec, survey, namedRecordReader(spec));
    }
    case 'otlp': {
      const batch = spec.batch.length > 0 ? spec.batch : OTLP_PATHS[0]!;
      return new JsonDocumentParser({ ...spec, batch }, survey, (clock) => new OtlpEvent(clock));
    }
    case 'logfmt':
      return new LogfmtLineParser(spec, survey);
    case 'w3c':
    case 'zeek':
      return new DirectiveLineParser(spec, survey);
    case 'csv':
      return new CsvLineParser(spec, survey);
    case 'xml':
      return new RecordLineParser(spec, new XmlShape(spec.elements), survey);
    case 'keyed':
      return new RecordLineParser(spec, new KeyedShape(spec.record ?? NO_RECORD), survey);
    case 'mysql-slow':
      return new RecordLineParser(spec, new MysqlSlowShape(), survey);
    case 'ltsv':
      return new RecordLineParser(spec, new LtsvShape(), survey);
    case 'plain':
      return new PlainLineParser();
    default:
      return assertNever(spec.engine);
  }
}
