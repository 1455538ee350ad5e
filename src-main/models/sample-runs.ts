import { indicesWhere } from './matrix.ts';
import { clipToSamples, MAX_USUAL_SHARE } from './mean-series.ts';
import { scanRuns } from './run-scan.ts';
import { MAX_SAMPLE_RUN, RunCollector } from './strongest-runs.ts';
import { normalTail, shareTail } from './tails.ts';

/** Changes of a mean that runs are looked for, in standard deviations of one sample. */
const SHIFTS = [1.2, 2.4, 4];
/** Shares of the top value that runs are looked for. */
const HOT_SHARES = [0.25, 0.5, 0.85];

/** A mean of windows with what is usual for it, one number a window. */
export interface MeanSeries {
  readonly values: Float64Array;
  /** Samples behind each value; below 1 there is none. */
  readonly weights: Float64Array;
  /** NaN where nothing is known. */
  readonly level: Float64Array;
  /** Standard deviation of one sample, and of the level itself. */
  readonly spread: number;
  readonly drift: number;
  /** Divides surprises. */
  readonly inflation: number;
}

/**
 * Raises the windows of runs whose samples lie higher or lower than usual to what each run says as a whole; windows
 * without samples inside a run belong to it.
 * @param surprise Signed surprise of each window by itself. @returns A new array.
 */
export function raiseMeanRuns(surprise: Float64Array, series: MeanSeries): Float64Array {
  const { values, weights, level, spread, drift, inflation } = series;
  const rows = indicesWhere(values.length, (row) => weights[row]! >= 1 && !Number.isNaN(level[row]!));
  const precision = new Float64Array(rows.length);
  const off = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    precision[at] = 1 / ((spread * spread) / weights[row]! + drift * drift);
    const root = Math.sqrt(precision[at]!);
    off[at] = clipToSamples((values[row]! - level[row]!) * root, weights[row]!) / root;
  }
  const runs = new RunCollector(MAX_SAMPLE_RUN);
  const gains = new Float64Array(rows.length);
  for (const shift of SHIFTS.flatMap((size) => [size * spread, -size * spread])) {
    for (let at = 0; at < rows.length; at++) {
      gains[at] = ((shift * off[at]! - (shift * shift) / 2) * precision[at]!) / inflation;
    }
    scanRuns({ gains, gaps: null }, (from, to) => {
      const whole = (): number => normalTail(pooledDeviation(off, precision, from, to)) / inflation;
      runs.add(rows[from]!, rows[to - 1]! + 1, shift > 0 ? 1 : -1, whole);
    });
  }
  return runs.raise(surprise);
}

/** Deviation of the places [from, to) together, in standard deviations. */
function pooledDeviation(off: Float64Array, precision: Float64Array, from: number, to: number): number {
  let sum = 0;
  let total = 0;
  for (let at = from; at < to; at++) {
    sum += off[at]! * precision[at]!;
    total += precision[at]!;
  }
  return sum / Math.sqrt(total);
}

/** Repeats of the top value of windows with what is usual, one number a window. */
export interface ShareSeries {
  /** Share of the samples but the first that are the top value again; NaN where there are too few. */
  readonly repeats: Float64Array;
  readonly weights: Float64Array;
  readonly level: Float64Array;
  readonly inflation: number;
}

/** Raises the windows of runs whose top value repeats more than usual to what each run says as a whole. */
export function raiseShareRuns(surprise: Float64Array, series: ShareSeries): Float64Array {
  const { repeats, weights, level, inflation } = series;
  const rows = indicesWhere(repeats.length, (row) => !Number.isNaN(repeats[row]!) && level[row]! < MAX_USUAL_SHARE);
  const runs = new RunCollector(MAX_SAMPLE_RUN);
  const gains = new Float64Array(rows.length);
  for (const hot of HOT_SHARES) {
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!;
      const usual = level[row]!;
      const trials = weights[row]! - 1;
      const hits = repeats[row]! * trials;
      const gain = hits * Math.log(hot / usual) + (trials - hits) * Math.log((1 - hot) / (1 - usual));
      gains[at] = usual >= hot ? Number.NEGATIVE_INFINITY : gain / inflation;
    }
    scanRuns({ gains, gaps: null }, (from, to) => {
      const whole = (): number => pooledRepeats(series, rows.subarray(from, to)) / inflation;
      runs.add(rows[from]!, rows[to - 1]! + 1, 1, whole);
    });
  }
  return runs.raise(surprise);
}

function pooledRepeats({ repeats, weights, level }: ShareSeries, rows: Int32Array): number {
  let hits = 0;
  let trials = 0;
  let expected = 0;
  for (const row of rows) {
    hits += repeats[row]! * (weights[row]! - 1);
    trials += weights[row]! - 1;
    expected += level[row]! * (weights[row]! - 1);
  }
  return shareTail(hits, trials, expected / trials);
}
