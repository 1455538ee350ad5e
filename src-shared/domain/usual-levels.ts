import type { FeatureSpec } from './feature-table.ts';

/** Where the level of one feature lay over the windows of a log that is known or taken for usual. */
export interface UsualLevel {
  readonly spec: FeatureSpec;
  /** Of a count: events a window; of a mean: the mean of logarithms; of a share: the share without the first sample. */
  readonly low: number;
  readonly high: number;
  /** Of a count: the same as shares of all events; null for the count of all events and for other measures. */
  readonly ofTraffic: { readonly low: number; readonly high: number } | null;
  /** Of a count: variance over mean; of a mean: standard deviation of one sample; of a share: 1. */
  readonly spread: number;
  /** Of a mean: standard deviation of the level between windows; otherwise 0. */
  readonly drift: number;
  /** Divides surprises, as in the log they were learned from. */
  readonly inflation: number;
}

/** What a trained profile knows of the windows of a usual log. Features are found by name. */
export interface UsualLevels {
  /** Length of the windows; levels of others cannot be compared. */
  readonly windowSeconds: number;
  readonly windows: number;
  readonly levels: readonly UsualLevel[];
}
