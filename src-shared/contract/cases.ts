import { oc } from '@orpc/contract';
import { z } from 'zod';
import { rereadOptionsSchema } from './analyze-options.ts';
import { caseInput, clockMsSchema, nothing, pathSchema } from './common.ts';
import { partialCoverageSchema } from './incidents.ts';

export const caseSummarySchema = z.object({
  caseId: z.string(),
  name: z.string(),
  dir: z.string(),
  /** False when the folder is gone or on a medium that is not there. */
  isAvailable: z.boolean(),
  createdAtMs: clockMsSchema,
  openedAtMs: clockMsSchema,
  sizeBytes: z.number().nonnegative(),
  files: z.number().int().nonnegative(),
  lines: z.number().int().nonnegative(),
  events: z.number().int().nonnegative(),
  incidents: z.number().int().nonnegative(),
});
export type CaseSummary = z.infer<typeof caseSummarySchema>;

/** An open case as the workbench sees it; asked again after every `rows` or `done` event of a job. */
export const caseInfoSchema = z.object({
  summary: caseSummarySchema,
  /** Rises by one whenever readable rows, templates or results change: cached tables of a lower version are stale. */
  version: z.number().int().nonnegative(),
  /** Share of the input bytes read so far, 0..1; 1 when every file is read to its end. */
  readShare: z.number().min(0).max(1),
  sources: z.array(
    z.object({
      sourceId: z.number().int(),
      path: z.string(),
      member: z.string().nullable(),
      /** Names it in `sources` of the options for reading; absent where it is `path`. */
      absolutePath: z.string().optional(),
    }),
  ),
  firstTimeNs: z.bigint().nullable(),
  lastTimeNs: z.bigint().nullable(),
  templates: z.number().int().nonnegative(),
  /** Latest analysis; null before the first. */
  runId: z.string().nullable(),
  /** What the findings of `incidents.partial` are of; null when there are none. */
  partial: partialCoverageSchema.nullable(),
  /** The latest analysis was made with other templates than the case has now; `jobs.startReanalyse` makes it anew. */
  scoresAreStale: z.boolean(),
  activeJobIds: z.array(z.string()),
});
export type CaseInfo = z.infer<typeof caseInfoSchema>;

/** Layout, filters, zoom of the workbench: opaque to the engine, at most 256 KiB of JSON. */
export const viewStateSchema = z.string().max(262_144);

/** How the sources of a case were read: what was fixed for all of them by its latest reading, and for single ones so far. */
export const caseReadingSchema = z.object({
  paths: z.array(z.string()),
  options: rereadOptionsSchema,
});
export type CaseReadingOptions = z.infer<typeof caseReadingSchema>;

export const casesContract = {
  list: oc.input(nothing).output(z.array(caseSummarySchema)),
  /** Without a folder: a new one under the home, named after `name`. An existing folder must be empty or absent. */
  create: oc
    .input(z.strictObject({ name: z.string().min(1).max(128).optional(), dir: pathSchema.optional() }))
    .output(caseInfoSchema),
  /** Opens by folder or by a known id. */
  open: oc.input(z.union([z.strictObject({ dir: pathSchema }), caseInput])).output(caseInfoSchema),
  info: oc.input(caseInput).output(caseInfoSchema),
  /** What `jobs.startReread` starts from. */
  reading: oc.input(caseInput).output(caseReadingSchema),
  /** Lets go of the stores; running jobs keep them until they end. */
  close: oc.input(caseInput).output(z.object({ isClosed: z.boolean() })),
  /** Removes the folder and all in it; refused while a job of the case runs. */
  delete: oc.input(caseInput).output(z.object({ isDeleted: z.boolean() })),
  /** Takes it off the recent list; the folder stays. */
  forget: oc.input(caseInput).output(z.object({ isForgotten: z.boolean() })),
  getViewState: oc.input(caseInput).output(viewStateSchema.nullable()),
  setViewState: oc
    .input(caseInput.extend({ state: viewStateSchema.nullable() }))
    .output(z.object({ isSaved: z.boolean() })),
};
