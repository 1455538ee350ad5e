import {
  type DetectionContext,
  detectFormat,
  detectTable,
  type FormatDetection,
  type ParserSpec,
} from '../../ingest/formats/index.ts';
import type { OpenedSource, SourceFile } from '../../ingest/sources/index.ts';
import { findColumnRoles } from '../../ingest/tables/column-roles.ts';
import type { SourceFormat } from './ingest-store.ts';
import type { SourceReading } from './source-reading.ts';

/** Name of the format without a header: the whole line is content. */
const NO_HEADER = 'plain';

/** The path that tells most of a source: of a member the one inside its archive. */
export function pathOfSource(file: SourceFile): string {
  return file.member ?? file.absolutePath;
}

/** Decides how a source is read; asked once a source and then stored with it. */
export function detectSource(file: SourceFile, source: OpenedSource, { options, repair }: SourceReading): SourceFormat {
  const detection = detectOpened(source, {
    path: pathOfSource(file),
    modifiedMs: file.modifiedMs,
    format: options.isContentOnly === true ? NO_HEADER : options.format,
    formats: options.formats,
    timezone: options.timezone,
    year: options.year,
    dateOrder: options.dateOrder,
  });
  return {
    format: detection.format,
    confidence: detection.confidence,
    reason: detection.reason,
    encoding: source.encoding,
    encodingConfidence: source.encodingConfidence,
    fingerprint: source.fingerprint,
    spec: withOffset(detection.spec, options.offsetSeconds ?? 0),
    warnings: detection.warnings,
    repair,
    unit: source.table === undefined ? 'lines' : 'rows',
  };
}

/** Lines of text by what they look like, rows of a table by its columns. */
export function detectOpened({ sample, table }: OpenedSource, context: DetectionContext): FormatDetection {
  if (table === undefined) return detectFormat(sample, context);
  const roles = findColumnRoles(table.columns, table.rows);
  return detectTable(sample, { kind: table.kind, roles }, context);
}

function withOffset(spec: ParserSpec, clockOffsetSeconds: number): ParserSpec {
  return clockOffsetSeconds === 0 ? spec : { ...spec, time: { ...spec.time, clockOffsetSeconds } };
}
