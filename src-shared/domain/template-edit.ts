/**
 * Hand edits of templates, as data: what a person merged, split, named or masked, to be applied to every further mining
 * of the same case and to other dumps.
 *
 * An edit names templates by their text, never by anything that belongs to one case. It takes hold of the messages
 * whose template has that text, and of messages that fit the text while their own template is another one (because
 * this dump has fewer or other values). `except` lists the texts of templates that fit too and were left alone when
 * the edit was made. Templates in the way of a wider text are listed there, so that an edit changes what was chosen
 * and nothing else.
 *
 * Texts are those of `Template.text`: `<*>` is a wildcard, a literal `<*>` is written `<\*>`.
 */
import { z } from 'zod';

/** Text that can stand in a message: a lone surrogate is in none. */
const templateText = z
  .string()
  .max(65_536)
  .refine((text) => text.isWellFormed(), 'text holds half a character');
const texts = z.array(templateText).max(10_000).readonly();
const wildcard = z.number().int().min(0).max(4095);
/** What a wildcard holds, in a word: one of the built-in names or one of the user's own. */
export const maskNameSchema = z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/i, 'a kind is a short word');

const head = {
  /** Unique in a patch. */
  editId: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/),
  /** UTC milliseconds; says when it was made, changes nothing. */
  createdMs: z.number().int().nonnegative(),
};

export const templateEditSchema = z.discriminatedUnion('kind', [
  /** Messages of all `members` get the template `into`, which they must fit. */
  z.strictObject({
    ...head,
    kind: z.literal('merge'),
    members: z.array(templateText).min(1).max(1000).readonly(),
    into: templateText,
    except: texts,
  }),
  /** Each listed value of a wildcard (0-based) becomes constant text of a template of its own; others stay as they are. */
  z.strictObject({
    ...head,
    kind: z.literal('split-values'),
    template: templateText,
    wildcard,
    values: z.array(templateText).min(1).max(500).readonly(),
    except: texts,
  }),
  /** Each token shape of the template becomes a template of its own. */
  z.strictObject({ ...head, kind: z.literal('split-shapes'), template: templateText, except: texts }),
  /** A name to show; ids stay. Null takes a name away. */
  z.strictObject({
    ...head,
    kind: z.literal('rename'),
    template: templateText,
    name: z.string().min(1).max(200).nullable(),
  }),
  /**
   * Text that matches is a parameter, before anything is mined. The pattern is an RE2 regular expression, searched for in
   * the constant text of messages; a parameter that was found already stands there as a sample of its kind (a number
   * as `0`, an address as `0.0.0.0`, ...), and one that a match touches becomes part of it.
   */
  z.strictObject({
    ...head,
    kind: z.literal('mask-pattern'),
    pattern: z.string().min(1).max(1000),
    maskName: maskNameSchema,
    /** Only in messages that fit this text; null: in all. */
    template: templateText.nullable(),
  }),
  /** What a wildcard holds is told by hand. */
  z.strictObject({
    ...head,
    kind: z.literal('mask-kind'),
    template: templateText,
    wildcard,
    maskName: maskNameSchema,
  }),
  /** Constant text of `template` is a parameter: its messages, and others that differ there only, get `into`. */
  z.strictObject({
    ...head,
    kind: z.literal('mask-parameter'),
    template: templateText,
    into: templateText,
    except: texts,
  }),
  /** A wildcard's values are program text: each becomes part of a template of its own. */
  z.strictObject({
    ...head,
    kind: z.literal('mask-constant'),
    template: templateText,
    wildcard,
    values: z.array(templateText).min(1).max(500).readonly(),
    except: texts,
  }),
]);
export type TemplateEdit = z.infer<typeof templateEditSchema>;

export const TEMPLATE_PATCH_FORMAT = 'log-sentinel/template-edits';

/** A file of edits, applied from first to last. */
export const templatePatchSchema = z.strictObject({
  format: z.literal(TEMPLATE_PATCH_FORMAT),
  version: z.literal(1),
  edits: z.array(templateEditSchema).max(5000).readonly(),
});
export type TemplatePatch = z.infer<typeof templatePatchSchema>;
