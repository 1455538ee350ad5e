/** A mean with the range it lies in with 95 % confidence. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom; beyond, the normal one is near enough. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/**
 * The mean of repeated measurements and its 95 % interval by Student's t.
 * @returns Null for none; of one measurement low and high are the measurement itself.
 */
export function meanInterval(values: readonly number[]): Interval | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, low: mean, high: mean };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const reach = (T_975[n - 2] ?? 1.96) * Math.sqrt(variance / n);
  return { mean, low: mean - reach, high: mean + reach };
}

/**
 * A 95 % interval of a statistic by resampling items with replacement (percentile bootstrap).
 * @param statistic Of the items with the given indices; null draws (a class is absent) are left out.
 * @param below Uniform whole numbers from 0 to n - 1: the caller's seeded generator.
 * @returns Null when fewer than half of the draws give a number. Source: Efron, Tibshirani, "An Introduction to the
 * Bootstrap", 1993, chapter 13.
 */
export function bootstrapInterval(
  itemCount: number,
  statistic: (indices: Uint32Array) => number | null,
  below: (n: number) => number,
  draws = 400,
): { readonly low: number; readonly high: number } | null {
  if (itemCount === 0) return null;
  const indices = new Uint32Array(itemCount);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < itemCount; i++) indices[i] = below(itemCount);
    const value = statistic(indices);
    if (value !== null) values.push(value);
  }
  if (values.length * 2 < draws) return null;
  values.sort((a, b) => a - b);
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
}
