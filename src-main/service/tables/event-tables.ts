import type { EventRow, Histogram, LineRow, TemplateRow } from '#shared/domain/event-row.ts';
import type { EvidenceLine, Incident } from '#shared/domain/detection.ts';
import type { TemplateHistogram } from '../../lake/template-table.ts';
import { type Columns, float64, int32, int64, text, textLists, words } from './arrow-table.ts';

const BANDS = 7;

/** One row an event, in the order of the list. */
export function eventColumns(rows: readonly EventRow[]): Columns {
  return {
    event_id: float64(rows.map((row) => row.eventId)),
    source_id: int32(rows.map((row) => row.sourceId)),
    path: words(rows.map((row) => row.path)),
    member: words(rows.map((row) => row.member)),
    line: float64(rows.map((row) => row.line)),
    line_count: int32(rows.map((row) => row.lineCount)),
    byte_offset: float64(rows.map((row) => row.byteOffset)),
    time_ns: int64(rows.map((row) => row.timeNs)),
    severity: int32(rows.map((row) => row.severity)),
    severity_text: words(rows.map((row) => row.severityText)),
    service: words(rows.map((row) => row.service)),
    host: words(rows.map((row) => row.host)),
    component: words(rows.map((row) => row.component)),
    template_id: words(rows.map((row) => row.templateId)),
    content: text(rows.map((row) => row.content)),
    parameters: textLists(rows.map((row) => row.parameters)),
    attributes: text(rows.map((row) => row.attributes)),
  };
}

/** One row a bucket, empty ones too; no rows when the case has no times. */
export function histogramColumns(histogram: Histogram | null): Columns {
  const buckets = histogram?.buckets ?? 0;
  const start = (bucket: number) => (histogram === null ? 0n : histogram.fromNs + BigInt(bucket) * histogram.bucketNs);
  const indexes = Array.from({ length: buckets }, (_, bucket) => bucket);
  const bands = Array.from({ length: BANDS }, (_, band) => [
    `severity_${band}`,
    float64(indexes.map((bucket) => histogram?.counts[bucket * BANDS + band] ?? 0)),
  ]);
  return {
    start_ns: int64(indexes.map(start)),
    end_ns: int64(indexes.map((bucket) => start(bucket + 1))),
    ...(Object.fromEntries(bands) as Columns),
  };
}

/** One row a template, rare first. */
export function templateColumns(rows: readonly TemplateRow[]): Columns {
  return {
    template_id: text(rows.map((row) => row.templateId)),
    template: text(rows.map((row) => row.text)),
    name: text(rows.map((row) => row.name)),
    mask_names: textLists(rows.map((row) => row.maskNames)),
    count: float64(rows.map((row) => row.count)),
    first_time_ns: int64(rows.map((row) => row.firstTimeNs)),
    last_time_ns: int64(rows.map((row) => row.lastTimeNs)),
    first_event_id: float64(rows.map((row) => row.firstEventId)),
    severity_band: int32(rows.map((row) => row.severityBand)),
  };
}

/** Sparse: buckets without events have no row. */
export function templateHistogramColumns(histogram: TemplateHistogram): Columns {
  return {
    template_id: words(histogram.templateIds),
    bucket: int32(histogram.bucket),
    count: float64(histogram.count),
  };
}

export function lineColumns(rows: readonly LineRow[]): Columns {
  return {
    line: float64(rows.map((row) => row.line)),
    byte_offset: float64(rows.map((row) => row.byteOffset)),
    kind: words(rows.map((row) => row.kind)),
    event_id: float64(rows.map((row) => row.eventId)),
    text: text(rows.map((row) => row.text)),
  };
}

/** One row an evidence line, in the order of incidents and lines. */
export function evidenceColumns(incidents: readonly Incident[]): Columns {
  const rows = incidents.flatMap(({ incidentId, evidence }) => evidence.map((line) => ({ incidentId, ...line })));
  const column = <K extends keyof EvidenceLine>(name: K): EvidenceLine[K][] => rows.map((row) => row[name]);
  return {
    incident_id: words(rows.map((row) => row.incidentId)),
    event_id: float64(column('eventId')),
    path: words(column('path')),
    member: words(column('member')),
    line: float64(column('line')),
    byte_offset: float64(column('offset')),
    text: text(column('text')),
  };
}
