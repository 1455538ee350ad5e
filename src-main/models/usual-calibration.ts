import { type Calibration, type RawScale, slopeBeyondRanks } from './calibration.ts';

/** Shares of the units below each knot; a knot is kept while this many units lie at or above it. */
const SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999];
const MIN_ABOVE = 3;
/** The tail beyond the last knot decays like the units above this share, strays apart. */
const BODY_SHARE = 0.9;
const STRAY_SHARE = 0.005;

/**
 * Learns the map from raw scores to surprise from units that are known to be usual and were not fitted on: unlike
 * `fitCalibration`, all of them are trusted, so that a fifth of the units that share a high raw score are no alarm.
 * A raw score is as surprising as the share of units that reach it; beyond the last knot the tail is taken for
 * exponential. Where nearly all units share the highest raw score, one above it is as surprising as the few that get there.
 * `surprise` scores are only ever lowered.
 * @param rawScores At least one, finite.
 */
export function fitUsualCalibration(rawScores: Float64Array, scale: RawScale): Calibration {
  const ascending = Float64Array.from(rawScores).sort();
  const n = ascending.length;
  const raw: number[] = [];
  const surprise: number[] = [];
  const add = (at: number, told: number): void => {
    raw.push(at);
    surprise.push(Math.max(surprise.at(-1) ?? 0, scale === 'surprise' ? Math.min(at, told) : told));
  };
  for (const share of SHARES) {
    const at = ascending[Math.min(n - 1, Math.floor(share * n))]!;
    const reach = n - countBelow(ascending, at);
    if (raw.length > 0 && (reach < MIN_ABOVE || at <= raw.at(-1)!)) continue;
    add(at, -Math.log10(reach / n));
  }
  const last = raw.at(-1)!;
  const above = n - countUpTo(ascending, last);
  const next = above > 0 ? ascending[n - above]! : last + smallestGap(ascending);
  const told = -Math.log10((above + 0.5) / (n + 1));
  if (told > surprise.at(-1)!) add(next, told);
  if (scale === 'ranked') return { scale, raw, surprise, slope: slopeBeyondRanks(ascending, raw.at(-1)!) };
  const slope = Math.LOG10E / tailWidth(ascending, next - last);
  return { scale, raw, surprise, slope: scale === 'surprise' ? Math.min(1, slope) : slope };
}

/** Mean excess of the units above the body: raw score by which an exponential tail falls by e. */
function tailWidth(ascending: Float64Array, gap: number): number {
  const n = ascending.length;
  const from = ascending[Math.floor(BODY_SHARE * (n - 1))]!;
  const top = ascending.subarray(countUpTo(ascending, from));
  const strays = Math.ceil(n * STRAY_SHARE);
  const kept = top.length - strays >= MIN_ABOVE ? top.subarray(0, top.length - strays) : top;
  const excess = kept.reduce((sum, value) => sum + value - from, 0) / Math.max(1, kept.length);
  if (excess > 0) return excess;
  return gap > 0 ? gap : Math.max(1e-12, Math.abs(from));
}

/** The least distance between two different scores; a thousandth of the score where all are alike. */
function smallestGap(ascending: Float64Array): number {
  let least = Infinity;
  for (let i = 1; i < ascending.length; i++) {
    const gap = ascending[i]! - ascending[i - 1]!;
    if (gap > 0 && gap < least) least = gap;
  }
  return Number.isFinite(least) ? least : Math.max(1e-6, Math.abs(ascending[0]!) * 1e-3);
}

function countBelow(ascending: Float64Array, limit: number): number {
  return partition(ascending, (value) => value < limit);
}

function countUpTo(ascending: Float64Array, limit: number): number {
  return partition(ascending, (value) => value <= limit);
}

/** How many values from the start pass a test that none passes after the first that does not. */
function partition(ascending: Float64Array, passes: (value: number) => boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(ascending[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
