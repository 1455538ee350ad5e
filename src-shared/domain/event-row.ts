/** One event as panels and exports show it. */
export interface EventRow {
  readonly eventId: number;
  readonly sourceId: number;
  readonly path: string;
  readonly member: string | null;
  /** 1-based first physical line. */
  readonly line: number;
  readonly lineCount: number;
  /** In the decompressed source. */
  readonly byteOffset: number;
  readonly timeNs: bigint | null;
  /** OpenTelemetry SeverityNumber, 0 = unspecified. */
  readonly severity: number;
  readonly severityText: string | null;
  readonly service: string | null;
  readonly host: string | null;
  readonly component: string | null;
  /** Null before the first mining. */
  readonly templateId: string | null;
  readonly template: string | null;
  readonly templateName: string | null;
  readonly content: string;
  /** Of the template, in wildcard order; of the shape before the first mining. */
  readonly parameters: readonly string[];
  /** JSON object text. */
  readonly attributes: string | null;
}

/** One physical line as read. */
export interface LineRow {
  /** 1-based. */
  readonly line: number;
  readonly byteOffset: number;
  readonly kind: 'event' | 'continuation' | 'blank' | 'rejected';
  /** Event the line belongs to; null for blank and rejected lines, and for lines before any event. */
  readonly eventId: number | null;
  /** Invalid bytes are shown as U+FFFD. */
  readonly text: string;
}

/** Events by time and severity band. */
export interface Histogram {
  /** Epoch nanoseconds of the first bucket's start. */
  readonly fromNs: bigint;
  readonly bucketNs: bigint;
  readonly buckets: number;
  /** Row-major [buckets, 7], bands as in SEVERITY_NAMES. */
  readonly counts: Float64Array;
}

/** A template with its use. */
export interface TemplateRow {
  readonly templateId: string;
  readonly text: string;
  readonly name: string | null;
  readonly maskNames: readonly string[];
  readonly count: number;
  readonly firstTimeNs: bigint | null;
  readonly lastTimeNs: bigint | null;
  readonly firstEventId: number;
  /** Highest severity band of its events, 0..6. */
  readonly severityBand: number;
}

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}
