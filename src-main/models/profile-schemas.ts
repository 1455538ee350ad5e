/** Schemas of the profiles that fitted models keep; a file is checked against them before a number of it is used. */
import { z } from 'zod';
import type { FeatureSpec } from '#shared/domain/feature-table.ts';
import type { UsualLevels } from '#shared/domain/usual-levels.ts';
import type { PatternProfile } from './count-patterns.ts';
import type { RarityScale } from './rarity.ts';
import type { SessionProfile } from './session-statistics.ts';
import type { StepProfile } from './step-profile.ts';
import type { WindowProfile } from './window-statistics.ts';

const featureName = z.string().max(65_536);
const numbers = z.array(z.number()).readonly();
const positive = z.number().positive();

const ascending = (values: readonly number[]): boolean => values.every((value, i) => i === 0 || value > values[i - 1]!);

export const stepProfileSchema: z.ZodType<StepProfile> = z
  .object({
    median: z.number(),
    values: numbers.refine(ascending, 'is not ascending'),
    surprise: z.array(z.number().nonnegative()).readonly(),
    atLow: z.number().nonnegative(),
    atHigh: z.number().nonnegative(),
    low: z.number(),
    high: z.number(),
  })
  .refine(({ values, surprise }) => values.length === surprise.length, 'has another number of values than surprises');

export const rarityScaleSchema: z.ZodType<RarityScale> = z
  .object({
    raw: numbers.refine(ascending, 'is not ascending'),
    surprise: z.array(z.number().nonnegative()).readonly(),
    beyond: z.number().nonnegative(),
  })
  .refine(({ raw, surprise }) => raw.length === surprise.length, 'has another number of values than surprises');

export const sessionProfileSchema: z.ZodType<SessionProfile> = z.object({
  name: featureName,
  steps: stepProfileSchema,
  log: z.object({ center: z.number(), spread: positive, inflation: z.number().min(1) }).nullable(),
});

export const windowProfileSchema: z.ZodType<WindowProfile> = z.object({
  name: featureName,
  count: z
    .object({ rate: z.number().nonnegative(), dispersion: positive, clump: positive, inflation: positive })
    .nullable(),
  sample: z
    .object({
      center: z.number(),
      spread: z.number().nonnegative(),
      drift: z.number().nonnegative(),
      inflation: positive,
    })
    .nullable(),
});

const featureSpecSchema: z.ZodType<FeatureSpec> = z.strictObject({
  name: featureName,
  unit: z.string().max(64),
  measure: z.enum(['count', 'mean', 'share', 'duration', 'missed']),
  lineage: z.strictObject({
    templateId: featureName.nullable(),
    previousTemplateId: featureName.nullable(),
    service: featureName.nullable(),
    host: featureName.nullable(),
    minimumBand: z.number().int().min(0).max(6).nullable(),
    parameter: featureName.nullable(),
  }),
  scale: z.number().nonnegative(),
});

export const usualLevelsSchema: z.ZodType<UsualLevels> = z.strictObject({
  windowSeconds: positive,
  windows: z.number().int().positive(),
  levels: z
    .array(
      z
        .strictObject({
          spec: featureSpecSchema,
          low: z.number(),
          high: z.number(),
          ofTraffic: z.strictObject({ low: z.number().nonnegative(), high: z.number().nonnegative() }).nullable(),
          spread: positive,
          drift: z.number().nonnegative(),
          inflation: positive,
        })
        .refine(({ spec, low }) => spec.measure !== 'count' || low >= 0, 'is a count below nothing'),
    )
    .max(1_000_000),
});

export const patternProfileSchema: z.ZodType<PatternProfile> = z
  .object({
    columns: z
      .array(
        z.object({
          name: featureName,
          steps: stepProfileSchema,
          isExact: z.boolean(),
          levels: z.array(z.object({ level: z.number(), share: positive.max(1.000_001) })).readonly(),
        }),
      )
      .readonly(),
    keys: numbers.refine(ascending, 'is not ascending'),
    counts: z.array(z.number().nonnegative()).readonly(),
    total: z.number().nonnegative(),
  })
  .refine(({ keys, counts }) => keys.length === counts.length, 'has another number of keys than counts');
