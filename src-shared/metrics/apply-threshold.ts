import type { ThresholdPolicy, WantedThreshold } from '../domain/threshold-policy.ts';

/** The scores a policy is applied to. */
export interface ScoreSample {
  /** Ascending, without NaN. */
  readonly sorted: Float64Array;
  /** Time the scored units cover together; 0 when they have no time. */
  readonly hours: number;
}

/** Shares and counts that are whole numbers stay so in spite of binary fractions. */
const ROUNDING = 1e-9;

/** Units strictly above a threshold. */
export function countAbove(sorted: Float64Array, threshold: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > threshold) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}

/** Units that may be above the threshold by a policy, as a fraction; null for a budget without times. */
export function allowedAlarms({ sorted, hours }: ScoreSample, policy: ThresholdPolicy): number | null {
  if (policy.kind === 'quantile') return (1 - policy.quantile) * sorted.length;
  if (policy.kind === 'share') return policy.share * sorted.length;
  return hours > 0 ? (policy.alarms * hours) / (policy.per === 'hour' ? 1 : 24) : null;
}

/**
 * The lowest threshold that no more than `allowed` units lie above. Ties at the border are left out together, so the number
 * is never exceeded. Without scores the answer is 1, where every unit is allowed 0.
 */
export function thresholdForCount(sorted: Float64Array, allowed: number): number {
  const whole = Math.floor(Math.max(0, allowed) + ROUNDING);
  if (sorted.length === 0) return 1;
  return whole >= sorted.length ? 0 : sorted[sorted.length - 1 - whole]!;
}

/**
 * The one place where what a user asks for becomes a threshold on the calibrated score.
 * @param sample Called only for a policy, since it costs a sort.
 * @returns Null for a budget over units without times.
 */
export function applyThreshold(wanted: WantedThreshold, auto: number, sample: () => ScoreSample): number | null {
  if (wanted === 'auto') return auto;
  if (typeof wanted === 'number') return wanted;
  const scores = sample();
  const allowed = allowedAlarms(scores, wanted);
  return allowed === null ? null : thresholdForCount(scores.sorted, allowed);
}

/** Alarms in an hour at a threshold: what to expect of more like what was scored; null without times. */
export function alarmsPerHour({ sorted, hours }: ScoreSample, threshold: number): number | null {
  return hours > 0 ? countAbove(sorted, threshold) / hours : null;
}

/** From the first start to the last end, at least a minute; 0 when none has a time. `NaN` is no time. */
export function spanHours(startSeconds: ArrayLike<number>, endSeconds: ArrayLike<number>): number {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < startSeconds.length; i++) {
    const [start, end] = [startSeconds[i]!, endSeconds[i]!];
    if (start < first) first = start;
    if (end > last) last = end;
  }
  return last >= first ? Math.max(60, last - first) / 3600 : 0;
}

/** Ascending copy without NaN. */
export function sortScores(scores: Float64Array): Float64Array {
  return scores.filter((score) => !Number.isNaN(score)).sort();
}
