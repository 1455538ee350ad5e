import type { ShapeUse, TemplateTable } from '#shared/domain/template.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { applyEdits, type SlicesByShape } from '../../parsing/edits/apply-edits.ts';
import { mineSlices, tableOf } from '../../parsing/template-miner.ts';
import { WorkerClient } from '../../workers/worker-client.ts';
import type { MineInput, MineTableInput } from './mine.worker.ts';
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

/** With so many shapes mining takes long enough to be done beside, on a thread: progress and cancelling go on meanwhile. */
const MANY_SHAPES = 4000;

/** Mines a case's shapes with its hand edits, again and again: what patterns found in a shape is found once. */
export class CaseMiner {
  readonly patterns = new PatternSearch();
  #worker: WorkerClient | null = null;

  /** @throws ParsingError `templates.bad-pattern` */
  async mine(shapes: readonly ShapeUse[], edits: readonly TemplateEdit[]): Promise<TemplateTable> {
    const masked = await this.patterns.mask(shapes, edits);
    if (shapes.length >= MANY_SHAPES) return this.#beside('table', { shapes, masked, edits });
    return tableOf(shapes, applyEdits(mineSlices(shapes, masked), edits), edits);
  }

  /** What is mined before edits other than patterns are applied. */
  async mineSlices(shapes: readonly ShapeUse[], edits: readonly TemplateEdit[]): Promise<SlicesByShape> {
    const masked = await this.patterns.mask(shapes, edits);
    if (shapes.length >= MANY_SHAPES) return this.#beside('slices', { shapes, masked });
    return mineSlices(shapes, masked);
  }

  async dispose(): Promise<void> {
    await this.#worker?.dispose();
    this.#worker = null;
    await this.patterns.dispose();
  }

  #beside<T>(method: 'table' | 'slices', input: MineInput | MineTableInput): Promise<T> {
    this.#worker ??= new WorkerClient('mine', null);
    return this.#worker.call<T>(method, input);
  }
}
