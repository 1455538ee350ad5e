import type { FeatureColumn } from '#shared/domain/feature-table.ts';
import {
  type FeatureReference,
  type ReferenceDistribution,
  SCORE_BINS,
} from '#shared/domain/reference-distribution.ts';
import { compareText } from './contributions.ts';
import { quantile } from './matrix.ts';

/** Features a reference keeps. */
const MAX_FEATURES = 256;
/** Bins of units that have the feature. */
const PRESENT_BINS = 8;

type BinnedColumn = Pick<FeatureColumn, 'values' | 'weights'> & { readonly spec: { readonly name: string } };

/** What distributions are learned from and compared with: a feature table, or the columns of a table of rows. */
export interface BinnedTable {
  readonly units: { readonly length: number };
  readonly columns: readonly BinnedColumn[];
}

/** Learns how features and held-out scores are distributed. */
export function fitReference(table: BinnedTable, heldOutScores: Float64Array): ReferenceDistribution {
  const kept = table.columns
    .map((column) => ({ column, present: presentValues(column) }))
    .toSorted((a, b) => b.present.length - a.present.length || compareText(a.column.spec.name, b.column.spec.name))
    .slice(0, MAX_FEATURES);
  return {
    features: kept.map(({ column, present }) => {
      const edges = edgesOf(present);
      return { feature: column.spec.name, edges, counts: binUnits(column, table.units.length, edges) };
    }),
    scores: binScores(heldOutScores),
  };
}

/** Units of a table by the bins of a feature reference; a table without the feature has all in the first bin. */
export function binFeature(reference: FeatureReference, table: BinnedTable): number[] {
  const column = table.columns.find(({ spec }) => spec.name === reference.feature);
  const { length } = table.units;
  if (column === undefined) return [length, ...Array.from({ length: reference.edges.length + 1 }, () => 0)];
  return binUnits(column, length, reference.edges);
}

/** Units a bin of [0, 1]. */
export function binScores(scores: Float64Array): number[] {
  const counts = Array.from({ length: SCORE_BINS }, () => 0);
  for (const score of scores) counts[Math.min(SCORE_BINS - 1, Math.floor(score * SCORE_BINS))]!++;
  return counts;
}

function isPresent(column: BinnedColumn, at: number): boolean {
  return column.weights === null ? column.values[at] !== 0 : (column.weights[at] ?? 0) > 0;
}

/** Ascending. */
function presentValues(column: BinnedColumn): Float64Array {
  return column.values.filter((_value, at) => isPresent(column, at)).sort();
}

function edgesOf(ascending: Float64Array): number[] {
  const edges: number[] = [];
  for (let bin = 1; bin < PRESENT_BINS && ascending.length > 0; bin++) {
    const edge = quantile(ascending, bin / PRESENT_BINS);
    if (edge !== edges.at(-1) && edge < ascending.at(-1)!) edges.push(edge);
  }
  return edges;
}

function binUnits(column: BinnedColumn, unitCount: number, edges: readonly number[]): number[] {
  const counts = Array.from({ length: edges.length + 2 }, () => 0);
  let present = 0;
  for (let at = 0; at < column.values.length; at++) {
    if (!isPresent(column, at)) continue;
    present++;
    const bin = edges.findIndex((edge) => column.values[at]! <= edge);
    counts[1 + (bin < 0 ? edges.length : bin)]!++;
  }
  counts[0] = unitCount - present;
  return counts;
}
