import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MODEL_ALIASES } from '../domain/model-version.ts';
import { PLANTED_KINDS } from '../domain/planted-fault.ts';
import { evaluationSchema, fileReportSchema } from './analysis-document.ts';
import { ingestOptionsSchema, scoringOptionsSchema } from './analyze-options.ts';
import { caseIdSchema, clockMsSchema, detectorNameSchema, nothing, pathSchema } from './common.ts';

const whole = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a hash is 64 hex digits');

/** Letters, digits, `_`, `.`, `-`. */
export const modelNameSchema = z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/, 'a model name is letters, digits, _ . -');
/** `NAME` (its champion), `NAME@champion`, `NAME@challenger` or `NAME:3`. */
export const modelReferenceSchema = z.string().min(1).max(220);

export const featureSpecificationSchema = z.object({
  code: z.string(),
  unitKind: z.enum(['window', 'session', 'row']),
  session: z.string().nullable(),
  windowSeconds: z.number().nullable(),
  stepSeconds: z.number().nullable(),
});

export const modelVersionSchema = z.object({
  name: z.string(),
  number: whole,
  createdAtMs: clockMsSchema,
  origin: z.enum(['trained', 'retrained', 'updated', 'imported']),
  parent: whole.nullable(),
  aliases: z.array(z.enum(MODEL_ALIASES)).readonly(),
  artifactHash: hash,
  sizeBytes: whole,
  features: featureSpecificationSchema,
  training: z.object({
    seed: whole,
    detectors: z.array(z.string()).readonly().nullable(),
    only: z.enum(['all', 'normal']),
    units: whole,
    leftOut: whole,
    events: whole,
    features: whole,
    templates: whole,
    fingerprint: hash,
    fromNs: z.string().nullable(),
    toNs: z.string().nullable(),
    product: z.string(),
  }),
  metrics: z.object({
    threshold: share,
    heldOutAlarmShare: share,
    heldOutUnits: whole,
    detectors: z.array(z.object({ name: z.string(), fallback: z.string().nullable() })).readonly(),
    labelled: evaluationSchema.nullable(),
  }),
  trainSeconds: z.number().nonnegative().nullable(),
  /** It can be brought up to date without its old training data. */
  hasMemory: z.boolean(),
});

export const modelAlertSchema = z.object({
  alertId: whole,
  name: z.string(),
  number: whole,
  atMs: clockMsSchema,
  kind: z.enum(['drift', 'degradation', 'retrain-failed']),
  message: z.string(),
  isRead: z.boolean(),
});

export const modelObservationSchema = z.object({
  name: z.string(),
  number: whole,
  atMs: clockMsSchema,
  source: z.string(),
  units: whole,
  alarmShare: share,
  scoreDrift: z.number(),
  /** Counts in equal bins of [0, 1]; absent for what was seen before they were kept. */
  scoreBins: z.object({ trained: z.array(whole).readonly(), seen: z.array(whole).readonly() }).optional(),
  features: z.array(z.object({ feature: z.string(), drift: z.number() })).readonly(),
  drifted: whole,
  compared: whole,
  unknownShare: share,
  evaluation: evaluationSchema.nullable(),
});

export const retrainScheduleSchema = z.object({
  name: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  mode: z.enum(['full', 'incremental']),
  nextAtMs: clockMsSchema.nullable(),
  lastAtMs: clockMsSchema.nullable(),
  lastOutcome: z.string().nullable(),
});

/** How a model is trained: how the input is read, how it is cut into units, and on which of them. */
export const trainOptionsSchema = ingestOptionsSchema.extend({
  ...scoringOptionsSchema.pick({
    session: true,
    windowSeconds: true,
    stepSeconds: true,
    detectors: true,
    labelsPath: true,
    since: true,
    until: true,
    seed: true,
  }).shape,
  /** `normal`: only units the labels say are normal; without labels all units are taken for normal. Default `all`. */
  only: z.enum(['all', 'normal']).optional(),
});
export type TrainOptions = z.infer<typeof trainOptionsSchema>;

/** Which rows and columns of a table a model is trained on, and by which detector. */
const trainTableOptionsSchema = z.strictObject({
  table: pathSchema,
  detector: detectorNameSchema.optional(),
  /** Ground truth: no feature, measured against. */
  labelColumn: z.string().max(1024).optional(),
  ignoreColumns: z.array(z.string().max(1024)).max(10_000).optional(),
  /** `normal`: only rows the label column says are normal. Default `all`. */
  only: z.enum(['all', 'normal']).optional(),
  seed: z.number().int().min(0).max(0xffffffff).optional(),
});
export type TrainTableOptions = z.output<typeof trainTableOptionsSchema>;

/** What is scored by models: files read for the purpose, or an open case. */
const input = {
  caseId: caseIdSchema.optional(),
  paths: z.array(pathSchema).min(1).max(10_000).optional(),
};

/** How files are read and which events count, where models decide the rest. */
const asideOptionsSchema = ingestOptionsSchema.extend(
  scoringOptionsSchema.pick({ labelsPath: true, since: true, until: true }).shape,
);

const compareInputSchema = z.strictObject({
  ...input,
  first: modelReferenceSchema,
  second: modelReferenceSchema,
  options: asideOptionsSchema.default({}),
});
export type CompareRequest = z.output<typeof compareInputSchema>;

const driftInputSchema = z.strictObject({
  ...input,
  model: modelReferenceSchema,
  options: asideOptionsSchema.default({}),
});
export type DriftRequest = z.output<typeof driftInputSchema>;

const comparedSideSchema = z.object({
  version: modelVersionSchema,
  threshold: share,
  anomalies: whole,
  fallback: z.string().nullable(),
  unknownShare: share,
  evaluation: evaluationSchema.nullable(),
});

const retrainInputSchema = z.strictObject({
  ...input,
  /** The version whose training is done again, or brought up to date. */
  model: modelReferenceSchema,
  mode: z.enum(['full', 'incremental']).default('full'),
  labelsPath: pathSchema.optional(),
  /** Makes the new version the champion at once; otherwise it is the challenger. */
  isPromoted: z.boolean().optional(),
});
export type RetrainRequest = z.output<typeof retrainInputSchema>;

const evaluateInputSchema = z.strictObject({
  ...input,
  /** A stored version; absent: the detectors are fitted for the purpose. */
  model: modelReferenceSchema.optional(),
  options: trainOptionsSchema.extend({ labelsPath: pathSchema }),
  /** How often it is done, with seeds one after the other. */
  seeds: z.number().int().min(1).max(100).default(1),
  /** Column of the labels file whose value `train` marks units to fit on; all others are scored. */
  splitColumn: z.string().min(1).max(256).optional(),
});
export type EvaluateRequest = z.output<typeof evaluateInputSchema>;

const intervalSchema = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const rangeSchema = z.object({ low: z.number(), high: z.number() }).nullable();
const mistakeSchema = z.object({
  unitId: z.string(),
  startNs: z.bigint().nullable(),
  label: z.boolean(),
  score: z.number(),
  feature: z.string().nullable(),
});

/** Quality on labelled units: over the seeds, and the first seed in detail. */
export const evaluationReportSchema = z.object({
  unitKind: z.enum(['window', 'session']),
  units: whole,
  labelled: whole,
  positives: whole,
  trainingUnits: whole,
  seeds: z.array(whole),
  detectors: z.array(
    z.object({
      name: z.string(),
      fallback: z.string().nullable(),
      precision: intervalSchema,
      recall: intervalSchema,
      f1: intervalSchema,
      rocAuc: intervalSchema.nullable(),
      prAuc: intervalSchema.nullable(),
    }),
  ),
  threshold: intervalSchema,
  first: z.object({
    evaluation: evaluationSchema.extend({
      falsePositiveRate: share,
      truePositives: whole,
      falsePositives: whole,
      falseNegatives: whole,
      trueNegatives: whole,
      items: whole,
      positives: whole,
    }),
    /** 95 % ranges by resampling units; null when a class is too rare. */
    resampled: z.object({ precision: rangeSchema, recall: rangeSchema, f1: rangeSchema, rocAuc: rangeSchema }),
    roc: z.array(z.object({ threshold: z.number(), falsePositiveRate: share, truePositiveRate: share })),
    pr: z.array(z.object({ threshold: z.number(), recall: share, precision: share })),
    /** Chosen on the labels: an upper bound. */
    bestF1: z.object({ f1: share, precision: share, recall: share, threshold: z.number() }).nullable(),
  }),
  mistakes: z.object({ falseAlarms: z.array(mistakeSchema), missed: z.array(mistakeSchema) }),
  latency: z.object({
    readSeconds: z.number().nonnegative(),
    fitSeconds: z.number().nonnegative(),
    scoreSeconds: z.number().nonnegative(),
    /** Fitting and scoring, of one unit, in milliseconds. */
    perUnitMs: z.number().nonnegative(),
  }),
});
export type EvaluationReport = z.infer<typeof evaluationReportSchema>;

const honestyInputSchema = z.strictObject({
  ...input,
  options: ingestOptionsSchema.extend(
    scoringOptionsSchema.pick({
      windowSeconds: true,
      stepSeconds: true,
      detectors: true,
      since: true,
      until: true,
      seed: true,
    }).shape,
  ),
  /** Faults of each kind, where the log has room. */
  perKind: z.number().int().min(1).max(100).default(4),
});
export type HonestyRequest = z.output<typeof honestyInputSchema>;

/** Faults planted into the user's own log, and who finds them. */
export const honestyReportSchema = z.object({
  windows: whole,
  windowSeconds: z.number().positive(),
  /** The joined score first. */
  detectors: z.array(z.string()),
  faults: z.array(
    z.object({
      kind: z.enum(PLANTED_KINDS),
      fromUnit: z.string(),
      toUnit: z.string().nullable(),
      foundBy: z.array(z.string()),
    }),
  ),
  /** Kinds this log gives nothing to plant on, or has no room for. */
  notPlanted: z.array(z.enum(PLANTED_KINDS)),
  /** On the log as it is. */
  alarmsPerHour: z.array(z.object({ detector: z.string(), perHour: z.number().nonnegative() })),
});
export type HonestyReport = z.infer<typeof honestyReportSchema>;

const scoreFilesInputSchema = z.strictObject({
  model: modelReferenceSchema,
  paths: z.array(pathSchema).min(1).max(10_000),
  /** CSV: `path,id,startNs,endNs,score,isAnomaly`, a row a unit. */
  out: pathSchema,
  options: ingestOptionsSchema.default({}),
});
export type ScoreFilesRequest = z.output<typeof scoreFilesInputSchema>;

/** Files scored by one version, each by itself. */
export const scoredFilesSchema = z.object({
  out: z.string(),
  threshold: share,
  files: z.array(
    z.object({
      path: z.string(),
      units: whole,
      anomalies: whole,
      highest: z.number().nullable(),
      unknownShare: share,
      seconds: z.number().nonnegative(),
      /** Why the file could not be scored; null when it was. */
      error: z.string().nullable(),
    }),
  ),
});

/** Two versions on the same input, each at its own threshold. */
export const comparisonSchema = z.object({
  units: whole,
  first: comparedSideSchema,
  second: comparedSideSchema,
  agreement: z.object({
    both: whole,
    onlyFirst: whole,
    onlySecond: whole,
    neither: whole,
    share,
    kappa: z.number().nullable(),
  }),
  /** Spearman's rank correlation of the scores; null when one scoring is constant. */
  correlation: z.number().nullable(),
  /** Chance that two equally good versions differ this much on the labelled units; null without labels. */
  pValue: z.number().nullable(),
  /** Units only one flags, the widest apart first. */
  disputed: z.array(
    z.object({
      unitId: z.string(),
      firstScore: z.number(),
      secondScore: z.number(),
      flaggedBy: z.enum(['first', 'second']),
      label: z.boolean().nullable(),
    }),
  ),
  seconds: z.record(z.string(), z.number()),
});
export type ModelComparison = z.infer<typeof comparisonSchema>;

export const trainResultSchema = z.object({
  version: modelVersionSchema,
  files: z.array(fileReportSchema),
  seconds: z.record(z.string(), z.number()),
});

const started = z.object({ jobId: z.string() });
const named = z.strictObject({ name: modelNameSchema });
const referred = z.strictObject({ model: modelReferenceSchema });
const numbered = named.extend({ number: z.number().int().positive() });

/** The registry of the home folder: versions of models, shared by its cases and by every process on it. */
export const modelsContract = {
  /** Every version, by name, newest first within one. */
  list: oc.input(nothing).output(z.array(modelVersionSchema)),
  show: oc.input(referred).output(
    z.object({
      version: modelVersionSchema,
      /** Newest first. */
      moves: z.array(
        z.object({
          alias: z.enum(MODEL_ALIASES),
          from: whole.nullable(),
          to: whole.nullable(),
          atMs: clockMsSchema,
          reason: z.string(),
        }),
      ),
      /** What was seen when the version scored something; newest first. */
      observations: z.array(modelObservationSchema),
      alerts: z.array(modelAlertSchema),
      schedule: retrainScheduleSchema.nullable(),
    }),
  ),
  /**
   * Trains a new version as a job (kind `train`): on files, read into a case of their own that is then thrown away, or on
   * an open case; with both, the files are read into the case first.
   */
  startTrain: oc.input(named.extend({ ...input, options: trainOptionsSchema.default({}) })).output(started),
  /** Trains a new version on the rows of a numeric table (CSV, CSV.gz, Parquet) as a job (kind `train`). */
  startTrainTable: oc.input(named.extend(trainTableOptionsSchema.shape)).output(started),
  /** Scores the same input with two versions (champion against challenger): a job of kind `compare`; nothing is stored. */
  startCompare: oc.input(compareInputSchema).output(started),
  /** How far an input is from what a version was trained on: a job of kind `drift`; stored as an observation. */
  startDrift: oc.input(driftInputSchema).output(started),
  /**
   * Trains a version again as a job (kind `train`): `full` from scratch, on its files or on others; `incremental` on what
   * it kept of its training and on the files together.
   */
  startRetrain: oc.input(retrainInputSchema).output(started),
  schedules: oc.input(nothing).output(z.array(retrainScheduleSchema)),
  /** Retrains a model whenever the schedule is due and an engine runs. */
  setSchedule: oc
    .input(
      named.extend({
        /** Five fields as of cron. */
        cron: z.string().min(1).max(256),
        timeZone: z.string().min(1).max(128).default('UTC'),
        mode: z.enum(['full', 'incremental']).default('full'),
      }),
    )
    .output(retrainScheduleSchema),
  removeSchedule: oc.input(named).output(z.object({ isRemoved: z.boolean() })),
  /** Measures detectors or a version on labelled units: a job of kind `evaluate`; nothing is stored. */
  startEvaluate: oc.input(evaluateInputSchema).output(started),
  /** Plants faults into windows of a log and tells which detector finds which: a job of kind `honesty`; nothing is stored. */
  startHonesty: oc.input(honestyInputSchema).output(started),
  /** Scores every file under the paths by one version, each by itself: a job of kind `score-files`. */
  startScoreFiles: oc.input(scoreFilesInputSchema).output(started),
  /** Makes the version the champion. */
  promote: oc.input(numbered.extend({ reason: z.string().max(1000).optional() })).output(modelVersionSchema),
  /** Gives the champion's place back to the version that had it before. */
  rollback: oc.input(named).output(modelVersionSchema),
  /** Without a number: every version of the name. A champion among others is refused. */
  remove: oc
    .input(named.extend({ number: z.number().int().positive().nullable() }))
    .output(z.object({ isRemoved: z.boolean() })),
  /** Writes the version as one file. */
  export: oc
    .input(referred.extend({ path: pathSchema }))
    .output(z.object({ path: z.string(), sizeBytes: whole, artifactHash: z.string() })),
  /** Newest first; of one model or of all. */
  alerts: oc.input(z.strictObject({ name: modelNameSchema.optional() })).output(z.array(modelAlertSchema)),
  markAlertRead: oc.input(z.strictObject({ alertId: whole })).output(z.object({ isKnown: z.boolean() })),
  /** Reads a model file as data and makes it a version of `name` (default: the name it was trained under). */
  import: oc.input(z.strictObject({ path: pathSchema, name: modelNameSchema.optional() })).output(modelVersionSchema),
};
