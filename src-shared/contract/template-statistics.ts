import { oc } from '@orpc/contract';
import { z } from 'zod';
import { PARAMETER_TYPES } from '../domain/parameter-type.ts';
import { caseInput, eventFilterSchema, templateIdSchema } from './common.ts';
import { maskSchema, splitBySchema, templateCountSchema } from './template-edits.ts';

const count = z.number().int().nonnegative();

export const parameterStatisticsSchema = z.object({
  wildcard: count,
  /** What the miner, or the user, calls it. */
  maskName: z.string(),
  type: z.enum(PARAMETER_TYPES),
  /** Unit of `numbers`: `ms`, `bytes`, `%`, ...; null for plain numbers. Values in several units are brought to one. */
  unit: z.string().nullable(),
  /** Events looked at; all of the template that pass the filter. */
  events: count,
  /** Of these, with an empty value. */
  empty: count,
  distinct: count,
  top: z.array(
    z.object({
      value: z.string(),
      count,
      /** Of the value; null when none of its events has a time. */
      firstTimeNs: z.bigint().nullable(),
      firstEventId: count,
    }),
  ),
  /** Null when less than nine in ten values are numbers. */
  numbers: z
    .object({
      count,
      min: z.number(),
      max: z.number(),
      mean: z.number(),
      median: z.number(),
      p05: z.number(),
      p95: z.number(),
      /** `to` is exclusive but for the last. Values outside [p0.1, p99.9] are in the first or last bucket. */
      buckets: z.array(z.object({ from: z.number(), to: z.number(), count })),
    })
    .nullable(),
});
export type ParameterStatistics = z.infer<typeof parameterStatisticsSchema>;

/** An edit that would make the templates better; hand `merge`, `split` or `mask` to the procedure of that name. */
export const templateSuggestionSchema = z.object({
  /** For a person: what was seen. */
  reason: z.string(),
  events: count,
  action: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('merge'), templateIds: z.array(z.string()), text: z.string() }),
    z.object({ kind: z.literal('split'), templateId: z.string(), by: splitBySchema }),
    z.object({ kind: z.literal('mask'), mask: maskSchema }),
  ]),
});
export type TemplateSuggestion = z.infer<typeof templateSuggestionSchema>;

export const templateHealthSchema = z.object({
  verdict: z.enum(['good', 'fair', 'poor']),
  /** Why not good, for a person; empty when it is. */
  problems: z.array(
    z.object({ code: z.enum(['singletons', 'catch-all', 'growth', 'alike', 'all-wildcards']), message: z.string() }),
  ),
  templates: count,
  shapes: count,
  events: count,
  edits: count,
  /** Templates with one event, and their share of all templates, 0..1. */
  singletons: count,
  singletonShare: z.number().min(0).max(1),
  /** The template with most events and its share of them; null without events. */
  top: templateCountSchema.extend({ share: z.number().min(0).max(1), shapes: count }).nullable(),
  /** Templates of wildcards only. */
  allWildcards: z.array(templateCountSchema),
  /** New templates over the input: `templates` were seen within the first `events` events. At most 50 points. */
  growth: z.array(z.object({ events: count, templates: count })),
  /** New templates per 10,000 events in the last tenth of the input. */
  newPerTenThousand: z.number().nonnegative(),
  /** Sets of templates that differ in one place only, largest first. */
  alike: z.array(z.object({ templates: z.array(templateCountSchema), text: z.string() })),
  suggestions: z.array(templateSuggestionSchema),
});
export type TemplateHealth = z.infer<typeof templateHealthSchema>;

export const templateStatisticsProcedures = {
  /** What one wildcard holds, over all events of the template or those a filter lets pass. Cancelled by leaving the call. */
  parameters: oc
    .input(
      caseInput.extend({
        templateId: templateIdSchema,
        /** From 0. */
        wildcard: z.number().int().min(0).max(4095),
        filter: eventFilterSchema.optional(),
        /** Values listed: most frequent, rarest, or last to appear for the first time. */
        order: z.enum(['frequent', 'rare', 'newest']).default('frequent'),
        values: z.number().int().min(1).max(1000).default(20),
        buckets: z.number().int().min(1).max(200).default(40),
      }),
    )
    .output(parameterStatisticsSchema),
  /** How good the templates are as a whole, and what could be done. Reads the catalog only. */
  health: oc
    .input(caseInput.extend({ limit: z.number().int().min(1).max(200).default(20) }))
    .output(templateHealthSchema),
};
