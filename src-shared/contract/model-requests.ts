import { z } from 'zod';
import { ingestOptionsSchema, scoringOptionsSchema } from './analyze-options.ts';
import { caseIdSchema, detectorNameSchema, pathSchema } from './common.ts';
import { modelReferenceSchema } from './model-versions.ts';

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
    /** Chosen on held-out units and kept with the version; for a budget they must have times. */
    threshold: true,
  }).shape,
  /** `normal`: only units the labels say are normal; without labels all units are taken for normal. Default `all`. */
  only: z.enum(['all', 'normal']).optional(),
});
export type TrainOptions = z.infer<typeof trainOptionsSchema>;

/** Which rows and columns of a table a model is trained on, and by which detector. */
export const trainTableOptionsSchema = z.strictObject({
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
export const modelInput = {
  caseId: caseIdSchema.optional(),
  paths: z.array(pathSchema).min(1).max(10_000).optional(),
};

/** How files are read and which events count, where models decide the rest. */
const asideOptionsSchema = ingestOptionsSchema.extend(
  scoringOptionsSchema.pick({ labelsPath: true, since: true, until: true }).shape,
);

export const compareInputSchema = z.strictObject({
  ...modelInput,
  first: modelReferenceSchema,
  second: modelReferenceSchema,
  options: asideOptionsSchema.default({}),
});
export type CompareRequest = z.output<typeof compareInputSchema>;

export const driftInputSchema = z.strictObject({
  ...modelInput,
  model: modelReferenceSchema,
  options: asideOptionsSchema.default({}),
});
export type DriftRequest = z.output<typeof driftInputSchema>;

export const retrainInputSchema = z.strictObject({
  ...modelInput,
  /** The version whose training is done again, or brought up to date. */
  model: modelReferenceSchema,
  mode: z.enum(['full', 'incremental']).default('full'),
  labelsPath: pathSchema.optional(),
  /** Makes the new version the champion at once; otherwise it is the challenger. */
  isPromoted: z.boolean().optional(),
});
export type RetrainRequest = z.output<typeof retrainInputSchema>;

export const evaluateInputSchema = z.strictObject({
  ...modelInput,
  /** A stored version; absent: the detectors are fitted for the purpose. */
  model: modelReferenceSchema.optional(),
  options: trainOptionsSchema.extend({ labelsPath: pathSchema }),
  /** How often it is done, with seeds one after the other. */
  seeds: z.number().int().min(1).max(100).default(1),
  /** Column of the labels file whose value `train` marks units to fit on; all others are scored. */
  splitColumn: z.string().min(1).max(256).optional(),
});
export type EvaluateRequest = z.output<typeof evaluateInputSchema>;

export const honestyInputSchema = z.strictObject({
  ...modelInput,
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

export const scoreFilesInputSchema = z.strictObject({
  model: modelReferenceSchema,
  paths: z.array(pathSchema).min(1).max(10_000),
  /** CSV: `path,id,startNs,endNs,score,isAnomaly`, a row a unit. */
  out: pathSchema,
  options: ingestOptionsSchema.default({}),
});
export type ScoreFilesRequest = z.output<typeof scoreFilesInputSchema>;
