import type { AppliedEdit } from '#shared/contract/template-edits.ts';
import { applyEdits } from '../../parsing/edits/apply-edits.ts';
import { templatesNamed } from '../../parsing/edits/name-templates.ts';
import { tableOf } from '../../parsing/template-miner.ts';
import { templateIdOf } from '../../parsing/write-table.ts';
import type { PatternSearch } from './pattern-search.ts';
import type { OpenTemplates } from './template-desk.ts';

/** What each edit takes hold of in a case. */
export async function describeEdits(open: OpenTemplates, patterns: PatternSearch): Promise<AppliedEdit[]> {
  const { shapes, edits, mined } = open;
  const touched = new Map(edits.map((edit) => [edit, new Set<number>()]));
  const slices = applyEdits(mined, edits, (edit, shape) => touched.get(edit)?.add(shape));
  const { templates } = tableOf(shapes, slices, edits);
  for (const [edit, own] of touched) {
    if (edit.kind === 'mask-pattern') {
      const masked = await patterns.mask(shapes, [edit]);
      shapes.forEach(({ shapeId }, i) => masked.has(shapeId) && own.add(i));
    } else if (edit.kind === 'rename' || edit.kind === 'mask-kind') {
      const texts = new Set(templatesNamed(templates, edit.template).map(({ text }) => text));
      slices.forEach((each, i) => each.some(({ pattern }) => texts.has(pattern.text)) && own.add(i));
    }
  }
  return edits.map((edit) => {
    const own = [...(touched.get(edit) ?? [])];
    const texts = new Set(own.flatMap((i) => slices[i]?.map(({ pattern }) => pattern.text) ?? []));
    const events = own.reduce((sum, i) => sum + (shapes[i]?.count ?? 0), 0);
    return { edit, templateIds: Array.from(texts, templateIdOf), events };
  });
}
