import { oc } from '@orpc/contract';
import { z } from 'zod';
import { suppressionSchema, suppressionScopeSchema } from '../domain/suppression.ts';
import { caseIdSchema, caseInput, clockMsSchema } from './common.ts';

/** A rule with what it does to the current analysis. */
export const suppressionViewSchema = suppressionSchema.extend({
  isExpired: z.boolean(),
  /** Incidents of the current analysis that it hides; each is counted for the first rule that hides it. */
  hits: z.number().int().nonnegative(),
});
export type SuppressionView = z.infer<typeof suppressionViewSchema>;

export const suppressionsContract = {
  /** Oldest first, expired ones too. */
  list: oc.input(caseInput).output(z.array(suppressionViewSchema)),
  /** Hides incidents like this from now on; nothing that was found is lost. */
  add: oc
    .input(
      z.strictObject({
        caseId: caseIdSchema,
        scope: suppressionScopeSchema,
        reason: z.string().max(1000).default(''),
        expiresAtMs: clockMsSchema.nullable().default(null),
      }),
    )
    .output(suppressionViewSchema),
  /** Shows them again. */
  remove: oc
    .input(z.strictObject({ caseId: caseIdSchema, ruleId: suppressionSchema.shape.ruleId }))
    .output(z.object({ isRemoved: z.boolean() })),
};
