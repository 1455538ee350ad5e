import { z } from 'zod';
import type { ReferenceDistribution } from '#shared/domain/reference-distribution.ts';

const count = z.number().int().nonnegative();
const ascending = (values: readonly number[]): boolean => values.every((value, i) => i === 0 || value > values[i - 1]!);

/** How features and scores of training units were distributed, as model files hold it. */
export const referenceSchema: z.ZodType<ReferenceDistribution> = z.strictObject({
  features: z
    .array(
      z
        .strictObject({
          feature: z.string().max(65_536),
          edges: z.array(z.number()).max(64).refine(ascending, 'is not ascending'),
          counts: z.array(count).max(66),
        })
        .refine(({ edges, counts }) => counts.length === edges.length + 2, 'has not two more counts than edges'),
    )
    .max(4096),
  scores: z.array(count).length(20),
});
