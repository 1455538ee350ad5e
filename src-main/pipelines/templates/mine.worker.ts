import type { ShapeUse } from '#shared/domain/template.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { applyEdits } from '../../parsing/edits/apply-edits.ts';
import type { ReadableShape } from '../../parsing/shape-slice.ts';
import { mineSlices, tableOf } from '../../parsing/template-miner.ts';
import { serveWorker } from '../../workers/port.ts';

export interface MineInput {
  readonly shapes: readonly ShapeUse[];
  /** See `HandWork`. */
  readonly masked: ReadonlyMap<string, ReadableShape>;
}

export interface MineTableInput extends MineInput {
  readonly edits: readonly TemplateEdit[];
}

/** Entry of the mining thread: mines the shapes of a case, and applies hand edits. */
serveWorker(() => ({
  handlers: {
    slices: ({ shapes, masked }: MineInput) => ({ output: mineSlices(shapes, masked), transfer: [] }),
    table: ({ shapes, masked, edits }: MineTableInput) => {
      const slices = applyEdits(mineSlices(shapes, masked), edits);
      return { output: tableOf(shapes, slices, edits), transfer: [] };
    },
  },
  dispose: async () => undefined,
}));
