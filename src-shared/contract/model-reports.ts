import { z } from 'zod';
import { PLANTED_KINDS } from '../domain/planted-fault.ts';
import { evaluationSchema, fileReportSchema } from './analysis-document.ts';
import { modelVersionSchema } from './model-versions.ts';

const whole = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

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

const comparedSideSchema = z.object({
  version: modelVersionSchema,
  threshold: share,
  anomalies: whole,
  fallback: z.string().nullable(),
  unknownShare: share,
  evaluation: evaluationSchema.nullable(),
});

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
