import type { ShapeUse, TemplateTable } from '#shared/domain/template.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { applyEdits, type SlicesByShape } from '../../parsing/edits/apply-edits.ts';
import { mineSlices, tableOf } from '../../parsing/template-miner.ts';
import { WorkerClient } from '../../workers/worker-client.ts';
import type { MineInput, MineTableInput } from './mine.worker.ts';
import { PatternSearch } from './pattern-search.ts';

/** Mines shapes with hand edits. @throws ParsingError `templates.bad-pattern`, CancelledError */
export async function mineCase(
  shapes: readonly ShapeUse[],
  edits: readonly TemplateEdit[],
  signal?: AbortSignal,
): Promise<TemplateTable> {
  const miner = new CaseMiner();
  try {
    return await miner.mine(shapes, edits, signal);
  } finally {
    await miner.dispose();
  }
}

/** With so many shapes mining takes long enough to be done beside, on a thread: progress and cancelling go on meanwhile. */
const MANY_SHAPES = 2000;

/** Mines a case's shapes with its hand edits, again and again: what patterns found in a shape is found once. */
export class CaseMiner {
  readonly patterns = new PatternSearch();
  #worker: WorkerClient | null = null;

  /** A signal ends even what is under way. @throws ParsingError `templates.bad-pattern`, CancelledError */
  async mine(
    shapes: readonly ShapeUse[],
    edits: readonly TemplateEdit[],
    signal?: AbortSignal,
  ): Promise<TemplateTable> {
    throwIfAborted(signal);
    const masked = await this.patterns.mask(shapes, edits, signal);
    if (shapes.length >= MANY_SHAPES) return this.#beside('table', { shapes, masked, edits }, signal);
    return tableOf(shapes, applyEdits(mineSlices(shapes, masked), edits), edits);
  }

  /** What is mined before edits other than patterns are applied. */
  async mineSlices(shapes: readonly ShapeUse[], edits: readonly TemplateEdit[]): Promise<SlicesByShape> {
    const masked = await this.patterns.mask(shapes, edits);
    if (shapes.length >= MANY_SHAPES) return this.#beside('slices', { shapes, masked });
    return mineSlices(shapes, masked);
  }

  /** Ends the thread until it is needed again: its heap stays as large as mining made it. Not during a call. */
  async rest(): Promise<void> {
    await this.#endWorker();
  }

  /** Open calls reject with CancelledError. */
  async dispose(): Promise<void> {
    await this.#endWorker();
    await this.patterns.dispose();
  }

  async #beside<T>(method: 'table' | 'slices', input: MineInput | MineTableInput, signal?: AbortSignal): Promise<T> {
    throwIfAborted(signal);
    this.#worker ??= new WorkerClient('mine', null);
    const end = (): void => void this.#endWorker();
    signal?.addEventListener('abort', end, { once: true });
    try {
      return await this.#worker.call<T>(method, input);
    } finally {
      signal?.removeEventListener('abort', end);
    }
  }

  /** Mining is one long step without a place to look at a signal: the thread is ended in the middle of it. */
  async #endWorker(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.kill();
  }
}
