import type { FeatureColumn } from '#shared/domain/feature-table.ts';

/** How rarely a count gets this far from its median, learned from units; plain data. */
export interface StepProfile {
  readonly median: number;
  /** Distinct values seen, ascending (at most MAX_VALUES; larger sets are thinned to quantiles). */
  readonly values: readonly number[];
  /** Surprise of the steepest single step between the median and each value. */
  readonly surprise: readonly number[];
  /** Units at or beyond the extreme values, for steps past them. */
  readonly atLow: number;
  readonly atHigh: number;
  /** Usual range: the central 99 % of units. */
  readonly low: number;
  readonly high: number;
}

const MAX_VALUES = 128;

/** Distinct values, ascending, and how many units have each. */
export interface Histogram {
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

/** Counts the distinct values of a count column; units the column leaves out have 0. */
export function histogramOf(column: FeatureColumn, unitCount: number): Histogram {
  const seen = new Map<number, number>();
  for (const value of column.values) seen.set(value, (seen.get(value) ?? 0) + 1);
  const absent = column.rows === null ? 0 : unitCount - column.rows.length;
  if (absent > 0) seen.set(0, (seen.get(0) ?? 0) + absent);
  const values = [...seen.keys()].sort((a, b) => a - b);
  return { values, counts: values.map((value) => seen.get(value)!) };
}

/**
 * Learns a profile from a histogram. Going away from the median, each distinct value is reached by some share of the
 * units that reached the one before; a value's surprise is that of the rarest such step on the way. A long smooth tail
 * is a chain of likely steps and stays unsurprising; a count that almost no unit ever leaves has a steep one.
 */
export function fitStepProfile(histogram: Histogram): StepProfile {
  const { values, counts } = histogram;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const below = [0];
  for (const count of counts) below.push(below.at(-1)! + count);
  const valueAt = (share: number): number => values[below.findIndex((sum) => sum > share * (total - 1)) - 1] ?? 0;
  const median = valueAt(0.5);
  const center = values.indexOf(median);
  const surprise = values.map(() => 0);
  for (let i = center + 1; i < values.length; i++) {
    surprise[i] = Math.max(surprise[i - 1]!, stepSurprise(total - below[i]!, total - below[i - 1]!));
  }
  for (let i = center - 1; i >= 0; i--) {
    surprise[i] = Math.max(surprise[i + 1]!, stepSurprise(below[i + 1]!, below[i + 2]!));
  }
  const kept = thin(values.length);
  return {
    median,
    values: kept.map((i) => values[i]!),
    surprise: kept.map((i) => surprise[i]!),
    atLow: counts[0] ?? 0,
    atHigh: counts.at(-1) ?? 0,
    low: valueAt(0.005),
    high: valueAt(0.995),
  };
}

/** Surprise of a value, also between and beyond the values seen. */
export function surpriseOf(profile: StepProfile, value: number): number {
  const { values, surprise } = profile;
  const last = values.length - 1;
  if (last < 0) return 0;
  if (value > values[last]!) return Math.max(surprise[last]!, stepSurprise(0, profile.atHigh));
  if (value < values[0]!) return Math.max(surprise[0]!, stepSurprise(0, profile.atLow));
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (values[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  if (values[low] === value || value > profile.median) return surprise[low]!;
  return surprise[low + 1]!;
}

/** Levels that tell units apart: values before the first steep step share one level. */
export function levelOf(profile: StepProfile, value: number): number {
  const surprise = surpriseOf(profile, value);
  if (surprise < 1) return 0;
  return value > profile.median ? 1 + Math.floor(surprise * 2) : -1 - Math.floor(surprise * 2);
}

function stepSurprise(reached: number, before: number): number {
  return -Math.log10((reached + 0.5) / (before + 1));
}

/** Indices kept of `length` distinct values: all, or MAX_VALUES evenly spread ones with both ends. */
function thin(length: number): number[] {
  if (length <= MAX_VALUES) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: MAX_VALUES }, (_, i) => Math.round((i * (length - 1)) / (MAX_VALUES - 1)));
}
