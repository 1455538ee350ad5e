import { quantile } from '../matrix.ts';

/** How one column is brought to a common scale. */
export interface ColumnScale {
  readonly name: string;
  /** Median; it also stands for missing values. */
  readonly middle: number;
  /** Largest less smallest value; above 0. */
  readonly range: number;
  /**
   * Robust standard deviation (quartile distance / 1.349), the plain one where the quartiles are equal; at least a
   * billionth of the range.
   */
  readonly spread: number;
}

/** A normal distribution's quartiles lie this many standard deviations apart. */
const QUARTILE_DISTANCE = 1.349;
const LEAST_SPREAD = 1e-9;

export interface NamedColumn {
  readonly name: string;
  /** NaN = missing. */
  readonly values: Float64Array;
}

/** Scales of the columns that vary, in order. */
export function fitScales(columns: readonly NamedColumn[]): ColumnScale[] {
  return columns.flatMap(({ name, values }) => {
    const ascending = values.filter((value) => !Number.isNaN(value)).sort();
    const range = (ascending.at(-1) ?? 0) - (ascending[0] ?? 0);
    if (!(range > 0 && Number.isFinite(range))) return [];
    const quartiles = quantile(ascending, 0.75) - quantile(ascending, 0.25);
    const spread = quartiles > 0 ? quartiles / QUARTILE_DISTANCE : deviation(ascending);
    return [{ name, middle: quantile(ascending, 0.5), range, spread: Math.max(spread, range * LEAST_SPREAD) }];
  });
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0));
}

/** Far outside of everything fitted; keeps sums of 32-bit floats finite. */
const MAX_SCALED = 1e6;

/**
 * Row-major, shape [rowCount, scales.length]: each column moved to its median and divided by its range, so that 32-bit
 * floats keep its detail.
 */
export function scaleRows(scales: readonly ColumnScale[], columns: readonly NamedColumn[]): Float32Array {
  const byName = new Map(columns.map(({ name, values }) => [name, values]));
  const rowCount = columns[0]?.values.length ?? 0;
  const width = scales.length;
  // Shared with the threads that score it.
  const data = new Float32Array(new SharedArrayBuffer(4 * rowCount * width));
  scales.forEach(({ name, middle, range }, c) => {
    const values = byName.get(name);
    if (values === undefined) return;
    for (let row = 0; row < rowCount; row++) {
      const value = (values[row]! - middle) / range;
      data[row * width + c] = Number.isNaN(value) ? 0 : Math.max(-MAX_SCALED, Math.min(MAX_SCALED, value));
    }
  });
  return data;
}
