import { type FeatureColumn, type FeatureTable, densify } from '#shared/domain/feature-table.ts';
import { medianOf } from './order-statistics.ts';

/** Row-major numbers, shape [rowCount, names.length]. */
export interface Matrix {
  readonly names: readonly string[];
  readonly rowCount: number;
  readonly data: Float32Array;
}

/** Lays columns out row by row; `pick` names them in order, ones missing from the table are all `absent`. */
export function toMatrix(table: FeatureTable, pick: readonly string[], absent = 0): Matrix {
  const byName = new Map(table.columns.map((column) => [column.spec.name, column]));
  const width = pick.length;
  const data = new Float32Array(table.units.length * width);
  if (absent !== 0) data.fill(absent);
  for (let c = 0; c < width; c++) {
    const column = byName.get(pick[c]!);
    if (column !== undefined) fillColumn(data, width, c, column);
  }
  return { names: pick, rowCount: table.units.length, data };
}

function fillColumn(data: Float32Array, width: number, at: number, column: FeatureColumn): void {
  const { rows, values } = column;
  if (rows === null) for (let i = 0; i < values.length; i++) data[i * width + at] = values[i]!;
  else for (let i = 0; i < rows.length; i++) data[rows[i]! * width + at] = values[i]!;
}

/*
 * Plain loops: the methods of typed arrays call back through a builtin that no compiler inlines, ten times as dear an element.
 */

/** A copy with every value divided by a number. */
export function dividedBy(values: Float64Array, divisor: number): Float64Array {
  const divided = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) divided[i] = values[i]! / divisor;
  return divided;
}

/** A copy with every value at least `least`; NaN stays. */
export function atLeast(values: Float64Array, least: number): Float64Array {
  const raised = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) raised[i] = values[i]! < least ? least : values[i]!;
  return raised;
}

export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

/** The values that are not NaN, in order. */
export function knownOf(values: Float64Array): Float64Array {
  const known = new Float64Array(values.length);
  let used = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) known[used++] = values[i]!;
  return known.subarray(0, used);
}

/** Ascending indices below `length` that pass a test. */
export function indicesWhere(length: number, isWanted: (index: number) => boolean): Int32Array {
  const indices = new Int32Array(length);
  let used = 0;
  for (let index = 0; index < length; index++) if (isWanted(index)) indices[used++] = index;
  return indices.slice(0, used);
}

/** Median of a copy of the values; NaN for none. */
export function median(values: ArrayLike<number>): number {
  return medianOf(new Float64Array(values));
}

/** Linear interpolation between order statistics of ascending values; NaN for none. */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const n = ascending.length;
  if (n === 0) return Number.NaN;
  const at = share * (n - 1);
  const low = Math.floor(at);
  const a = ascending[low]!;
  return low + 1 < n ? a + (at - low) * (ascending[low + 1]! - a) : a;
}

/** Ascending copy of one column over all units. */
export function sortedColumn(column: FeatureColumn, unitCount: number): Float64Array {
  return Float64Array.from(densify(column, unitCount)).sort();
}

/** Quantiles of long series are estimated from some of their values: looking at all would cost most of a study. */
const MAX_SAMPLE = 2048;
/** Ascending copy of at most MAX_SAMPLE values, spread over the input; the same for the same input. */
export function ascendingSample(values: Float64Array): Float64Array {
  return sampleOf(values.length, (at) => values[at]!).sort();
}

/**
 * At most MAX_SAMPLE values, worked out where the sample needs them; the caller's to reorder. One from each of as many
 * stretches, each time elsewhere in its stretch: even steps would miss every window of a timetable they fall in with.
 */
export function sampleOf(length: number, valueAt: (index: number) => number): Float64Array {
  const sample = new Float64Array(Math.min(length, MAX_SAMPLE));
  const stretch = length / sample.length;
  for (let i = 0; i < sample.length; i++) {
    sample[i] = valueAt(Math.floor(stretch * (i + (stretch > 1 ? scatter(i) : 0))));
  }
  return sample;
}

/** From 0 to 1, without any regularity; always the same. Source: the finalizer of Appleby's MurmurHash3. */
function scatter(index: number): number {
  let bits = Math.imul(index + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}
