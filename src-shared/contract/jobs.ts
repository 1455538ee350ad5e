import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { analysisDocumentSchema, evaluationSchema, fileReportSchema, fileWarningSchema } from './analysis-document.ts';
import { analyzeOptionsSchema, rereadOptionsSchema, scoringOptionsSchema } from './analyze-options.ts';
import { caseIdSchema, clockMsSchema, detectorNameSchema, jobIdSchema, nothing, pathSchema } from './common.ts';
import { wireErrorSchema } from './errors.ts';
import {
  comparisonSchema,
  evaluationReportSchema,
  honestyReportSchema,
  scoredFilesSchema,
  trainResultSchema,
} from './model-reports.ts';
import { modelObservationSchema, modelReferenceSchema } from './model-versions.ts';
import { ANOMALY_KINDS } from '../domain/anomaly-kind.ts';
import { wantedThresholdSchema } from '../domain/threshold-policy.ts';

export const JOB_STATES = ['queued', 'running', 'cancelling', 'done', 'failed', 'cancelled', 'interrupted'] as const;
export const JOB_KINDS = [
  'analyze',
  'reanalyse',
  'generate',
  'score',
  'train',
  'replay',
  'compare',
  'drift',
  'evaluate',
  'honesty',
  'score-files',
] as const;

/** Progress of the stage that runs now. */
export const progressSchema = z.object({
  stage: z.string(),
  /** In `unit`; total is null when it is not known yet. */
  done: z.number().nonnegative(),
  total: z.number().nonnegative().nullable(),
  unit: z.enum(['bytes', 'windows', 'sessions', 'templates', 'events', 'rows', 'steps']),
  perSecond: z.number().nonnegative().nullable(),
  secondsLeft: z.number().nonnegative().nullable(),
  lines: z.number().int().nonnegative(),
  events: z.number().int().nonnegative(),
  /** Share of the whole input that can be read in the panels, 0..1. */
  readShare: z.number().min(0).max(1),
});
export type JobProgress = z.infer<typeof progressSchema>;

export const jobSchema = z.object({
  jobId: z.string(),
  /** Null for work outside a case (generate, score, train). */
  caseId: z.string().nullable(),
  kind: z.enum(JOB_KINDS),
  state: z.enum(JOB_STATES),
  title: z.string(),
  createdAtMs: clockMsSchema,
  endedAtMs: clockMsSchema.nullable(),
  progress: progressSchema.nullable(),
  /** Times the job went on after an engine restart. */
  resumes: z.number().int().nonnegative(),
  error: wireErrorSchema.nullable(),
  /** For a failed or cancelled job: what was kept, for a person. */
  kept: z.string().nullable(),
});
export type Job = z.infer<typeof jobSchema>;

export const generateResultSchema = z.object({
  dir: z.string(),
  events: z.number().int().nonnegative(),
  anomalies: z.number().int().nonnegative(),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number().nonnegative() })),
});
const whole = z.number().int().nonnegative();
export const scoreResultSchema = z.object({
  out: z.string(),
  rows: z.number().int().nonnegative(),
  anomalies: z.number().int().nonnegative(),
  threshold: z.number(),
  detector: z.string(),
  /** `NAME:3` when a registered model scored; null when the table was scored by itself. */
  model: z.string().nullable(),
  fallback: z.string().nullable(),
  /** Measured on the label column; null without one. */
  evaluation: evaluationSchema.nullable(),
  /** Lasting changes of a time series, in order, at most a hundred; rows are 1-based. Empty for rows of a table. */
  changes: z.array(
    z.object({
      row: whole,
      timestamp: z.string(),
      /** Where it became this probable, by the rows up to it. */
      detectedRow: whole,
      probability: z.number().min(0).max(1),
      before: z.number(),
      after: z.number(),
    }),
  ),
});

const differenceSchema = z.object({
  index: z.number().int().nonnegative(),
  stored: z.string().nullable(),
  replayed: z.string().nullable(),
  what: z.string(),
});
const findingCounts = z.object({
  anomalies: z.number().int().nonnegative(),
  incidents: z.number().int().nonnegative(),
});
const makerSchema = z.object({ product: z.string(), features: z.string() });

/** A stored run computed again. */
export const replayResultSchema = z.object({
  /** Every anomaly and incident is the same to the last bit, and so is the input when it was read again. */
  isMatch: z.boolean(),
  /** `input`: read again; `case`: the events as they are stored. */
  from: z.enum(['input', 'case']),
  threshold: z.number(),
  /** Empty when the input was not read again. */
  inputs: z.array(z.object({ path: z.string(), member: z.string().nullable(), isSame: z.boolean() })),
  stored: findingCounts,
  replayed: findingCounts,
  anomalyDifference: differenceSchema.nullable(),
  incidentDifference: differenceSchema.nullable(),
  /** Why the model of the run cannot score now; null when it can, or there is none. */
  modelProblem: z.string().nullable(),
  /** Null for runs of versions that did not say. */
  madeBy: makerSchema.nullable(),
  replayedBy: makerSchema,
});
export type ReplayResult = z.infer<typeof replayResultSchema>;

export const jobResultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('analyze'), document: analysisDocumentSchema }),
  z.object({ kind: z.literal('generate'), generated: generateResultSchema }),
  z.object({ kind: z.literal('score'), scored: scoreResultSchema }),
  z.object({ kind: z.literal('train'), trained: trainResultSchema }),
  z.object({ kind: z.literal('compare'), compared: comparisonSchema }),
  z.object({ kind: z.literal('evaluate'), report: evaluationReportSchema }),
  z.object({ kind: z.literal('score-files'), scored: scoredFilesSchema }),
  z.object({ kind: z.literal('honesty'), report: honestyReportSchema }),
  z.object({ kind: z.literal('drift'), observation: modelObservationSchema }),
  z.object({ kind: z.literal('replay'), replay: replayResultSchema }),
]);
export type JobResult = z.infer<typeof jobResultSchema>;

/** `job` comes first and after every change of state; the last event is `done`, `failed` or `cancelled`. */
export const jobEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job'), job: jobSchema }),
  z.object({ type: z.literal('progress'), progress: progressSchema }),
  /** A file was opened, grew or ended; the account so far. */
  z.object({ type: z.literal('file'), file: fileReportSchema }),
  z.object({ type: z.literal('warning'), path: z.string().nullable(), warning: fileWarningSchema }),
  /** More rows, templates or results can be read: see CaseInfo.version. */
  z.object({ type: z.literal('rows'), version: z.number().int(), events: z.number().int(), readShare: z.number() }),
  /** The engine was restarted and the job goes on from its last commit. */
  z.object({ type: z.literal('resumed'), resumes: z.number().int(), message: z.string() }),
  z.object({ type: z.literal('done'), job: jobSchema, result: jobResultSchema }),
  z.object({ type: z.literal('failed'), job: jobSchema, error: wireErrorSchema }),
  z.object({ type: z.literal('cancelled'), job: jobSchema }),
]);
export type JobEvent = z.infer<typeof jobEventSchema>;

const jobInput = z.strictObject({ jobId: jobIdSchema });
const started = z.object({ jobId: z.string() });

export const generateOptionsSchema = z.strictObject({
  out: pathSchema,
  events: z.number().int().min(1).max(1e11).default(1_000_000),
  days: z.number().positive().max(3660).optional(),
  seed: z.number().int().min(0).max(0xffffffff).optional(),
  anomalies: z.array(z.enum(ANOMALY_KINDS)).max(64).optional(),
  format: z.enum(['json', 'logfmt', 'syslog', 'text']).default('text'),
});

export const scoreTableOptionsSchema = z.strictObject({
  table: pathSchema,
  out: pathSchema,
  detector: detectorNameSchema.optional(),
  /** A version trained on a table; it brings its own detector and threshold. */
  model: modelReferenceSchema.optional(),
  labelColumn: z.string().max(1024).optional(),
  timeColumn: z.string().max(1024).optional(),
  valueColumn: z.string().max(1024).optional(),
  ignoreColumns: z.array(z.string().max(1024)).max(10_000).optional(),
  /** Of a time series: adds `typical,low,high` to every row, the forecast from the rows before it with its 99 % interval. */
  hasBounds: z.boolean().optional(),
  /** A budget needs `timeColumn`. */
  threshold: wantedThresholdSchema.optional(),
  seed: z.number().int().min(0).max(0xffffffff).optional(),
  /** For large tables; default: the machine's cores, at most 8. Scores do not depend on it. */
  threads: z.number().int().min(1).max(64).optional(),
});

export const jobsContract = {
  /** Reads the paths into the case and analyses it. One reading job a case at a time; a second is refused. */
  startAnalyze: oc
    .input(
      z.strictObject({
        caseId: caseIdSchema,
        paths: z.array(pathSchema).min(1).max(10_000),
        options: analyzeOptionsSchema.default({}),
      }),
    )
    .output(started),
  /**
   * Reads what was read into a case again, with its options and what is fixed now, into a new case; the old one stays.
   * What was fixed for single sources is kept in both.
   */
  startReread: oc
    .input(z.strictObject({ caseId: caseIdSchema, options: rereadOptionsSchema.default({}) }))
    .output(z.object({ caseId: z.string(), jobId: z.string() })),
  /** Scores the case again with other options; no source is read. */
  startReanalyse: oc
    .input(z.strictObject({ caseId: caseIdSchema, options: scoringOptionsSchema.default({}) }))
    .output(started),
  startGenerate: oc.input(generateOptionsSchema).output(started),
  /** Computes the current run of a case again and compares it bit for bit; the case is only read. */
  startReplay: oc
    .input(z.strictObject({ caseId: caseIdSchema, from: z.enum(['auto', 'input', 'case']).default('auto') }))
    .output(started),
  startScore: oc.input(scoreTableOptionsSchema).output(started),
  /** Newest first; jobs of every open case and those without one. */
  list: oc.input(nothing).output(z.array(jobSchema)),
  get: oc.input(jobInput).output(jobSchema),
  /** Ends after the job's last event; a finished job gives its state and its last event at once. */
  events: oc.input(jobInput).output(eventIterator(jobEventSchema)),
  /** Asks a job to stop at its next commit point; what is committed stays. False when it had already ended. */
  cancel: oc.input(jobInput).output(z.object({ isCancelling: z.boolean() })),
};
