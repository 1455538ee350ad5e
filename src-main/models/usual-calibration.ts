import type { Calibration, RawScale } from './calibration.ts';
import { quantile } from './matrix.ts';

/** Shares of the units below each knot; a knot is kept while this many units lie at or above it. */
const SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999];
const MIN_ABOVE = 3;
/** The tail beyond the last knot decays like the units in this top share. */
const TAIL_SHARE = 0.1;

/**
 * Learns the map from raw scores to surprise from units that are known to be usual and were not fitted on: unlike
 * `fitCalibration`, all of them are trusted, so that a fifth of the units that share a high raw score are no alarm.
 * A raw score is as surprising as the share of units that reach it; beyond the last knot the tail is taken for exponential.
 * `surprise` scores are only ever lowered.
 * @param rawScores At least one, finite.
 */
export function fitUsualCalibration(rawScores: Float64Array, scale: RawScale): Calibration {
  const ascending = Float64Array.from(rawScores).sort();
  const n = ascending.length;
  const raw: number[] = [];
  const surprise: number[] = [];
  for (const share of SHARES) {
    const at = ascending[Math.min(n - 1, Math.floor(share * n))]!;
    const reach = n - firstAtLeast(ascending, at);
    if (raw.length > 0 && (reach < MIN_ABOVE || at <= raw.at(-1)!)) continue;
    const told = -Math.log10(reach / n);
    raw.push(at);
    surprise.push(Math.max(surprise.at(-1) ?? 0, scale === 'surprise' ? Math.min(at, told) : told));
  }
  return { scale, raw, surprise, slope: slopeOf(ascending, scale) };
}

/** Surprise per unit of raw score in the tail: that of an exponential with the mean excess of the top tenth. */
function slopeOf(ascending: Float64Array, scale: RawScale): number {
  const n = ascending.length;
  const from = quantile(ascending, 1 - TAIL_SHARE);
  const top = ascending.subarray(firstAtLeast(ascending, from));
  const excess = top.reduce((sum, value) => sum + value - from, 0) / Math.max(1, top.length);
  const range = ascending[n - 1]! - ascending[0]!;
  // Where the top units are all alike, the whole range has to stand for a spread.
  const width = excess > range * 1e-3 ? excess : range > 0 ? range : Math.max(1e-12, Math.abs(ascending[n - 1]!));
  const slope = Math.LOG10E / width;
  return scale === 'surprise' ? Math.min(1, slope) : slope;
}

/** Index of the first value not below `limit`. */
function firstAtLeast(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
