import type { TemplateSuggestion } from '#shared/contract/template-statistics.ts';
import type { ShapeUse } from '#shared/domain/template.ts';
import { templateParts, WILDCARD } from '#shared/domain/template-text.ts';
import { commonPattern } from '../../parsing/edits/common-text.ts';
import { saysEnough } from '../../parsing/edits/edit-scope.ts';
import { hasHole } from '../../parsing/units.ts';
import type { ShapeSlice } from '../../parsing/shape-slice.ts';

/** A template with its use. */
export interface TemplateUse {
  readonly templateId: string;
  readonly text: string;
  readonly name: string | null;
  readonly count: number;
  readonly slices: ShapeSlice[];
  /** Of its first event; infinite without any. */
  firstEventId: number;
}

/** So many templates that differ in one word look like values. */
const MIN_ALIKE = 3;
/** Share of them seen once. */
const ONCE_SHARE = 0.5;
/** A wildcard of so few words, each seen so often, looks like program text. */
const MAX_WORDS = 20;
const MIN_WORD_EVENTS = 20;
const MIN_WORD_SHARE = 0.01;
const SHOWN_WORDS = 4;
const WORD = /^\p{L}[\p{L}_-]*$/u;

/** Edits worth a look, those of most events first. */
export function suggestEdits(
  templates: readonly TemplateUse[],
  alike: readonly (readonly TemplateUse[])[],
  shapes: readonly ShapeUse[],
  events: number,
): TemplateSuggestion[] {
  const merges = alike.flatMap((set) => suggestMerge(set) ?? []);
  const splits = templates.flatMap((template) => suggestSplit(template, shapes, events) ?? []);
  return [...merges, ...splits].toSorted((a, b) => b.events - a.events);
}

/** Templates that differ in one word, most of them seen once, or where one has a wildcard for that word already. */
function suggestMerge(set: readonly TemplateUse[]): TemplateSuggestion | null {
  const once = set.filter(({ count }) => count === 1).length;
  const pattern = commonPattern(set.map(({ text }) => text));
  const hasWildcard = set.some(({ text }) => text === pattern.text);
  if (!saysEnough(pattern) || !(hasWildcard || (set.length >= MIN_ALIKE && once >= set.length * ONCE_SHARE)))
    return null;
  const reason = hasWildcard
    ? `${set.length - 1} templates hold a word where ${pattern.text} has a wildcard.`
    : `${set.length} templates differ in one word only; ${once} of them were seen once.`;
  const templateIds = set.map(({ templateId }) => templateId);
  const sum = set.reduce((total, { count }) => total + count, 0);
  return { reason, events: sum, action: { kind: 'merge', templateIds, text: pattern.text } };
}

/** A template without constant words goes back to its shapes; a wildcard of a few frequent words is split by them. */
function suggestSplit(template: TemplateUse, shapes: readonly ShapeUse[], events: number): TemplateSuggestion | null {
  const { templateId, text, count, slices } = template;
  if (slices.length < 2) return null;
  if (!templateParts(text).some((part) => /\p{L}/u.test(part))) {
    const reason = `Nothing but wildcards is left of ${slices.length} different shapes.`;
    return { reason, events: count, action: { kind: 'split', templateId, by: { kind: 'shapes' } } };
  }
  const wildcards = text.split(WILDCARD).length - 1;
  for (let wildcard = 0; wildcard < wildcards; wildcard++) {
    const words = countWords(slices, wildcard, shapes);
    if (words === null || words.size < 2 || words.size > MAX_WORDS) continue;
    const least = Math.max(MIN_WORD_EVENTS, events * MIN_WORD_SHARE);
    if (words.values().some((use) => use < least)) continue;
    const shown = words.keys().take(SHOWN_WORDS).toArray().join(', ');
    const reason = `Wildcard ${wildcard + 1} holds ${words.size} words only, each of them often: ${shown}.`;
    const by = { kind: 'values' as const, wildcard, values: [...words.keys()] };
    return { reason, events: count, action: { kind: 'split', templateId, by } };
  }
  return null;
}

/** Events by word of a wildcard; null when something else stands in it. */
function countWords(
  slices: readonly ShapeSlice[],
  wildcard: number,
  shapes: readonly ShapeUse[],
): Map<string, number> | null {
  const words = new Map<string, number>();
  for (const { gaps, shape } of slices) {
    const word = gaps[wildcard] ?? '';
    if (hasHole(word) || !WORD.test(word)) return null;
    words.set(word, (words.get(word) ?? 0) + (shapes[shape]?.count ?? 0));
  }
  return words;
}
