import { oc } from '@orpc/contract';
import { z } from 'zod';
import { caseIdSchema, templateIdSchema } from './common.ts';

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

/** The whole list is the `templates` table route; these are for one. */
export const templatesContract = {
  get: oc.input(z.strictObject({ caseId: caseIdSchema, templateId: templateIdSchema })).output(templateDetailSchema),
  /** A name of the user's own; null takes it away. */
  rename: oc
    .input(z.strictObject({ caseId: caseIdSchema, templateId: templateIdSchema, name: z.string().max(200).nullable() }))
    .output(z.object({ isRenamed: z.boolean() })),
};
