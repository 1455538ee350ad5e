import { oc } from '@orpc/contract';
import { z } from 'zod';
import { wantedThresholdSchema } from '../domain/threshold-policy.ts';
import { detectorReportSchema, evaluationSchema } from './analysis-document.ts';
import { caseInput, clockMsSchema } from './common.ts';
import { scoringOptionsSchema } from './analyze-options.ts';

export const runSchema = z.object({
  runId: z.string(),
  createdAtMs: clockMsSchema,
  options: scoringOptionsSchema,
  unitKind: z.enum(['window', 'session']),
  units: z.number().int().nonnegative(),
  /** Null for sessions. */
  windowSeconds: z.number().positive().nullable(),
  stepSeconds: z.number().positive().nullable(),
  detectors: z.array(detectorReportSchema),
  threshold: z.number(),
  /** What `auto` would give. */
  autoThreshold: z.number(),
  anomalies: z.number().int().nonnegative(),
  evaluation: evaluationSchema.nullable(),
  /** A session key found in the data, worth a second look; null when none. */
  proposedSession: z.string().nullable(),
});
export type Run = z.infer<typeof runSchema>;

const threshold = wantedThresholdSchema;

export const thresholdEffectSchema = z.object({
  threshold: z.number(),
  anomalies: z.number().int().nonnegative(),
  incidents: z.number().int().nonnegative(),
  /** What to expect of more like what was scored; null when no unit has a time. */
  alarmsPerHour: z.number().nonnegative().nullable(),
  evaluation: evaluationSchema.nullable(),
});
export type ThresholdEffect = z.infer<typeof thresholdEffectSchema>;

/** Scores themselves are the `scores` table route, so that dragging the threshold needs no call. */
export const scoresContract = {
  /** Newest first. */
  runs: oc.input(caseInput).output(z.array(runSchema)),
  /** What a threshold would do to the latest run, incidents folded anew; nothing is stored. */
  previewThreshold: oc.input(caseInput.extend({ threshold })).output(thresholdEffectSchema),
  /** Stores the threshold of the latest run and folds its incidents anew. */
  setThreshold: oc.input(caseInput.extend({ threshold })).output(thresholdEffectSchema),
};
