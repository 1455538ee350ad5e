import { ModelError } from '#shared/base/errors.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { WeighedFeature } from '../contributions.ts';
import { DEVIATION_FAMILIES, deviationMatrix, strongestOf } from '../deviations.ts';
import { ascendingSample, quantile } from '../matrix.ts';
import { studyOf, weighFinding } from '../window-study.ts';
import type { NetworkShape } from './network-shape.ts';
import type { Reconstruction } from './reconstruction.ts';
import { type SequenceSet, sharedIntegers, sharedNumbers } from './sequence-set.ts';

const OUTER = 16;
const CODE = 16;
/** Windows in a sequence: the one that is judged and those before it. */
const STEPS = 20;
/** Fewer windows teach a sequence model nothing. */
export const MIN_WINDOWS = 10 * STEPS;
/** Deviations further out than this many spreads look all the same. */
const REACH = 8;
/** A spread is at least this much of a logarithm: families that hardly ever deviate have none. */
const MIN_SPREAD = 0.2;
/** Families worse reconstructed than this (squared spreads) can stand for the window in an explanation. */
const NOTEWORTHY = 1;

/**
 * How deviations are scaled before the network sees them, by family; plain data. Windows are told by how they leave
 * their usual level (`deviationMatrix`): raw counts would mostly be noise that nothing can rebuild.
 */
export interface WindowScaling {
  readonly center: readonly number[];
  readonly spread: readonly number[];
}

/** @throws ModelError `model.cannot-fit` */
export function fitWindowScaling(table: FeatureTable): WindowScaling {
  const { length } = table.units;
  if (length < MIN_WINDOWS) {
    throw new ModelError('model.cannot-fit', `Only ${length} windows: a sequence model needs at least ${MIN_WINDOWS}.`);
  }
  const { data } = deviationMatrix(studyOf(table), length);
  const width = DEVIATION_FAMILIES.length;
  const columns = DEVIATION_FAMILIES.map((_, family) =>
    ascendingSample(Float64Array.from({ length }, (_value, window) => data[window * width + family]!)),
  );
  return {
    center: columns.map((ascending) => quantile(ascending, 0.5)),
    spread: columns.map((ascending) =>
      Math.max(MIN_SPREAD, (quantile(ascending, 0.9) - quantile(ascending, 0.1)) / 2.5631),
    ),
  };
}

/** @throws ModelError `model.bad-state` when the scaling of a saved model is not what a fit gives. */
export function checkScaling(scaling: WindowScaling): WindowScaling {
  const width = DEVIATION_FAMILIES.length;
  const { center, spread } = scaling;
  if (center.length === width && spread.length === width && spread.every((one) => one > 0)) return scaling;
  throw new ModelError('model.bad-state', 'The saved model cannot be used: its scaling is broken. Train it again.', {
    details: { field: 'spread' },
  });
}

export const WINDOW_SHAPE: NetworkShape = {
  input: 'features',
  width: DEVIATION_FAMILIES.length,
  steps: STEPS,
  outer: OUTER,
  code: CODE,
};

const latest = new WeakMap<FeatureTable, { readonly scaling: WindowScaling; readonly set: SequenceSet }>();

/**
 * One sequence a window: the window itself last, or the table's first windows for those too early to have a past. Made
 * once a table: scores and every explanation read it.
 */
export function windowSequences(table: FeatureTable, scaling: WindowScaling): SequenceSet {
  const known = latest.get(table);
  if (known?.scaling === scaling) return known.set;
  const count = table.units.length;
  const starts = sharedIntegers(count).map((_, window) => firstOf(window, count));
  const weights = sharedNumbers(count).fill(1);
  const features = scaledOf(table, scaling);
  const set = { count, steps: STEPS, width: DEVIATION_FAMILIES.length, features, tokens: null, starts, weights };
  latest.set(table, { scaling, set });
  return set;
}

function firstOf(window: number, count: number): number {
  return Math.max(0, Math.min(window - STEPS + 1, count - STEPS));
}

/** The scaled windows of a table; one that is too short is filled up. */
function scaledOf(table: FeatureTable, scaling: WindowScaling): Float32Array {
  const { length } = table.units;
  const width = DEVIATION_FAMILIES.length;
  const { data } = deviationMatrix(studyOf(table), length);
  const values = sharedNumbers(Math.max(length, STEPS) * width);
  for (let i = 0; i < data.length; i++) {
    const scaled = (data[i]! - scaling.center[i % width]!) / scaling.spread[i % width]!;
    values[i] = Math.max(-REACH, Math.min(REACH, scaled));
  }
  return values;
}

/** Sequences of a table's windows; a score is the reconstruction error of a window at its place in its sequence. */
export function scaledWindows(
  scaling: WindowScaling,
  table: FeatureTable,
): { readonly set: SequenceSet; scores(errors: Float32Array): Float64Array } {
  const count = table.units.length;
  const errorOf = (errors: Float32Array, window: number) => errors[window * STEPS + window - firstOf(window, count)]!;
  return {
    set: windowSequences(table, scaling),
    scores: (errors) => Float64Array.from({ length: count }, (_, window) => errorOf(errors, window)),
  };
}

/** The features behind the deviations that were not reconstructed. */
export function explainWindow(
  network: Reconstruction,
  scaling: WindowScaling,
  table: FeatureTable,
  unit: number,
): WeighedFeature[] {
  const { length } = table.units;
  const set = windowSequences(table, scaling);
  const output = network.outputs(set, unit)[unit - firstOf(unit, length)]!;
  const study = studyOf(table);
  return DEVIATION_FAMILIES.flatMap((family, at) => {
    const weight = (set.features![unit * DEVIATION_FAMILIES.length + at]! - output[at]!) ** 2;
    const strongest = strongestOf(study, length, unit, family);
    return weight < NOTEWORTHY || strongest === null ? [] : [{ ...weighFinding(study, strongest), weight }];
  });
}
