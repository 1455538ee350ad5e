/**
 * Editing templates by hand. Every procedure answers what changes (`TemplateChange`), with exact event counts; with
 * `isPreview` nothing is stored, so a panel can show the effect before it asks for it.
 *
 * An edit reads no source: it changes which template a message's shape belongs to. Afterwards `CaseInfo.version` has risen,
 * `CaseInfo.scoresAreStale` says whether the scores were made with other templates (`jobs.startReanalyse` makes them anew),
 * and the same edits are applied to whatever the case reads next. Names do not make scores stale.
 *
 * Errors: `templates.not-found`, `templates.no-fit` (a text that not all messages fit), `templates.too-wide` (a text
 * with nothing constant left), `templates.too-many` (values), `templates.bad-range`, `templates.bad-pattern`,
 * `templates.no-edit` (nothing to undo), `case.busy` while the case is being scored, `catalog.locked`.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { maskNameSchema, templateEditSchema, templatePatchSchema } from '../domain/template-edit.ts';
import { caseInput, templateIdSchema } from './common.ts';

export const templateCountSchema = z.object({
  templateId: z.string(),
  text: z.string(),
  name: z.string().nullable(),
  /** Events of the case. */
  count: z.number().int().nonnegative(),
});
export type TemplateCount = z.infer<typeof templateCountSchema>;

/** Templates listed at most in each of a change's lists; the counts beside them are of all. */
export const MAX_LISTED_TEMPLATES = 200;

export const templateChangeSchema = z.object({
  /** False for a preview, and when nothing would change. */
  isStored: z.boolean(),
  /** Case version after it. */
  version: z.number().int().nonnegative(),
  /** Edits that were added, or taken away by an undo; hand them to `importEdits` to redo one. */
  edits: z.array(templateEditSchema),
  /** Templates that end or change their count or name, as they were; most events first. */
  before: z.array(templateCountSchema),
  /** The same and new ones, as they are afterwards. */
  after: z.array(templateCountSchema),
  /** Templates that fit the edit as well and are left alone (`takesAlike` false), or come along with it (true). */
  alike: z.array(templateCountSchema),
  totals: z.object({ before: z.number().int(), after: z.number().int(), alike: z.number().int() }),
  /** Templates of the case afterwards. */
  templates: z.number().int().nonnegative(),
  /** Events whose template is another one afterwards. */
  movedEvents: z.number().int().nonnegative(),
  scoresAreStale: z.boolean(),
});
export type TemplateChange = z.infer<typeof templateChangeSchema>;

const isPreview = z.boolean().default(false);
const one = caseInput.extend({ templateId: templateIdSchema, isPreview });
const wildcard = z.number().int().min(0).max(4095);
const value = z.string().max(65_536);

/** What `split` does with a template. */
export const splitBySchema = z.discriminatedUnion('kind', [
  /** Each of these values of a wildcard (0-based) gets a template of its own; the rest stays. */
  z.strictObject({ kind: z.literal('values'), wildcard, values: z.array(value).min(1).max(500) }),
  /** Back into the token shapes it was mined from. */
  z.strictObject({ kind: z.literal('shapes') }),
]);

/** What `mask` says of a token, a wildcard or a pattern. */
export const maskSchema = z.discriminatedUnion('kind', [
  /** The text from `start` to `end` (UTF-16 offsets in the template's text, wildcards whole or not at all) is a parameter. */
  z.strictObject({
    kind: z.literal('parameter'),
    templateId: templateIdSchema,
    start: z.number().int().min(0),
    end: z.number().int().min(1),
    /** Templates that differ in that text only become one with it. */
    takesAlike: z.boolean().default(true),
  }),
  /** The wildcard is constant text: each value a template. Without `values` those the case has, at most 200. */
  z.strictObject({
    kind: z.literal('constant'),
    templateId: templateIdSchema,
    wildcard,
    values: z.array(value).min(1).max(500).optional(),
  }),
  /** What a wildcard holds. */
  z.strictObject({ kind: z.literal('kind'), templateId: templateIdSchema, wildcard, maskName: maskNameSchema }),
  /** Text that matches an RE2 pattern is a parameter, in one template's messages or in all. */
  z.strictObject({
    kind: z.literal('pattern'),
    pattern: z.string().min(1).max(1000),
    maskName: maskNameSchema,
    templateId: templateIdSchema.optional(),
  }),
]);

/** An edit with what it does in this case. */
export const appliedEditSchema = z.object({
  edit: templateEditSchema,
  /** Templates of its messages after all edits; one made for a value that no event has is among them. */
  templateIds: z.array(z.string()),
  /** Events of the message shapes it takes hold of. */
  events: z.number().int().nonnegative(),
});
export type AppliedEdit = z.infer<typeof appliedEditSchema>;

export const templateEditProcedures = {
  /** Makes one template of several; without `text` it is what they have in common. */
  merge: oc
    .input(
      caseInput.extend({
        templateIds: z.array(templateIdSchema).min(2).max(1000),
        text: z.string().min(1).max(65_536).optional(),
        takesAlike: z.boolean().default(false),
        isPreview,
      }),
    )
    .output(templateChangeSchema),
  split: oc.input(one.extend({ by: splitBySchema })).output(templateChangeSchema),
  /** A name of the user's own; null takes it away. Ids stay. */
  rename: oc.input(one.extend({ name: z.string().max(200).nullable() })).output(templateChangeSchema),
  mask: oc.input(caseInput.extend({ mask: maskSchema, isPreview })).output(templateChangeSchema),
  /** Takes an edit back: the last one, or the one named. */
  undo: oc
    .input(caseInput.extend({ editId: z.string().min(1).max(64).optional(), isPreview }))
    .output(templateChangeSchema),
  /** In the order they are applied. */
  edits: oc.input(caseInput).output(z.array(appliedEditSchema)),
  /** All edits as a file that other cases can import. */
  exportEdits: oc.input(caseInput).output(templatePatchSchema),
  /** Adds the edits of a patch behind those the case has (one with a known id is left out), or puts them in their place. */
  importEdits: oc
    .input(
      caseInput.extend({
        patch: templatePatchSchema,
        mode: z.enum(['append', 'replace']).default('append'),
        isPreview,
      }),
    )
    .output(templateChangeSchema),
};
