import { atLeast, sampleOf } from './matrix.ts';
import { medianOf, quantilesOf } from './order-statistics.ts';
import { runningMedian } from './running-level.ts';
import { levelByTraffic } from './traffic-level.ts';
import { countTail } from './tails.ts';

/** What is usual for one count over windows; plain data. */
export interface CountLevel {
  /** Usual events a window: a robust mean. */
  readonly rate: number;
  /** Variance over mean around the level; 1 is Poisson. */
  readonly dispersion: number;
  /** Events that usually come together; rare counts are judged in units of it. */
  readonly clump: number;
  /** Divides surprises so that the bulk of the windows keeps its promise. */
  readonly inflation: number;
}

/** Windows of one series that stand out. */
export interface Findings {
  /** Ascending window indices. */
  readonly rows: Int32Array;
  /** Surprise; positive above the usual level, negative below it. */
  readonly surprise: Float64Array;
  readonly actual: Float64Array;
  readonly typical: Float64Array;
  /** 1 where a trained level, and not the log's own, was left; absent where there is none. */
  readonly isByModel?: Uint8Array;
}

/** Below this many events a window only rises can be told, and only windows with events are looked at. */
export const SPARSE_RATE = 0.2;
/** Surprises below this are not kept. */
const MIN_SURPRISE = 0.7;
/** Medians of small counts jump by whole events; below this rate the level goes by the traffic of all events. */
export const MEDIAN_RATE = 5;
const MIN_DISPERSION = 0.02;
/** Shares of the windows that may be only so surprising. */
const BULK = [0.8, 0.9, 0.95];

/** The rate of a series: its mean, or what the share of windows with any event implies when that is lower (bursts). */
export function robustRate(sum: number, present: number, windows: number): number {
  const mean = sum / Math.max(1, windows);
  if (present >= windows) return mean;
  return Math.min(mean, -Math.log1p(-present / windows) * Math.max(1, mean < 1 ? 1 : mean));
}

/** Usual size of a clump: the median count of windows that have any. */
export function usualClump(counts: Float64Array): number {
  const positive = counts.filter((count) => count > 0);
  return positive.length === 0 ? 1 : Math.max(1, medianOf(positive));
}

/**
 * The level of a dense count series.
 * @param shape Relative traffic of all events, mean 1: carries the time of day into series too thin for a median.
 * @param span Windows a level stretches over.
 */
export function levelOfCounts(counts: Float64Array, rate: number, shape: Float64Array, span: number): Float64Array {
  if (rate < MEDIAN_RATE) return levelByTraffic(counts, rate, shape);
  const level = runningMedian(counts, span);
  // A level of nothing (a service that starts late) still expects a trace, or every first event would be infinite.
  return atLeast(level, Math.max(rate * 0.01, 0.5 / counts.length));
}

/** Variance over mean around a level, from the central 80 % and the 98 % of Pearson residuals, whichever says more. */
export function dispersionAround(counts: Float64Array, level: Float64Array): number {
  const residualAt = (i: number): number => Math.abs(counts[i]! - level[i]!) / Math.sqrt(level[i]!);
  const [most = 0, nearlyAll = 0] = quantilesOf(sampleOf(counts.length, residualAt), [0.8, 0.95]);
  const spread = Math.max(most / 1.2816, nearlyAll / 1.96);
  return Math.max(MIN_DISPERSION, spread * spread);
}

/** Signed surprise of every window of a dense series. */
export function surpriseOfCounts(counts: Float64Array, level: Float64Array, dispersion: number): Float64Array {
  const surprise = new Float64Array(counts.length);
  for (let i = 0; i < counts.length; i++) {
    const tail = countTail(counts[i]!, level[i]!, dispersion);
    surprise[i] = counts[i]! < level[i]! ? -tail : tail;
  }
  return surprise;
}

/** Scales surprises down when the bulk is more surprising than it should be. */
export function inflationOf(surprise: Float64Array): number {
  const sizes = sampleOf(surprise.length, (i) => Math.abs(surprise[i]!));
  const quantiles = quantilesOf(sizes, BULK);
  return BULK.reduce((factor, share, i) => Math.max(factor, quantiles[i]! / -Math.log10(1 - share)), 1);
}

/** Keeps the windows that stand out. */
export function keepFindings(surprise: Float64Array, actual: Float64Array, typical: Float64Array): Findings {
  let count = 0;
  for (let i = 0; i < surprise.length; i++) if (Math.abs(surprise[i]!) >= MIN_SURPRISE) count++;
  const rows = new Int32Array(count);
  for (let i = 0, found = 0; found < count; i++) if (Math.abs(surprise[i]!) >= MIN_SURPRISE) rows[found++] = i;
  return { rows, surprise: pick(surprise, rows), actual: pick(actual, rows), typical: pick(typical, rows) };
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}
