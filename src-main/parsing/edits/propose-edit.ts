/** Turns what a person chose (templates, a token, values) into an edit that says it by text. */
import { ParsingError } from '#shared/base/errors.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { WILDCARD } from '#shared/domain/template-text.ts';
import { fitGaps, patternOf, type TemplatePattern } from '../shape-slice.ts';
import type { SlicesByShape } from './apply-edits.ts';
import { commonPattern } from './common-text.ts';
import { EditScope, namedPattern, saysEnough } from './edit-scope.ts';
import { wideningScope } from './rewrite-slices.ts';

type WithoutHead<Edit> = Edit extends TemplateEdit ? Omit<Edit, 'editId' | 'createdMs'> : never;
export type EditBody = WithoutHead<TemplateEdit>;

export interface Proposal {
  readonly body: EditBody;
  /** Texts of templates that the edit fits besides the chosen ones. */
  readonly alike: readonly string[];
}

/** More than this many templates that fit but are left alone say that the text is too wide. */
const MAX_EXCEPT = 10_000;

/**
 * Merges the templates of these texts.
 * @param text The wider text; null: what they have in common.
 * @throws ParsingError `templates.no-fit` | `templates.too-wide`
 */
export function proposeMerge(
  slices: SlicesByShape,
  members: readonly string[],
  { text, takesAlike }: { readonly text: string | null; readonly takesAlike: boolean },
): Proposal {
  const into = text === null ? commonPattern(members) : tidy(namedPattern(text));
  const alike = checkWidening(slices, members, into);
  const except = takesAlike ? [] : alike;
  return { body: { kind: 'merge', members: [...members], into: into.text, except }, alike };
}

/**
 * Makes a stretch of a template's text a parameter.
 * @param range UTF-16 offsets in the text; wildcards and escapes are in it whole or not at all.
 * @throws ParsingError `templates.bad-range` | `templates.too-wide`
 */
export function proposeParameter(
  slices: SlicesByShape,
  template: string,
  range: { readonly start: number; readonly end: number; readonly takesAlike: boolean },
): Proposal {
  const { start, end, takesAlike } = range;
  const isCut = template
    .matchAll(/<\\*\*>/g)
    .some(({ index, 0: { length } }) => [start, end].some((at) => at > index && at < index + length));
  if (isCut || start >= end || end > template.length) throw badRange('The chosen text', template);
  const into = tidy(namedPattern(template.slice(0, start) + WILDCARD + template.slice(end)));
  if (!into.parts.every((part) => part.isWellFormed())) throw badRange('The chosen text', template);
  const alike = checkWidening(slices, [template], into);
  const except = takesAlike ? [] : alike;
  return { body: { kind: 'mask-parameter', template, into: into.text, except }, alike };
}

/** @throws ParsingError `templates.bad-range` when the template has no such wildcard. */
export function proposeSplitByValues(
  slices: SlicesByShape,
  kind: 'split-values' | 'mask-constant',
  split: { readonly template: string; readonly wildcard: number; readonly values: readonly string[] },
): Proposal {
  const { template, wildcard, values } = split;
  checkWildcard(template, wildcard);
  const except = alikeOf(slices, new EditScope([template], [namedPattern(template)], []));
  return { body: { kind, template, wildcard, values: [...new Set(values)], except }, alike: except };
}

export function proposeSplitIntoShapes(slices: SlicesByShape, template: string): Proposal {
  const except = alikeOf(slices, new EditScope([template], [namedPattern(template)], []));
  return { body: { kind: 'split-shapes', template, except }, alike: except };
}

/** @throws ParsingError `templates.bad-range` */
export function checkWildcard(template: string, wildcard: number): void {
  if (wildcard >= namedPattern(template).parts.length - 1) throw badRange(`Wildcard ${wildcard + 1}`, template);
}

function checkWidening(slices: SlicesByShape, members: readonly string[], into: TemplatePattern): string[] {
  if (!saysEnough(into)) {
    throw new ParsingError(
      'templates.too-wide',
      `${into.text} would have no constant word left. Choose templates that share one, or write the wider text.`,
    );
  }
  const named = new Set(members);
  for (const own of slices) {
    for (const { pattern, flat } of own) {
      if (!named.has(pattern.text) || fitGaps(flat, into.parts) !== null) continue;
      throw new ParsingError('templates.no-fit', `Not all messages of ${pattern.text} fit ${into.text}.`);
    }
  }
  return alikeOf(slices, wideningScope(members, into, []), into);
}

/** Texts of templates with messages that the scope fits although it does not name them, by first appearance. */
function alikeOf(slices: SlicesByShape, scope: EditScope, into?: TemplatePattern): string[] {
  const texts = new Set<string>();
  for (const own of slices) {
    for (const { pattern, flat } of own) {
      if (scope.isNamed(pattern.text) || texts.has(pattern.text)) continue;
      if (into !== undefined && fitGaps(flat, into.parts) === null) continue;
      if (scope.fits(flat)) texts.add(pattern.text);
    }
  }
  if (texts.size <= MAX_EXCEPT) return [...texts];
  throw new ParsingError('templates.too-wide', `${texts.size} other templates fit as well. Keep more of the text.`);
}

/** Without wildcards in a row. */
function tidy({ parts }: TemplatePattern): TemplatePattern {
  return patternOf(parts.filter((part, i) => part !== '' || i === 0 || i === parts.length - 1));
}

function badRange(what: string, template: string): ParsingError {
  return new ParsingError('templates.bad-range', `${what} is not in ${template}.`);
}
