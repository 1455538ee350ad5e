import { hash } from 'node:crypto';
import type { ShapeAlignment, ShapeUse, Template, TemplateTable } from '#shared/domain/template.ts';
import { alignShape, describeTemplate } from './alignment.ts';
import { CandidateSet, type Candidate, signatureOf } from './candidates.ts';
import { mergeColumns } from './merge-columns.ts';
import { readShapes } from './read-shapes.ts';
import { UnitTable } from './unit-table.ts';

/**
 * Mines templates from the distinct shapes of a case.
 *
 * Shapes that agree in everything but suspects are one template; then columns of plain words are judged by what they
 * hold (see `merge-columns.ts`). Cost grows with the number of distinct shapes, not with events.
 * @param shapes In order of first appearance; the result depends on nothing else.
 */
export function mineTemplates(shapes: readonly ShapeUse[]): TemplateTable {
  const table = new UnitTable();
  const units = readShapes(shapes, table);
  const set = new CandidateSet();
  shapes.forEach((shape, i) => {
    const own = units[i] as Int32Array;
    set.add(own, signatureOf(own, table), [i], shape.count);
  });
  const candidates = mergeColumns(set.list, table, units);
  return writeTable(shapes, units, candidates, table);
}

function writeTable(
  shapes: readonly ShapeUse[],
  units: readonly Int32Array[],
  candidates: readonly Candidate[],
  table: UnitTable,
): TemplateTable {
  const templates = new Map<string, Template>();
  const alignments: ShapeAlignment[] = Array.from({ length: shapes.length });
  const ordered = candidates.toSorted((a, b) => (a.shapes[0] as number) - (b.shapes[0] as number));
  for (const candidate of ordered) {
    const aligned = candidate.shapes.map((i) => alignShape(units[i] as Int32Array, candidate.columns, table));
    const members = candidate.shapes.map((i) => shapes[i] as ShapeUse);
    const { parts, text, maskNames } = describeTemplate(candidate.columns, table, members, aligned);
    const templateId = templateIdOf(text);
    if (!templates.has(templateId)) templates.set(templateId, { templateId, text, parts, maskNames });
    candidate.shapes.forEach((i, at) => {
      alignments[i] = { shapeId: (shapes[i] as ShapeUse).shapeId, templateId, wildcards: aligned[at] ?? [] };
    });
  }
  return { templates: [...templates.values()], alignments };
}

/** 16 hex digits of the SHA-256 of the template text: the same on every machine, run and file. */
export function templateIdOf(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 16);
}
