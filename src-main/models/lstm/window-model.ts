import { ModelError } from '#shared/base/errors.ts';
import { densify, type FeatureColumn, type FeatureTable } from '#shared/domain/feature-table.ts';
import type { WeighedFeature } from '../contributions.ts';
import { ascendingSample, quantile } from '../matrix.ts';
import type { NetworkShape } from './network-shape.ts';
import type { Reconstruction } from './reconstruction.ts';
import { type SequenceSet, sharedIntegers, sharedNumbers } from './sequence-set.ts';

/** Features of windows that a network reconstructs at most. */
const MAX_FEATURES = 32;
const OUTER = 64;
const CODE = 32;
/** Windows in a sequence: the one that is judged and those before it. */
const STEPS = 20;
const MIN_WINDOWS = 10 * STEPS;
/** Values further from usual than this many spreads look all the same. */
const REACH = 6;
/** A feature that hardly any window has is the novelty detector's. */
const MIN_PRESENCE = 0.2;
/** Features worse reconstructed than this (squared spreads) can stand for the window in an explanation. */
const NOTEWORTHY = 1;

/** How one feature of windows is scaled before the network sees it; plain data. */
export interface WindowFeature {
  readonly name: string;
  /** Counts are taken as log(1 + count). */
  readonly isCount: boolean;
  readonly center: number;
  readonly spread: number;
}

/** @throws ModelError `model.cannot-fit` */
export function fitWindowFeatures(table: FeatureTable): WindowFeature[] {
  if (table.units.length < MIN_WINDOWS) {
    throw new ModelError(
      'model.cannot-fit',
      `Only ${table.units.length} windows: a sequence model needs at least ${MIN_WINDOWS}.`,
    );
  }
  const fitted = table.columns.flatMap((column, order) => {
    const feature = fitFeature(column, table.units.length);
    return feature === null ? [] : [{ ...feature, order }];
  });
  if (fitted.length === 0) throw new ModelError('model.cannot-fit', 'No feature of the windows changes.');
  fitted.sort((a, b) => b.presence - a.presence || a.order - b.order);
  return fitted
    .slice(0, MAX_FEATURES)
    .sort((a, b) => a.order - b.order)
    .map(({ feature }) => feature);
}

function fitFeature(column: FeatureColumn, count: number): { feature: WindowFeature; presence: number } | null {
  const { measure, name } = column.spec;
  if (measure !== 'count' && measure !== 'mean') return null;
  const isCount = measure === 'count';
  const presence = column.values.reduce((sum, value) => sum + +(value !== 0), 0) / count;
  if (presence < MIN_PRESENCE) return null;
  const values = isCount ? densify(column, count).map((value) => Math.log1p(value)) : column.values;
  const ascending = ascendingSample(values);
  const center = quantile(ascending, 0.5);
  const spread = (quantile(ascending, 0.9) - quantile(ascending, 0.1)) / 2.5631;
  return spread > 1e-9 ? { feature: { name, isCount, center, spread }, presence } : null;
}

/** @throws ModelError `model.bad-state` when features of a saved model are not what a fit gives. */
export function checkFeatures(features: readonly WindowFeature[]): readonly WindowFeature[] {
  const isGood = features.every(({ name, spread }) => typeof name === 'string' && spread > 0);
  if (isGood && features.length > 0 && features.length <= MAX_FEATURES) return features;
  throw new ModelError('model.bad-state', 'The saved model cannot be used: its features are broken. Train it again.', {
    details: { field: 'features' },
  });
}

export function windowShape(features: readonly WindowFeature[]): NetworkShape {
  return { input: 'features', width: features.length, steps: STEPS, outer: OUTER, code: CODE };
}

/** One sequence a window: the window itself last, or the table's first windows for those too early to have a past. */
export function windowSequences(table: FeatureTable, features: readonly WindowFeature[]): SequenceSet {
  const count = table.units.length;
  const starts = sharedIntegers(count).map((_, window) => firstOf(window, count));
  const weights = sharedNumbers(count).fill(1);
  return {
    count,
    steps: STEPS,
    width: features.length,
    features: scaledOf(table, features),
    tokens: null,
    starts,
    weights,
  };
}

function firstOf(window: number, count: number): number {
  return Math.max(0, Math.min(window - STEPS + 1, count - STEPS));
}

interface ScaledTable {
  readonly features: readonly WindowFeature[];
  readonly values: Float32Array;
}

const latest = new WeakMap<FeatureTable, ScaledTable>();

/** The scaled windows of a table, made once: scores and every explanation read them. */
function scaledOf(table: FeatureTable, features: readonly WindowFeature[]): Float32Array {
  const known = latest.get(table);
  if (known?.features === features) return known.values;
  const values = scaleWindows(table, features);
  latest.set(table, { features, values });
  return values;
}

/** Windows by features, in spreads from the center; what a window does not have is usual. */
function scaleWindows({ units, columns }: FeatureTable, features: readonly WindowFeature[]): Float32Array {
  const byName = new Map(columns.map((column) => [column.spec.name, column]));
  const width = features.length;
  const scaled = sharedNumbers(Math.max(units.length, STEPS) * width);
  features.forEach(({ name, isCount, center, spread }, at) => {
    const column = byName.get(name);
    if (column === undefined && !isCount) return;
    const values = column === undefined ? new Float64Array(units.length) : densify(column, units.length, Number.NaN);
    for (let window = 0; window < units.length; window++) {
      const value = values[window]!;
      if (Number.isNaN(value) && !isCount) continue;
      const raw = isCount ? Math.log1p(Number.isNaN(value) ? 0 : value) : value;
      scaled[window * width + at] = Math.max(-REACH, Math.min(REACH, (raw - center) / spread));
    }
  });
  return scaled;
}

/** Reconstruction error of each window at its place in its sequence. */
export function scoreWindows(
  network: Reconstruction,
  features: readonly WindowFeature[],
  table: FeatureTable,
): Float64Array {
  const errors = network.errors(windowSequences(table, features));
  const count = table.units.length;
  return Float64Array.from(
    { length: count },
    (_, window) => errors[window * STEPS + Math.min(STEPS - 1, window - firstOf(window, count))]!,
  );
}

/** Features that were not reconstructed. */
export function explainWindow(
  network: Reconstruction,
  features: readonly WindowFeature[],
  table: FeatureTable,
  unit: number,
): WeighedFeature[] {
  const set = windowSequences(table, features);
  const step = unit - firstOf(unit, table.units.length);
  const output = network.outputs(set, unit)[step]!;
  const specs = new Map(table.columns.map(({ spec }) => [spec.name, spec]));
  return features.flatMap((feature, at) => {
    const scaled = set.features![unit * features.length + at]!;
    const weight = (scaled - output[at]!) ** 2;
    const spec = specs.get(feature.name);
    if (weight < NOTEWORTHY || spec === undefined) return [];
    const plain = (value: number): number => {
      const raw = feature.center + value * feature.spread;
      return feature.isCount ? Math.max(0, Math.expm1(raw)) : Math.exp(raw) - spec.scale;
    };
    const actual = plain(scaled);
    return [{ spec, actual, typical: plain(output[at]!), low: null, high: null, weight }];
  });
}
