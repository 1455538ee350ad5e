import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { FormatIssue } from '../domain/format-issue.ts';
import { ERROR_CLASSES } from '../domain/issue-class.ts';
import { caseIdSchema, pathSchema } from './common.ts';

/** Log formats: those that come with the product, and those that users write or import. */
export const MAX_PREVIEW_LINES = 200;
const MAX_TEXT = 262_144;
/** Characters of a line that a preview reads. */
export const MAX_PREVIEW_LINE = 65_536;

export const formatNameSchema = z.string().min(1).max(128);
const formatTextSchema = z.string().max(MAX_TEXT);

export const formatIssueSchema = z.object({
  class: z.enum(ERROR_CLASSES),
  /** Dotted path of the field in the file; '' is the file as a whole. */
  field: z.string(),
  message: z.string(),
  /** 1-based; null where there is no place. */
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
}) satisfies z.ZodType<FormatIssue>;

export const formatListingSchema = z.object({
  name: z.string(),
  title: z.string(),
  /** Home: kept for every case. Case: the copy of a case that used it, where the home has none or another. */
  origin: z.enum(['home', 'case', 'built-in']),
  /** How its lines are told: `pattern`, `regex`, `json`, ... */
  engine: z.string(),
  samples: z.array(z.string()),
  /** What keeps it from being used; empty for one that is. */
  issues: z.array(formatIssueSchema),
});
export type FormatListing = z.infer<typeof formatListingSchema>;

export const formatDetailSchema = formatListingSchema.extend({
  /** The format file; of a built-in format one to start an own one from, null where it is more than patterns. */
  text: z.string().nullable(),
  /** Where the file is; null for a built-in format. */
  path: z.string().nullable(),
});
export type FormatDetail = z.infer<typeof formatDetailSchema>;

export const previewedLineSchema = z.object({
  line: z.string(),
  kind: z.enum(['event', 'continuation', 'unmatched', 'structural', 'blank']),
  /** The header fits, but its time is none that exists. */
  hasBadTime: z.boolean(),
  fields: z
    .object({
      /** RFC 3339, UTC. */
      time: z.string().nullable(),
      severity: z.number().int(),
      severityText: z.string().nullable(),
      service: z.string().nullable(),
      host: z.string().nullable(),
      component: z.string().nullable(),
      content: z.string(),
      /** JSON object text of further fields. */
      attributes: z.string().nullable(),
    })
    .nullable(),
});
export type PreviewedLine = z.infer<typeof previewedLineSchema>;

export const formatPreviewSchema = z.object({
  name: z.string().nullable(),
  issues: z.array(formatIssueSchema),
  /** False: nothing could be read, and the lines are shown as they are. */
  isReadable: z.boolean(),
  lines: z.array(previewedLineSchema),
  /** What each line was, counted. */
  counts: z.object({ events: z.number(), continuations: z.number(), unmatched: z.number(), others: z.number() }),
});
export type FormatPreview = z.infer<typeof formatPreviewSchema>;

const sourceLines = z.strictObject({
  caseId: caseIdSchema,
  sourceId: z.number().int().nonnegative(),
  /** 1-based. */
  fromLine: z.number().int().min(1).default(1),
});

export const importedFormatSchema = z.object({
  name: z.string(),
  /** What could not be taken over, each a sentence. */
  notes: z.array(z.string()),
  /** Empty: it is saved. */
  issues: z.array(formatIssueSchema),
});
export type ImportedFormat = z.infer<typeof importedFormatSchema>;

export const formatsContract = {
  /** The user's formats first, then the built-in ones, each group by name. */
  list: oc.input(z.strictObject({ caseId: caseIdSchema.optional() })).output(z.array(formatListingSchema)),
  get: oc.input(z.strictObject({ name: formatNameSchema, caseId: caseIdSchema.optional() })).output(formatDetailSchema),
  /** Reads lines by a format that is being written. Lines given, or those of a source; the first 200. */
  preview: oc
    .input(
      z.strictObject({
        text: formatTextSchema,
        lines: z.array(z.string().max(MAX_PREVIEW_LINE)).max(MAX_PREVIEW_LINES).optional(),
        source: sourceLines.optional(),
      }),
    )
    .output(formatPreviewSchema),
  /**
   * Keeps a format in the home, and in the case where that has a copy already: what is read again then uses it.
   * Fails with `ingest.format-invalid` when anything is wrong with it.
   */
  save: oc
    .input(
      z.strictObject({
        text: formatTextSchema,
        /** Name it had before; the file of that name goes. */
        formerName: formatNameSchema.optional(),
        /** False: a format of that name is not written over (`formats.exists`). */
        replaces: z.boolean().default(true),
        caseId: caseIdSchema.optional(),
      }),
    )
    .output(formatListingSchema),
  /** Takes a format out of the home. Cases that used it keep their copy. */
  remove: oc.input(z.strictObject({ name: formatNameSchema })).output(z.object({ isRemoved: z.boolean() })),
  /** Formats of a file: one of ours, or those of an lnav format file. Those without issues are saved. */
  import: oc
    .input(
      z.union([
        z.strictObject({ text: formatTextSchema, replaces: z.boolean().default(false) }),
        z.strictObject({ path: pathSchema, replaces: z.boolean().default(false) }),
      ]),
    )
    .output(z.array(importedFormatSchema)),
};
