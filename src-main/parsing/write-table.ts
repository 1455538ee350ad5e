import { hash } from 'node:crypto';
import type { ShapeAlignment, ShapeUse, ShapeVariant, Template, TemplateTable } from '#shared/domain/template.ts';
import { countHoles, piecesOf, type ShapeSlice, type TemplatePattern } from './shape-slice.ts';
import { HOLE } from './units.ts';

/**
 * The templates and the mapping that slices stand for.
 * @param slices For each shape its slices, in the order they are tried; shapes in order of first appearance.
 */
export function writeTable(shapes: readonly ShapeUse[], slices: readonly (readonly ShapeSlice[])[]): TemplateTable {
  const drafts = new Map<string, Draft>();
  const alignments: ShapeAlignment[] = [];
  const variants: ShapeVariant[] = [];
  for (const own of slices) {
    for (const slice of own) {
      const { pattern, gaps, holes, when } = slice;
      const shape = shapes[slice.shape] as ShapeUse;
      const draft = drafts.get(pattern.text) ?? startDraft(pattern);
      drafts.set(pattern.text, draft);
      countMasks(draft, slice, shape);
      const shapeId = when.length === 0 ? shape.shapeId : variantIdOf(shape.shapeId, when);
      if (when.length > 0) variants.push({ variantId: shapeId, shapeId: shape.shapeId, when });
      alignments.push({ shapeId, templateId: draft.templateId, wildcards: piecesOf(gaps, holes) });
    }
  }
  const table = { templates: Array.from(drafts.values(), finishDraft), alignments };
  return variants.length === 0 ? table : { ...table, variants };
}

/** 16 hex digits of the SHA-256 of the template text: the same on every machine, run and file. */
export function templateIdOf(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 16);
}

function variantIdOf(shapeId: string, when: ShapeVariant['when']): string {
  return templateIdOf(JSON.stringify([shapeId, when]));
}

interface Draft {
  readonly templateId: string;
  readonly pattern: TemplatePattern;
  /** Events by mask, for each wildcard. */
  readonly masks: readonly Map<string, number>[];
}

function startDraft(pattern: TemplatePattern): Draft {
  const masks = pattern.parts.slice(1).map(() => new Map<string, number>());
  return { templateId: templateIdOf(pattern.text), pattern, masks };
}

function countMasks({ masks }: Draft, slice: ShapeSlice, shape: ShapeUse): void {
  let next = 0;
  slice.gaps.forEach((gap, wildcard) => {
    const name = gap === HOLE ? maskOf(slice, next, shape) : 'text';
    next += countHoles(gap);
    const counts = masks[wildcard] as Map<string, number>;
    counts.set(name, (counts.get(name) ?? 0) + shape.count);
  });
}

function maskOf({ holes }: ShapeSlice, number: number, { maskNames }: ShapeUse): string {
  const hole = holes?.[number];
  if (hole === undefined) return maskNames[number] ?? 'text';
  const [piece] = hole.pieces;
  const own = hole.pieces.length === 1 && piece !== undefined && 'index' in piece ? maskNames[piece.index] : undefined;
  return hole.maskName ?? own ?? 'text';
}

function finishDraft({ templateId, pattern, masks }: Draft): Template {
  return { templateId, text: pattern.text, parts: pattern.parts, maskNames: masks.map(mostOf) };
}

/** Mask by most events; `text` when a value is more than one parameter or masks are mixed. */
function mostOf(counts: ReadonlyMap<string, number>): string {
  const total = counts.values().reduce((sum, count) => sum + count, 0);
  for (const [name, count] of counts) if (count * 2 > total) return name;
  return 'text';
}
