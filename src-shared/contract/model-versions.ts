import { z } from 'zod';
import { MODEL_ALIASES } from '../domain/model-version.ts';
import { evaluationSchema } from './analysis-document.ts';
import { clockMsSchema } from './common.ts';

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
