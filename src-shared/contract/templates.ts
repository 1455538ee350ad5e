import { oc } from '@orpc/contract';
import { z } from 'zod';
import { caseIdSchema, templateIdSchema } from './common.ts';
import { templateEditProcedures } from './template-edits.ts';
import { templateStatisticsProcedures } from './template-statistics.ts';

export const templateDetailSchema = z.object({
  templateId: z.string(),
  text: z.string(),
  name: z.string().nullable(),
  parts: z.array(z.string()),
  maskNames: z.array(z.string()),
  count: z.number().int().nonnegative(),
  firstTimeNs: z.bigint().nullable(),
  lastTimeNs: z.bigint().nullable(),
  /** Most frequent values of each wildcard, in wildcard order. */
  parameters: z.array(
    z.object({
      maskName: z.string(),
      distinct: z.number().int().nonnegative(),
      top: z.array(z.object({ value: z.string(), count: z.number().int() })),
    }),
  ),
});
export type TemplateDetail = z.infer<typeof templateDetailSchema>;

/** The whole list is the `templates` table route; these are for one, for edits by hand, and for all together. */
export const templatesContract = {
  get: oc.input(z.strictObject({ caseId: caseIdSchema, templateId: templateIdSchema })).output(templateDetailSchema),
  ...templateEditProcedures,
  ...templateStatisticsProcedures,
};
