import { quantile } from './matrix.ts';

/** Surprise is -log10 of the share of usual units that would score at least as high: 3 means one alarm in 1,000 units. */
const HALF_SCORE_SURPRISE = 3;

/** Surprise as a score in [0, 1): 0.5 is one expected alarm in 1,000 usual units, for every detector. */
export function scoreFromSurprise(surprise: number): number {
  return surprise <= 0 ? 0 : surprise / (surprise + HALF_SCORE_SURPRISE);
}

/** The inverse of `scoreFromSurprise`; 1 and above is Infinity. */
export function surpriseFromScore(score: number): number {
  if (score <= 0) return 0;
  return score >= 1 ? Infinity : (HALF_SCORE_SURPRISE * score) / (1 - score);
}

/** Expected share of usual units above a threshold on the calibrated score. */
export function expectedAlarmRate(threshold: number): number {
  return 10 ** -surpriseFromScore(threshold);
}

/**
 * What a model's raw scores are: `surprise` = already -log10 of a tail probability, trusted unless the bulk of the
 * training units says it is too eager; `free` = only the order is meant; `ranked` = the same, and the bulk tells nothing
 * of the tail, so that a unit is never more surprising than being the first among all.
 */
export type RawScale = 'surprise' | 'free' | 'ranked';

/** A monotone map from raw scores to surprise; plain data. */
export interface Calibration {
  readonly scale: RawScale;
  /** Ascending raw scores and the surprise of each; beyond the last one the map goes on as a line. */
  readonly raw: readonly number[];
  readonly surprise: readonly number[];
  /** Surprise per unit of raw score beyond the last knot. */
  readonly slope: number;
}

/** Quantiles of the body that anchor the map; the top quarter may be anomalous and is never trusted. */
const BODY_SHARES = [0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.7, 0.75];
const MIN_ROWS = 20;

/**
 * Learns the map from the raw scores of training units, anomalies included (less than a quarter of them).
 * The tail beyond the upper quartile is extrapolated as exponential with the decay seen between median and quartile.
 * `surprise` scores are only ever lowered: where the body scores higher than it promises (many features looked at,
 * overdispersed counts), by as much as brings it back, in the manner of genomic control (Devlin and Roeder 1999).
 */
export function fitCalibration(rawScores: Float64Array, scale: RawScale): Calibration {
  const ascending = Float64Array.from(rawScores).sort();
  const isUsable = ascending.length >= MIN_ROWS && ascending[0] !== ascending.at(-1);
  if (!isUsable && scale === 'surprise') return { scale, raw: [0], surprise: [0], slope: 1 };
  if (!isUsable) {
    const only = ascending[ascending.length >> 1] ?? 0;
    return { scale, raw: [only], surprise: [0], slope: 1 / Math.max(1e-12, Math.abs(only)) };
  }
  if (scale === 'ranked') return fitRanks(ascending);
  const spread = upperSpread(ascending, scale);
  const { raw, surprise } = fitBody(ascending, scale, spread.isTrusted ? 0.75 : 0.5);
  const range = ascending.at(-1)! - ascending[0]!;
  if (scale === 'free')
    return { scale, raw, surprise, slope: Math.log10(2) / (spread.width > 0 ? spread.width : range) };
  return { scale, raw, surprise, slope: spread.width > 0 ? Math.min(1, Math.log10(2) / spread.width) : 1 };
}

/** Shares of the units below the knots of a ranked scale, as far as there are units above them. */
const RANK_SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999];
/** Surprise of twice the distance between the middle and the last knot beyond that of the last knot. */
const BEYOND_RANKS = 0.3;

/** Surprise by the share of units that reach a score; beyond the last knot it hardly rises. */
function fitRanks(ascending: Float64Array): Calibration {
  const n = ascending.length;
  const raw: number[] = [];
  const surprise: number[] = [];
  for (const share of RANK_SHARES) {
    const index = Math.min(n - 1, Math.floor(share * n));
    const at = ascending[index]!;
    if (raw.length > 0 && (at <= raw.at(-1)! || n - index < MIN_REACH)) continue;
    let first = index;
    while (first > 0 && ascending[first - 1] === at) first--;
    raw.push(at);
    surprise.push(-Math.log10((n - first) / n));
  }
  return { scale: 'ranked', raw, surprise, slope: slopeBeyondRanks(ascending, raw.at(-1)!) };
}

/** Surprise per unit of raw score beyond the last knot of a ranked scale. */
export function slopeBeyondRanks(ascending: Float64Array, last: number): number {
  const width = last - quantile(ascending, 0.5) || ascending.at(-1)! - ascending[0]! || Math.abs(last) || 1;
  return BEYOND_RANKS / width;
}

/** Units at or above a knot that make it count. */
const MIN_REACH = 3;

/** Distance from median to upper quartile over that from first decile to median, for the largest of many exponentials. */
const USUAL_ASYMMETRY = 0.73;
/** The same for a single exponential, and how far the lower quartile lies between first decile and median for both. */
const SINGLE_ASYMMETRY = 1.18;
const USUAL_LOWER = 1.37;
const SINGLE_LOWER = 2.2;
/** An upper quartile this much farther out than the lower half tells is taken for anomalous itself. */
const CONTAMINATED = 2.5;

/** How far the upper quartile lies above the median, or should, when so many units are anomalous that it is one of them. */
function upperSpread(ascending: Float64Array, scale: RawScale): { width: number; isTrusted: boolean } {
  const middle = quantile(ascending, 0.5);
  const upper = quantile(ascending, 0.75) - middle;
  const lower = middle - quantile(ascending, 0.1);
  // Surprises are the largest of a few or many exponentials, whose lower half tells the upper one closely.
  const expected = lower * (scale === 'surprise' ? asymmetryOf(ascending) : USUAL_ASYMMETRY * CONTAMINATED);
  const isTrusted = expected <= 0 || upper <= expected;
  return { width: isTrusted ? upper : expected, isTrusted };
}

/** Between that of a single exponential and that of the largest of many, by the shape of the lower half. */
function asymmetryOf(ascending: Float64Array): number {
  const lower = quantile(ascending, 0.25);
  const ratio = (quantile(ascending, 0.5) - lower) / Math.max(1e-9, lower - quantile(ascending, 0.1));
  const share = Math.max(0, Math.min(1, (ratio - USUAL_LOWER) / (SINGLE_LOWER - USUAL_LOWER)));
  return USUAL_ASYMMETRY + share * (SINGLE_ASYMMETRY - USUAL_ASYMMETRY);
}

function fitBody(ascending: Float64Array, scale: RawScale, upTo: number): { raw: number[]; surprise: number[] } {
  const raw: number[] = [];
  const surprise: number[] = [];
  for (const share of BODY_SHARES) {
    if (share > upTo) break;
    const at = quantile(ascending, share);
    const promised = Math.log10(1 / (1 - share));
    const mapped = scale === 'surprise' ? Math.min(at, promised) : promised;
    if (raw.length > 0 && at <= raw.at(-1)!) surprise[surprise.length - 1] = mapped;
    else {
      raw.push(at);
      surprise.push(mapped);
    }
  }
  return { raw, surprise };
}

/** Far beyond anything that happens; keeps scores finite whatever a model's raw scores are. */
const MAX_SURPRISE = 1e9;

/** Surprise of one raw score. */
export function toSurprise(calibration: Calibration, rawScore: number): number {
  const { raw, surprise, slope } = calibration;
  const last = raw.length - 1;
  if (rawScore >= raw[last]!) return Math.min(MAX_SURPRISE, surprise[last]! + (rawScore - raw[last]!) * slope);
  if (rawScore <= raw[0]!) return surprise[0]!;
  let i = 0;
  while (raw[i + 1]! < rawScore) i++;
  const part = (rawScore - raw[i]!) / (raw[i + 1]! - raw[i]!);
  return surprise[i]! + part * (surprise[i + 1]! - surprise[i]!);
}

/** Surprise of every raw score. */
export function calibrate(calibration: Calibration, rawScores: Float64Array): Float64Array {
  return rawScores.map((raw) => toSurprise(calibration, raw));
}
