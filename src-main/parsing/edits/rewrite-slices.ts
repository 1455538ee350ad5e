/** What one edit makes of one slice; the events of the slice are always all accounted for. */
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { splitAtHoles } from '../units.ts';
import { countHoles, fitGaps, patternOf, piecesOf, type ShapeSlice, type TemplatePattern } from '../shape-slice.ts';
import { EditScope, namedPattern } from './edit-scope.ts';

/** Parameters in a row, which are one wildcard. */
const HOLES = /\uD800+/gu;

/** Null: the edit takes no hold of the slice. */
export type RewriteSlice = (slice: ShapeSlice) => readonly ShapeSlice[] | null;

/** What an edit does to slices; null for edits that only name things, or that come before mining. */
export function rewriteOf(edit: TemplateEdit): RewriteSlice | null {
  switch (edit.kind) {
    case 'merge':
      return widenTo(edit.members, namedPattern(edit.into), edit.except);
    case 'mask-parameter':
      return widenTo([edit.template], namedPattern(edit.into), edit.except);
    case 'split-values':
    case 'mask-constant':
      return splitByValues(namedPattern(edit.template), edit.wildcard, edit.values, edit.except);
    case 'split-shapes':
      return splitIntoShapes(namedPattern(edit.template), edit.except);
    case 'rename':
    case 'mask-kind':
    case 'mask-pattern':
      return null;
  }
}

/** The scope in which a widening edit looks for messages: its members' and those that fit the wider text. */
export function wideningScope(members: readonly string[], into: TemplatePattern, except: readonly string[]): EditScope {
  return new EditScope([...members, into.text], [into, ...members.map(namedPattern)], except);
}

function widenTo(members: readonly string[], into: TemplatePattern, except: readonly string[]): RewriteSlice {
  const scope = wideningScope(members, into, except);
  return (slice) => {
    if (slice.pattern.text === into.text) return null;
    // The cheap question first: most slices do not fit.
    const gaps = fitGaps(slice.flat, into.parts);
    return gaps === null || !scope.holds(slice) ? null : [{ ...slice, pattern: into, gaps }];
  };
}

function splitIntoShapes(template: TemplatePattern, except: readonly string[]): RewriteSlice {
  const scope = new EditScope([template.text], [template], except);
  return (slice) => {
    if (!scope.holds(slice)) return null;
    const pattern = patternOf(slice.flat.split(HOLES));
    return pattern.text === slice.pattern.text ? null : [{ ...slice, pattern, gaps: slice.flat.match(HOLES) ?? [] }];
  };
}

function splitByValues(
  template: TemplatePattern,
  wildcard: number,
  values: readonly string[],
  except: readonly string[],
): RewriteSlice {
  const scope = new EditScope([template.text], [template], except);
  if (wildcard >= template.parts.length - 1) return () => null;
  return (slice) => {
    if (!scope.holds(slice)) return null;
    const gaps = slice.pattern.text === template.text ? slice.gaps : fitGaps(slice.flat, template.parts);
    const gap = gaps?.[wildcard];
    if (gaps === null || gap === undefined) return null;
    const fixed = [...new Set(values)]
      .filter((value) => canBe(gap, value))
      .map((value) => fix(slice, template, { gaps, wildcard, value }));
    if (fixed.length === 0) return null;
    return countHoles(gap) === 0 ? fixed.slice(0, 1) : [...fixed, slice];
  };
}

/** Whether the parameters in a gap, which are never empty, can be such that it reads `value`. */
function canBe(gap: string, value: string): boolean {
  return fitGaps(value, splitAtHoles(gap))?.every((parameter) => parameter !== '') ?? false;
}

/** The slice's events whose wildcard is `value`, which becomes constant text. */
function fix(
  slice: ShapeSlice,
  template: TemplatePattern,
  { gaps, wildcard, value }: { readonly gaps: readonly string[]; readonly wildcard: number; readonly value: string },
): ShapeSlice {
  const { parts } = template;
  const gap = gaps[wildcard] as string;
  const before = parts
    .slice(0, wildcard + 1)
    .reduce((sum, part, i) => sum + part.length + (i < wildcard ? (gaps[i] as string).length : 0), 0);
  const firstHole = countHoles(slice.flat.slice(0, before));
  const holes = countHoles(gap);
  const all = piecesOf(gaps, slice.holes);
  const joined = `${parts[wildcard]}${value}${parts[wildcard + 1]}`;
  return {
    ...slice,
    flat: slice.flat.slice(0, before) + value + slice.flat.slice(before + gap.length),
    holes: holes === 0 ? slice.holes : withoutHoles(slice, firstHole, holes),
    when: holes === 0 ? slice.when : [...slice.when, { pieces: all[wildcard] ?? [], value }],
    pattern: patternOf([...parts.slice(0, wildcard), joined, ...parts.slice(wildcard + 2)]),
    gaps: gaps.toSpliced(wildcard, 1),
  };
}

function withoutHoles(slice: ShapeSlice, first: number, count: number): ShapeSlice['holes'] {
  const total = countHoles(slice.flat);
  const own = slice.holes ?? Array.from({ length: total }, (_, index) => ({ pieces: [{ index }], maskName: null }));
  return own.toSpliced(first, count);
}
