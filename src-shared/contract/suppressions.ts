import { oc } from '@orpc/contract';
import { z } from 'zod';
import { suppressionSchema, suppressionScopeSchema } from '../domain/suppression.ts';
import { caseIdSchema, clockMsSchema } from './common.ts';

/** A rule with what it does to the current analysis. */
export const suppressionViewSchema = suppressionSchema.extend({
  /** Kept in the case, or in the home for all cases. */
  reach: z.enum(['case', 'all']),
  isExpired: z.boolean(),
  /** Incidents of the case's current analysis that it hides; each is counted for the first rule that hides it. Null without a case. */
  hits: z.number().int().nonnegative().nullable(),
});
export type SuppressionView = z.infer<typeof suppressionViewSchema>;

export const suppressionsContract = {
  /** Those of the case, then those of all cases; each oldest first, expired ones too. Without a case those of all cases. */
  list: oc.input(z.strictObject({ caseId: caseIdSchema.optional() })).output(z.array(suppressionViewSchema)),
  /** Hides incidents like this from now on; nothing that was found is lost. */
  add: oc
    .input(
      z.strictObject({
        /** Absent: the rule is for all cases. */
        caseId: caseIdSchema.optional(),
        reach: z.enum(['case', 'all']).default('case'),
        scope: suppressionScopeSchema,
        reason: z.string().max(1000).default(''),
        expiresAtMs: clockMsSchema.nullable().default(null),
      }),
    )
    .output(suppressionViewSchema),
  /** Shows them again. */
  remove: oc
    .input(z.strictObject({ caseId: caseIdSchema.optional(), ruleId: suppressionSchema.shape.ruleId }))
    .output(z.object({ isRemoved: z.boolean() })),
};
