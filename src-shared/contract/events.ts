import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { caseIdSchema, caseInput, eventFilterSchema, timeNsSchema } from './common.ts';

/** Handle of an ordered event list; it dies with the engine or with a newer case version: `events.index-gone`. */
export const indexIdSchema = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/);

export const eventIndexSchema = z.object({
  indexId: z.string(),
  count: z.number().int().nonnegative(),
  /** Case version the list was made from. */
  version: z.number().int(),
  /** The same list as read-only SQL over the case's views. */
  sql: z.string(),
});
export type EventIndex = z.infer<typeof eventIndexSchema>;

/** An event of a list: its row now, and the id that stays with it in every other list. */
export const eventPlaceSchema = z.object({
  row: z.number().int().nonnegative().nullable(),
  eventId: z.number().int().nonnegative().nullable(),
});
export type EventPlace = z.infer<typeof eventPlaceSchema>;

export const facetSchema = z.object({ value: z.string(), count: z.number().int().nonnegative() });

export const eventDetailSchema = z.object({
  eventId: z.number().int().nonnegative(),
  path: z.string(),
  member: z.string().nullable(),
  line: z.number().int().positive(),
  lineCount: z.number().int().positive(),
  byteOffset: z.number().int().nonnegative(),
  timeNs: z.bigint().nullable(),
  severity: z.number().int(),
  severityText: z.string().nullable(),
  service: z.string().nullable(),
  host: z.string().nullable(),
  component: z.string().nullable(),
  templateId: z.string().nullable(),
  template: z.string().nullable(),
  content: z.string(),
  /** In wildcard order. */
  parameters: z.array(z.string()),
  /** JSON object text of further fields; null when there are none. */
  attributes: z.string().nullable(),
  /** The physical lines as read (header, content, continuation lines); at most 1000. */
  rawLines: z.array(z.string()),
});
export type EventDetail = z.infer<typeof eventDetailSchema>;

export const searchProgressSchema = z.object({
  /** Part of the lines that was looked at, 0..1. */
  share: z.number().min(0).max(1),
  /** Events found so far for the words or the pattern under way. */
  found: z.number().int().nonnegative(),
});
export type SearchProgress = z.infer<typeof searchProgressSchema>;

export const eventsContract = {
  /**
   * Looks for the words and patterns of a filter's query and tells how far it is; ends when all is looked at. Templates
   * answer at once, lines are read in pieces. Lists, timeline and counts of the same query wait for the same search; it
   * stops when nobody waits for it any more. Fails with `lake.regex-invalid` or `lake.regex-timeout`.
   */
  search: oc.input(caseInput.extend({ filter: eventFilterSchema })).output(eventIterator(searchProgressSchema)),
  /** Fixes the order of all events that pass the filter: by time (events without one keep their place in their file). */
  openIndex: oc
    .input(z.strictObject({ caseId: caseIdSchema, filter: eventFilterSchema.default({}) }))
    .output(eventIndexSchema),
  closeIndex: oc
    .input(z.strictObject({ caseId: caseIdSchema, indexId: indexIdSchema }))
    .output(z.object({ isClosed: z.boolean() })),
  /** Where the first event at or after a time stands in the list, or an event id; nulls when there is none. */
  locate: oc
    .input(
      z.strictObject({
        caseId: caseIdSchema,
        indexId: indexIdSchema,
        target: z.union([
          z.strictObject({ timeNs: timeNsSchema }),
          z.strictObject({ eventId: z.number().int().nonnegative() }),
        ]),
      }),
    )
    .output(eventPlaceSchema),
  /** The next event after (or before) `fromRow` that is at least `minSeverityBand`; nulls when there is none. */
  nextSevere: oc
    .input(
      z.strictObject({
        caseId: caseIdSchema,
        indexId: indexIdSchema,
        fromRow: z.number().int().min(-1),
        direction: z.enum(['forward', 'backward']),
        minSeverityBand: z.number().int().min(0).max(6),
      }),
    )
    .output(eventPlaceSchema),
  get: oc
    .input(z.strictObject({ caseId: caseIdSchema, eventId: z.number().int().nonnegative() }))
    .output(eventDetailSchema),
  /** The most frequent values of each facet under a filter. */
  facets: oc
    .input(
      caseInput.extend({ filter: eventFilterSchema.default({}), limit: z.number().int().min(1).max(200).default(20) }),
    )
    .output(
      z.object({
        severity: z.array(facetSchema),
        service: z.array(facetSchema),
        host: z.array(facetSchema),
        component: z.array(facetSchema),
        source: z.array(facetSchema),
      }),
    ),
};
