import type { ShapeUse, TemplateTable } from '#shared/domain/template.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { absorbRare } from './absorb-rare.ts';
import { alignShape, templateParts } from './alignment.ts';
import { CandidateSet, signatureOf } from './candidates.ts';
import { applyEdits, type SlicesByShape } from './edits/apply-edits.ts';
import { nameTemplates } from './edits/name-templates.ts';
import { mergeColumns } from './merge-columns.ts';
import { openKnownValues } from './open-values.ts';
import { readShapes } from './read-shapes.ts';
import { flatText, patternOf, type ReadableShape, type ShapeSlice } from './shape-slice.ts';
import { UnitTable } from './unit-table.ts';
import { writeTable } from './write-table.ts';

/** What a person says of the templates. */
export interface HandWork {
  /** Applied from first to last. Default: none. */
  readonly edits?: readonly TemplateEdit[];
  /** Shapes in which a person's patterns found parameters, by shape id; all others are read as they are. */
  readonly masked?: ReadonlyMap<string, ReadableShape>;
}

/**
 * Mines templates from the distinct shapes of a case.
 *
 * Shapes that agree in everything but suspects are one template; then columns of plain words are judged by what they
 * hold (see `merge-columns.ts`); then what was split too far is repaired (`open-values.ts`, `absorb-rare.ts`), and edits
 * made by hand are applied. Cost grows with the number of distinct shapes,
 * not with events.
 * @param shapes In order of first appearance; the result depends on nothing but them and the hand work.
 */
export function mineTemplates(shapes: readonly ShapeUse[], { edits = [], masked }: HandWork = {}): TemplateTable {
  return tableOf(shapes, applyEdits(mineSlices(shapes, masked), edits), edits);
}

/** The table of slices to which `edits` were applied. */
export function tableOf(
  shapes: readonly ShapeUse[],
  slices: SlicesByShape,
  edits: readonly TemplateEdit[],
): TemplateTable {
  return nameTemplates(writeTable(shapes, slices), edits);
}

/** What is mined before any edit is applied: one slice for each shape. */
export function mineSlices(shapes: readonly ShapeUse[], masked?: HandWork['masked']): SlicesByShape {
  const readable = shapes.map((shape) => masked?.get(shape.shapeId) ?? { flat: flatText(shape), holes: null });
  return mineReadable(
    readable,
    shapes.map(({ count }) => count),
  ).map((slice) => [slice]);
}

function mineReadable(readable: readonly ReadableShape[], counts: readonly number[]): ShapeSlice[] {
  const table = new UnitTable();
  const units = readShapes(
    readable.map(({ flat }) => flat),
    counts,
    table,
  );
  const set = new CandidateSet();
  units.forEach((own, i) => set.add(own, signatureOf(own, table), [i], counts[i] as number));
  const slices: ShapeSlice[] = Array.from({ length: readable.length });
  const candidates = openKnownValues(mergeColumns(set.list, table, units), table, units);
  for (const { columns, shapes: members } of candidates) {
    const pattern = patternOf(templateParts(columns, table));
    for (const shape of members) {
      const { flat, holes } = readable[shape] as ReadableShape;
      slices[shape] = {
        shape,
        flat,
        holes,
        when: [],
        pattern,
        gaps: alignShape(units[shape] as Int32Array, columns, table),
      };
    }
  }
  return absorbRare(slices, counts);
}
