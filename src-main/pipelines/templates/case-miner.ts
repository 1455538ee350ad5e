import type { ShapeUse, TemplateTable } from '#shared/domain/template.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { applyEdits, type SlicesByShape } from '../../parsing/edits/apply-edits.ts';
import { mineSlices, tableOf } from '../../parsing/template-miner.ts';
import { PatternSearch } from './pattern-search.ts';

/** Mines shapes with hand edits. @throws ParsingError `templates.bad-pattern` */
export async function mineCase(shapes: readonly ShapeUse[], edits: readonly TemplateEdit[]): Promise<TemplateTable> {
  const miner = new CaseMiner();
  try {
    return await miner.mine(shapes, edits);
  } finally {
    await miner.dispose();
  }
}

/** Mines a case's shapes with its hand edits, again and again: what patterns found in a shape is found once. */
export class CaseMiner {
  readonly patterns = new PatternSearch();

  /** @throws ParsingError `templates.bad-pattern` */
  async mine(shapes: readonly ShapeUse[], edits: readonly TemplateEdit[]): Promise<TemplateTable> {
    return tableOf(shapes, applyEdits(await this.mineSlices(shapes, edits), edits), edits);
  }

  /** What is mined before edits other than patterns are applied. */
  async mineSlices(shapes: readonly ShapeUse[], edits: readonly TemplateEdit[]): Promise<SlicesByShape> {
    return mineSlices(shapes, await this.patterns.mask(shapes, edits));
  }

  dispose(): Promise<void> {
    return this.patterns.dispose();
  }
}
