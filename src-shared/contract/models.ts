import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MODEL_ALIASES } from '../domain/model-version.ts';
import { clockMsSchema, nothing, pathSchema } from './common.ts';
import {
  compareInputSchema,
  driftInputSchema,
  evaluateInputSchema,
  honestyInputSchema,
  modelInput,
  retrainInputSchema,
  scoreFilesInputSchema,
  trainOptionsSchema,
  trainTableOptionsSchema,
} from './model-requests.ts';
import {
  modelAlertSchema,
  modelNameSchema,
  modelObservationSchema,
  modelReferenceSchema,
  modelVersionSchema,
  retrainScheduleSchema,
} from './model-versions.ts';

const whole = z.number().int().nonnegative();
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
  startTrain: oc.input(named.extend({ ...modelInput, options: trainOptionsSchema.default({}) })).output(started),
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
