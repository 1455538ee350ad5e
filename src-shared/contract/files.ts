import { oc } from '@orpc/contract';
import { z } from 'zod';
import { fileWarningSchema } from './analysis-document.ts';
import { ingestOptionsSchema } from './analyze-options.ts';
import { caseIdSchema, clockMsSchema, pathSchema } from './common.ts';

/** Server-side folders for the open dialog of a browser, and a look into a file before it is read. */
export const folderEntrySchema = z.object({
  /** For display: undecodable or control bytes are shown as escapes. */
  name: z.string(),
  /** What to hand back; null when the name cannot be expressed as text (it can be read by opening its folder). */
  path: z.string().nullable(),
  kind: z.enum(['folder', 'file', 'case', 'other']),
  sizeBytes: z.number().nonnegative().nullable(),
  modifiedMs: clockMsSchema.nullable(),
});
export type FolderEntry = z.infer<typeof folderEntrySchema>;

export const folderListingSchema = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  /** Folders first, then by name. */
  entries: z.array(folderEntrySchema),
  /** More entries exist than were asked for. */
  isTruncated: z.boolean(),
});
export type FolderListing = z.infer<typeof folderListingSchema>;

/** One sample line taken apart, as the detected format reads it; absent parts are null. */
export const sampleFieldsSchema = z.object({
  line: z.string(),
  time: z.string().nullable(),
  severity: z.string().nullable(),
  service: z.string().nullable(),
  host: z.string().nullable(),
  component: z.string().nullable(),
  content: z.string().nullable(),
});

export const formatGuessSchema = z.object({
  path: z.string(),
  encoding: z.string(),
  encodingConfidence: z.number(),
  format: z.string(),
  title: z.string(),
  confidence: z.number().min(0).max(1),
  reason: z.string(),
  warnings: z.array(fileWarningSchema),
  fields: sampleFieldsSchema.nullable(),
});

export const filesContract = {
  /** Without a path: the user's home folder. */
  list: oc
    .input(z.strictObject({ path: pathSchema.optional(), limit: z.number().int().min(1).max(10_000).default(2000) }))
    .output(folderListingSchema),
  /** Detects encoding and format of one file, or of a member of an archive, from its head. */
  detect: oc
    .input(
      z.strictObject({
        path: pathSchema,
        /** Name inside the archive, or of a table; without it the first one. */
        member: z.string().min(1).max(4096).optional(),
        /** A case that has read the member, and so knows its place: the archive is not listed to find it. */
        caseId: caseIdSchema.optional(),
        options: ingestOptionsSchema.optional(),
      }),
    )
    .output(formatGuessSchema),
  formats: oc
    .input(z.void())
    .output(z.array(z.object({ name: z.string(), title: z.string(), samples: z.array(z.string()) }))),
};
