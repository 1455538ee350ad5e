import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import type { ShapeSlice } from '../shape-slice.ts';
import { type RewriteSlice, rewriteOf } from './rewrite-slices.ts';

export type SlicesByShape = readonly (readonly ShapeSlice[])[];

/**
 * Applies edits from first to last to the slices of every shape.
 * @param onTouch Told of each shape that an edit takes hold of.
 */
export function applyEdits(
  slices: SlicesByShape,
  edits: readonly TemplateEdit[],
  onTouch: (edit: TemplateEdit, shape: number) => void = () => undefined,
): SlicesByShape {
  return edits.reduce((current, edit) => {
    const rewrite = rewriteOf(edit);
    if (rewrite === null) return current;
    return current.map((own, shape) => {
      const next = rewriteShape(own, rewrite);
      if (next !== own) onTouch(edit, shape);
      return next;
    });
  }, slices);
}

/** The same array when nothing changes. */
function rewriteShape(own: readonly ShapeSlice[], rewrite: RewriteSlice): readonly ShapeSlice[] {
  let next: ShapeSlice[] | null = null;
  own.forEach((slice, i) => {
    const rewritten = rewrite(slice);
    if (rewritten === null) {
      next?.push(slice);
      return;
    }
    next ??= own.slice(0, i);
    next.push(...rewritten);
  });
  return next === null ? own : withoutRepeats(next);
}

/** Values that an earlier slice of the shape takes leave nothing for a later one. */
function withoutRepeats(slices: readonly ShapeSlice[]): readonly ShapeSlice[] {
  if (slices.length === 1) return slices;
  const seen = new Set<string>();
  return slices.filter(({ when }) => {
    const key = JSON.stringify(when);
    return when.length === 0 || (!seen.has(key) && seen.add(key));
  });
}
