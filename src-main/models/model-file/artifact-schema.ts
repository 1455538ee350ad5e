import { z } from 'zod';
import { usualLevelsSchema } from '../profile-schemas.ts';
import { referenceSchema } from './reference-schema.ts';

const text = z.string().max(65_536);
const name = z.string().min(1).max(128);
const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();

const ascending = (values: readonly number[]): boolean => values.every((value, i) => i === 0 || value > values[i - 1]!);

export const calibrationSchema = z
  .strictObject({
    scale: z.enum(['surprise', 'free', 'ranked']),
    raw: z.array(z.number()).min(1).max(64).refine(ascending, 'is not ascending'),
    surprise: z.array(z.number().nonnegative()).min(1).max(64),
    slope: z.number().nonnegative(),
  })
  .refine(({ raw, surprise }) => raw.length === surprise.length, 'has another number of knots than surprises');

const stateSchema = z.strictObject({
  model: name,
  version: z.number().int().positive(),
  parameters: z.record(z.string(), z.unknown()),
});

const evaluationSchema = z.strictObject({
  precision: share,
  recall: share,
  f1: share,
  rocAuc: share.nullable(),
  prAuc: share.nullable(),
});

const templateSchema = z.strictObject({
  templateId: z.string().regex(/^[0-9a-f]{16}$/, 'is not 16 hex digits'),
  parts: z.array(z.string()).min(1).max(4096),
  maskNames: z.array(z.string().max(64)).max(4096),
});

const parameterSchema = z.strictObject({
  templateId: z.string().max(64),
  wildcard: count,
  column: count.max(15),
  unit: z.string().max(64),
  scale: z.number().nonnegative(),
  typical: z.number(),
  isMarked: z.boolean(),
});

export const trainingSchema = z.strictObject({
  seed: count,
  detectors: z.array(name).max(64).nullable(),
  only: z.enum(['all', 'normal']),
  units: count,
  leftOut: count,
  events: count,
  features: count,
  templates: count,
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'is not 64 hex digits'),
  fromNs: z
    .string()
    .regex(/^-?\d{1,19}$/)
    .nullable(),
  toNs: z
    .string()
    .regex(/^-?\d{1,19}$/)
    .nullable(),
  product: name,
});

export const metricsSchema = z.strictObject({
  threshold: share,
  heldOutAlarmShare: share,
  heldOutUnits: count,
  detectors: z.array(z.strictObject({ name, fallback: text.nullable() })).max(64),
  labelled: evaluationSchema.nullable(),
});

/**
 * Shape of a model file after its typed arrays were read; `z.instanceof` fields are typed arrays.
 * Version 2 added `fitted.usual`, the levels of the training windows; without it windows are judged by their own levels.
 */
export const artifactSchema = z.strictObject({
  format: z.literal('log-sentinel-model', 'is not that of a model file'),
  formatVersion: z.literal([1, 2], 'is none that can be read here: 1 or 2'),
  name,
  features: z.strictObject({
    code: name,
    unitKind: z.enum(['window', 'session']),
    session: text.nullable(),
    windowSeconds: z.number().positive().nullable(),
    stepSeconds: z.number().positive().nullable(),
  }),
  plan: z.strictObject({
    numbers: z.array(parameterSchema).max(100_000),
    keys: z.array(parameterSchema).max(100_000),
    links: z
      .array(
        z.strictObject({
          pattern: text,
          wildcards: z.array(z.strictObject({ templateId: z.string().max(64), wildcard: count })).max(100_000),
        }),
      )
      .max(1000),
    words: z
      .strictObject({ messages: count, words: z.array(z.tuple([count.max(0xffff_ffff), count])).max(1_000_000) })
      .optional(),
  }),
  templates: z.strictObject({
    list: z.array(templateSchema).max(1_000_000),
    shapeIds: z.instanceof(BigUint64Array),
    shapeTemplates: z.instanceof(Uint32Array),
  }),
  fitted: z.strictObject({
    usual: usualLevelsSchema.nullable().default(null),
    autoThreshold: z.strictObject({
      threshold: share,
      surprise: z.number().nonnegative(),
      rule: z.enum(['gap', 'budget', 'usual', 'little', 'asked']),
    }),
    detectors: z
      .array(
        z.strictObject({
          name,
          fallback: text.nullable(),
          weight: z.number().positive().max(1e6),
          calibration: calibrationSchema,
          state: stateSchema,
        }),
      )
      .min(1)
      .max(64),
  }),
  reference: referenceSchema,
  training: trainingSchema,
  metrics: metricsSchema,
});

export type ArtifactFile = z.infer<typeof artifactSchema>;
