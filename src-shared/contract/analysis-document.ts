import { z } from 'zod';
import { ERROR_CLASSES, WARNING_CLASSES } from '../domain/issue-class.ts';

/**
 * The one JSON document of an analysis: what `analyze --json` prints, what a finished job carries, what the quality
 * panel and the JSON report read. Field names are part of the command line's contract and stay stable.
 */
const whole = z.number().int().nonnegative();
const position = whole.nullable();

export const fileErrorSchema = z.object({
  class: z.enum(ERROR_CLASSES),
  line: position,
  offset: position,
  decodedOffset: position,
  message: z.string(),
});

export const fileWarningSchema = z.object({
  class: z.enum(WARNING_CLASSES),
  count: whole,
  firstLine: position,
  firstOffset: position,
  message: z.string(),
});

export const lineAccountSchema = z.object({
  lines: whole,
  events: whole,
  eventLines: whole,
  continuationLines: whole,
  blankLines: whole,
  rejectedLines: whole,
  bytesIn: whole,
  bytesOut: whole,
});

/** Left out before parsing because of `since` and `until`: never part of `lines`, `bytesIn` or `bytesOut`. */
const skippedSchema = {
  /** Absent in documents of earlier versions, as is `skippedBytes`. */
  skippedLines: whole.optional(),
  skippedBytes: whole.optional(),
};

const spanSchema = z.object({ start: z.string(), end: z.string(), seconds: z.number().nonnegative() });

/** How the events of a file run in time, in line order. */
export const timeOrderSchema = z.object({
  /** Events earlier than the one before them. */
  outOfOrder: whole,
  /** Of an event behind the latest one in front of it. */
  greatestStepBackSeconds: z.number().nonnegative(),
  /** Times without any event, of a minute and more: longest first, three at most. */
  gaps: z.array(spanSchema),
});

/** What a user repaired in how a source is read; what is absent was found in the data. */
export const sourceRepairSchema = z.object({
  timezone: z.string().optional(),
  /** Added to every time of the source. */
  offsetSeconds: z.number().optional(),
  format: z.string().optional(),
  encoding: z.string().optional(),
  year: whole.optional(),
  dateOrder: z.enum(['dmy', 'mdy']).optional(),
});
export type SourceRepair = z.infer<typeof sourceRepairSchema>;

export const fileReportSchema = lineAccountSchema.extend({
  ...skippedSchema,
  path: z.string(),
  member: z.string().nullable(),
  status: z.enum(['whole', 'partial', 'rejected', 'skipped']),
  encoding: z.string().nullable(),
  format: z.string().nullable(),
  /** 0..1: share of sampled lines the format explains; null when nothing was read. */
  formatConfidence: z.number().min(0).max(1).nullable(),
  /** RFC 3339 with nanoseconds as far as the source has them; null without a timestamp. */
  firstTime: z.string().nullable(),
  lastTime: z.string().nullable(),
  /** Null without times; absent in documents of earlier versions, as is `repair`. */
  order: timeOrderSchema.nullable().optional(),
  /** Null when nothing was repaired for this source alone. */
  repair: sourceRepairSchema.nullable().optional(),
  /** What `lines` and the other numbers count: rows where the file is a table. Absent: lines. */
  unit: z.enum(['lines', 'rows']).optional(),
  errors: z.array(fileErrorSchema),
  warnings: z.array(fileWarningSchema),
});
export type FileReport = z.infer<typeof fileReportSchema>;

export const totalsSchema = lineAccountSchema.extend({
  ...skippedSchema,
  files: whole,
  errors: whole,
  warnings: whole,
  templates: whole,
});

export const evidenceReportSchema = z.object({
  path: z.string(),
  member: z.string().nullable(),
  line: z.number().int().positive(),
  offset: whole,
  text: z.string(),
});

export const incidentReportSchema = z.object({
  id: z.string(),
  start: z.string().nullable(),
  end: z.string().nullable(),
  score: z.number(),
  summary: z.string(),
  kinds: z.array(z.string()),
  entities: z.array(z.string()),
  evidence: z.array(evidenceReportSchema),
});

export const evaluationSchema = z.object({
  precision: z.number().min(0).max(1),
  recall: z.number().min(0).max(1),
  f1: z.number().min(0).max(1),
  /** Null when the labels hold one class only. */
  rocAuc: z.number().min(0).max(1).nullable(),
  prAuc: z.number().min(0).max(1).nullable(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

export const detectorReportSchema = z.object({
  name: z.string(),
  /** Why the statistical baseline answered in its place; null when the detector itself did. */
  fallback: z.string().nullable(),
  seconds: z.number().nonnegative(),
});

/** A trouble of the run itself (lock, disk, memory, regex), not of one file. */
export const runErrorSchema = fileErrorSchema.extend({ code: z.string(), path: z.string().nullable() });

/** The registered model that scored. */
export const modelRunSchema = z.object({
  /** Null for one fitted on baseline files. */
  name: z.string().nullable(),
  number: whole.nullable(),
  hash: z.string(),
  /** Why the statistical baseline answered in its place; null when the model itself did. */
  fallback: z.string().nullable(),
  /** What of the model could not be used, or only in part; null when all of it was, absent in older documents. */
  note: z.string().nullable().optional(),
});

/**
 * An estimate of how far the clocks of two sources are apart, from identifiers that occur in both. Work that always takes
 * as long looks the same.
 */
export const clockOffsetSchema = z.object({
  path: z.string(),
  member: z.string().nullable(),
  againstPath: z.string(),
  againstMember: z.string().nullable(),
  /** Median of how much later the source shows what both show; the opposite as its `--offset` lays them on one another. */
  offsetSeconds: z.number(),
  /** Median distance of single identifiers from it. */
  spreadSeconds: z.number().nonnegative(),
  /** Identifiers compared. */
  shared: whole,
});
export type ClockOffset = z.infer<typeof clockOffsetSchema>;

export const analysisDocumentSchema = z.object({
  case: z.string(),
  files: z.array(fileReportSchema),
  /** Only what can be told; absent in documents of earlier versions. */
  clockOffsets: z.array(clockOffsetSchema).optional(),
  totals: totalsSchema,
  errors: z.array(runErrorSchema),
  sessions: whole,
  windows: whole,
  detectors: z.array(detectorReportSchema),
  /** Null before the first analysis. */
  threshold: z.number().nullable(),
  anomalies: whole,
  incidents: z.array(incidentReportSchema),
  /** Incidents that rules of the case take for normal; not in `incidents`. Absent in older documents. */
  suppressed: whole.optional(),
  evaluation: evaluationSchema.nullable(),
  /** Null, or absent in older documents, when the detectors were fitted on the case itself. */
  model: modelRunSchema.nullable().optional(),
  seconds: z.record(z.string(), z.number().nonnegative()),
  peakRssBytes: whole,
});
export type AnalysisDocument = z.infer<typeof analysisDocumentSchema>;
