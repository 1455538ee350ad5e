import { growTrees, type IsolationTrees } from '../isolation-trees.ts';
import { Random } from '../random.ts';
import { drawSamples, type NeighbourSamples } from './sampled-neighbours.ts';
import type { ColumnScale } from './table-scaling.ts';

/** Twice the paper's trees: with 100 the ranking of rows in the middle still depends on the seed. */
const N_ESTIMATORS = 200;
/** Rows of each tree, as in the paper. */
const MAX_SAMPLES = 256;

/** One opinion on the rows of a table, fitted; plain data. */
export type RowMember =
  | { readonly kind: 'forest'; readonly maxSamples: number; readonly trees: IsolationTrees }
  | { readonly kind: 'neighbours'; readonly samples: NeighbourSamples };

export interface FitMemberOptions {
  readonly seed: number;
  readonly signal: AbortSignal;
}

type FitMember = (data: Float32Array, scales: readonly ColumnScale[], options: FitMemberOptions) => RowMember;

/**
 * What each detector of tables consists of. Neighbours are looked for twice: with columns weighted by their range, in which
 * outliers make the bulk look alike, and by their robust spread, in which the bulk has the same width in all columns.
 */
export const ROW_DETECTORS = {
  isolationForest: [fitForest],
  neighbours: [fitRangeNeighbours, fitSpreadNeighbours],
  ensemble: [fitForest, fitRangeNeighbours, fitSpreadNeighbours],
} as const satisfies Record<string, readonly FitMember[]>;

function fitForest(data: Float32Array, scales: readonly ColumnScale[], { seed, signal }: FitMemberOptions): RowMember {
  const width = scales.length;
  const maxSamples = Math.min(MAX_SAMPLES, data.length / width);
  const trees = growTrees(data, width, { nEstimators: N_ESTIMATORS, maxSamples, random: new Random(seed), signal });
  return { kind: 'forest', maxSamples, trees };
}

function fitRangeNeighbours(data: Float32Array, scales: readonly ColumnScale[], { seed }: FitMemberOptions): RowMember {
  return { kind: 'neighbours', samples: drawSamples(data, new Float32Array(scales.length).fill(1), new Random(seed)) };
}

function fitSpreadNeighbours(
  data: Float32Array,
  scales: readonly ColumnScale[],
  { seed }: FitMemberOptions,
): RowMember {
  const weights = Float32Array.from(scales, ({ range, spread }) => range / spread);
  return { kind: 'neighbours', samples: drawSamples(data, weights, new Random(seed)) };
}
