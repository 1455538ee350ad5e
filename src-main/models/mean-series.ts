import { atLeast, indicesWhere, sampleOf, sumOf } from './matrix.ts';
import { quantilesOf } from './order-statistics.ts';
import { runningMedian } from './running-level.ts';
import { normalTail, shareTail } from './tails.ts';

/** What is usual for a mean or a share over windows; plain data. */
export interface SampleLevel {
  /** Median over windows. */
  readonly center: number;
  /** Standard deviation of one sample around the level (means), or of the deviance (shares: 1). */
  readonly spread: number;
  /** Standard deviation of the level itself between windows, beyond what samples explain. */
  readonly drift: number;
  readonly inflation: number;
}

/** Windows with fewer samples say nothing about the usual level. */
const MIN_SAMPLES = 3;
/** A top share is only judged where this many samples make it meaningful. */
const MIN_SHARE_SAMPLES = 3;
/** A top value that is the rule anyway cannot get hot. */
export const MAX_USUAL_SHARE = 0.9;
/** Even keys that never came twice are allowed to, now and then. */
const MIN_REPEAT_SHARE = 0.03;

/** A level follows changes only where its stretches hold this many samples; with fewer it is one number for the whole log. */
const MIN_STRETCH_SAMPLES = 150;
/** Standard deviations that one sample counts at most, and more for windows with more samples: it may be a stray one. */
const MAX_DEVIATION = 4;
const MORE_DEVIATION = 0.5;

/** A deviation of a mean of `samples`, in standard deviations, cut to what is no single stray sample. */
export function clipToSamples(deviation: number, samples: number): number {
  const most = MAX_DEVIATION + MORE_DEVIATION * (Math.sqrt(samples) - 1);
  return Math.max(-most, Math.min(most, deviation));
}

/**
 * Level of a mean: running median of the windows with enough samples, or the median of all samples where they are too
 * few to tell a change of the level from chance. NaN everywhere when there are none.
 */
export function levelOfMeans(means: Float64Array, weights: Float64Array, span: number): Float64Array {
  if (sumOf(weights) * span < MIN_STRETCH_SAMPLES * means.length) {
    return new Float64Array(means.length).fill(weightedMedian(means, weights));
  }
  const trusted = means.slice();
  for (let i = 0; i < trusted.length; i++) if (!(weights[i]! >= MIN_SAMPLES)) trusted[i] = Number.NaN;
  return runningMedian(trusted, span);
}

/** The mean that half of the samples do not exceed; NaN without samples. */
function weightedMedian(means: Float64Array, weights: Float64Array): number {
  const rows = indicesWhere(means.length, (row) => weights[row]! >= 1);
  rows.sort((a, b) => means[a]! - means[b]!);
  let samples = 0;
  for (const row of rows) samples += weights[row]!;
  const half = samples / 2;
  let sum = 0;
  for (const row of rows) {
    sum += weights[row]!;
    if (sum >= half) return means[row]!;
  }
  return Number.NaN;
}

/** Spread of single samples around the level, from windows with few and with many samples. */
export function fitSpread(
  means: Float64Array,
  weights: Float64Array,
  level: Float64Array,
): { spread: number; drift: number } {
  const scaled = new Float64Array(means.length);
  const plain = new Float64Array(means.length);
  let used = 0;
  for (let i = 0; i < means.length; i++) {
    if (weights[i]! < 1 || Number.isNaN(level[i]!)) continue;
    const off = Math.abs(means[i]! - level[i]!);
    scaled[used] = off * Math.sqrt(weights[i]!);
    plain[used++] = off;
  }
  const spread = robustSpread(scaled.subarray(0, used));
  const weighed = indicesWhere(weights.length, (i) => weights[i]! > 0);
  const [usual] = quantilesOf(
    sampleOf(weighed.length, (at) => weights[weighed[at]!]!),
    [0.9],
  );
  const typicalWeight = usual || 1;
  const between = robustSpread(plain.subarray(0, used)) ** 2 - spread ** 2 / typicalWeight;
  return { spread: Math.max(spread, 1e-6), drift: Math.sqrt(Math.max(0, Math.min(between, spread ** 2))) * 0.5 };
}

function robustSpread(absolute: Float64Array): number {
  if (absolute.length === 0) return 0;
  const [half = 0, most = 0] = quantilesOf(
    sampleOf(absolute.length, (at) => absolute[at]!),
    [0.5, 0.9],
  );
  return Math.max(half * 1.4826, most / 1.6449);
}

/** Signed surprise of each window's mean; 0 without samples. */
export function surpriseOfMeans(
  means: Float64Array,
  weights: Float64Array,
  level: Float64Array,
  { spread, drift }: { spread: number; drift: number },
): Float64Array {
  const surprise = new Float64Array(means.length);
  for (let i = 0; i < means.length; i++) {
    const samples = weights[i]!;
    if (samples < 1 || Number.isNaN(level[i]!)) continue;
    const deviation = Math.sqrt((spread * spread) / samples + drift * drift);
    const z = clipToSamples((means[i]! - level[i]!) / deviation, samples);
    surprise[i] = Math.sign(z) * normalTail(z);
  }
  return surprise;
}

/**
 * Shares without the first sample: a top value seen once says nothing, so (h - 1) of (n - 1) are compared, which has
 * the same expectation for few and for many samples. NaN below MIN_SHARE_SAMPLES.
 */
export function repeatShares(shares: Float64Array, weights: Float64Array): Float64Array {
  const repeats = new Float64Array(shares.length);
  for (let i = 0; i < shares.length; i++) {
    const samples = weights[i]!;
    repeats[i] = samples >= MIN_SHARE_SAMPLES ? (shares[i]! * samples - 1) / (samples - 1) : Number.NaN;
  }
  return repeats;
}

/**
 * Level of repeat shares: their running median, or the share over the whole log where samples are few; never nothing. NaN
 * everywhere when there are none.
 */
export function levelOfShares(repeats: Float64Array, weights: Float64Array, span: number): Float64Array {
  let hits = 0;
  let trials = 0;
  for (let i = 0; i < repeats.length; i++) {
    if (Number.isNaN(repeats[i]!)) continue;
    hits += repeats[i]! * (weights[i]! - 1);
    trials += weights[i]! - 1;
  }
  const isThin = trials * span < MIN_STRETCH_SAMPLES * repeats.length;
  const level = isThin ? new Float64Array(repeats.length).fill(hits / trials) : runningMedian(repeats, span);
  return atLeast(level, MIN_REPEAT_SHARE);
}

/** Surprise of each window's top value; only a rise counts, and only where it is not the rule anyway. */
export function surpriseOfShares(repeats: Float64Array, weights: Float64Array, level: Float64Array): Float64Array {
  const surprise = new Float64Array(repeats.length);
  for (let i = 0; i < repeats.length; i++) {
    if (Number.isNaN(repeats[i]!) || !(level[i]! < MAX_USUAL_SHARE)) continue;
    surprise[i] = shareTail(repeats[i]! * (weights[i]! - 1), weights[i]! - 1, level[i]!);
  }
  return surprise;
}
