import { type ThresholdPolicy, thresholdPolicySchema } from '#shared/domain/threshold-policy.ts';
import {
  alarmsPerHour,
  applyThreshold,
  countAbove,
  type ScoreSample,
  sortScores,
} from '#shared/metrics/apply-threshold.ts';

/**
 * What a threshold does, fast enough to follow the pointer: scores are sorted once, every question is a binary search.
 * `isAnomaly = score > threshold` (strict), as everywhere in the product.
 */
export interface ScoreIndex extends ScoreSample {
  /** Anomalous and normal labelled units at or above each position of `sorted`; null without labels. */
  readonly labelled: { readonly positivesFrom: Float64Array; readonly negativesFrom: Float64Array } | null;
}

/**
 * @param hours Length of the scored time span, in hours. Units with a NaN score are left out.
 * @param labels 1 anomalous, 0 normal, NaN unknown, one a score; null when there are none.
 */
export function indexScores(scores: Float64Array, hours: number, labels: Float64Array | null = null): ScoreIndex {
  if (labels === null) return { sorted: sortScores(scores), hours, labelled: null };
  const order = Uint32Array.from(scores.keys())
    .filter((at) => !Number.isNaN(scores[at] ?? Number.NaN))
    .sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const sorted = Float64Array.from(order, (at) => scores[at] ?? 0);
  const positivesFrom = new Float64Array(order.length + 1);
  const negativesFrom = new Float64Array(order.length + 1);
  for (let i = order.length - 1; i >= 0; i--) {
    const label = labels[order[i] ?? 0] ?? Number.NaN;
    positivesFrom[i] = (positivesFrom[i + 1] ?? 0) + Number(label === 1);
    negativesFrom[i] = (negativesFrom[i + 1] ?? 0) + Number(label === 0);
  }
  return { sorted, hours, labelled: { positivesFrom, negativesFrom } };
}

export interface LabelledQuality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Precision, recall and F1 over the labelled units; null without labels. Nothing flagged gives precision 0. */
export function qualityAt(index: ScoreIndex, threshold: number): LabelledQuality | null {
  if (index.labelled === null) return null;
  const { positivesFrom, negativesFrom } = index.labelled;
  const from = index.sorted.length - countAbove(index.sorted, threshold);
  const truePositives = positivesFrom[from] ?? 0;
  const flagged = truePositives + (negativesFrom[from] ?? 0);
  const positives = positivesFrom[0] ?? 0;
  const precision = flagged === 0 ? 0 : truePositives / flagged;
  const recall = positives === 0 ? 0 : truePositives / positives;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** What a threshold can be said in besides the score. */
export type PolicyUnit = 'hour' | 'day' | 'share' | 'quantile';

export interface PolicyUnitText {
  readonly unit: PolicyUnit;
  /** Of the field. */
  readonly label: string;
  /** In the list of units. */
  readonly short: string;
  /** What an arrow key changes. */
  readonly step: number;
}

export const POLICY_UNITS: readonly PolicyUnitText[] = [
  { unit: 'hour', label: 'Alarms per hour', short: 'alarms/h', step: 1 },
  { unit: 'day', label: 'Alarms per day', short: 'alarms/day', step: 1 },
  { unit: 'share', label: 'Share of units in percent', short: '% of units', step: 0.1 },
  { unit: 'quantile', label: 'Quantile of scores', short: 'quantile', step: 0.001 },
];

/** Of a log this long, alarms are counted by the day. */
const LONG_HOURS = 30 * 24;

/** The unit a threshold is said in until the user chooses one. It follows the log, not the threshold: it does not change under a drag. */
export function usualPolicyUnit(index: ScoreIndex): PolicyUnit {
  return index.hours >= LONG_HOURS ? 'day' : 'hour';
}

export interface AlarmRate {
  readonly amount: number;
  readonly per: 'hour' | 'day' | 'year';
}

const HOURS_PER_YEAR = 24 * 365.25;

/** The same rate in the shortest time in which at least one in ten is to be expected. */
export function alarmRate(perHour: number): AlarmRate {
  if (perHour === 0 || perHour >= 0.1) return { amount: perHour, per: 'hour' };
  return perHour * 24 >= 0.1 ? { amount: perHour * 24, per: 'day' } : { amount: perHour * HOURS_PER_YEAR, per: 'year' };
}

/** What a threshold amounts to in a unit; null when that cannot be told: no times, or no scores. */
export function quantityAt(index: ScoreIndex, unit: PolicyUnit, threshold: number): number | null {
  const perHour = alarmsPerHour(index, threshold);
  if (unit === 'hour') return perHour;
  if (unit === 'day') return perHour === null ? null : perHour * 24;
  if (index.sorted.length === 0) return null;
  const share = countAbove(index.sorted, threshold) / index.sorted.length;
  return unit === 'share' ? share * 100 : 1 - share;
}

/** The policy that a typed number means; null when it means none. */
export function policyOf(unit: PolicyUnit, typed: number): ThresholdPolicy | null {
  const policy = thresholdPolicySchema.safeParse(
    unit === 'share'
      ? { kind: 'share', share: typed / 100 }
      : unit === 'quantile'
        ? { kind: 'quantile', quantile: typed }
        : { kind: 'budget', alarms: typed, per: unit },
  );
  return policy.success ? policy.data : null;
}

/** The threshold of a policy on thousandths, rounded up so that the policy is kept; null without scores or times it needs. */
export function thresholdOf(index: ScoreIndex, policy: ThresholdPolicy): number | null {
  const exact = applyThreshold(policy, Number.NaN, () => index);
  return exact === null ? null : Math.min(1, Math.ceil(exact * 1000 - 1e-9) / 1000);
}

export const THRESHOLD_STEP = 0.005;
export const THRESHOLD_LARGE_STEP = 0.05;

/** Keeps a typed or dragged value in 0..1, on thousandths; NaN falls back to `fallback`. */
export function cleanThreshold(value: number, fallback: number): number {
  if (!Number.isFinite(value)) return fallback;
  return Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
}

/** What an arrow, page, Home or End key does to the threshold; null for any other key. */
export function thresholdAfterKey(key: string, value: number): number | null {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowRight':
      return cleanThreshold(value + THRESHOLD_STEP, value);
    case 'ArrowDown':
    case 'ArrowLeft':
      return cleanThreshold(value - THRESHOLD_STEP, value);
    case 'PageUp':
      return cleanThreshold(value + THRESHOLD_LARGE_STEP, value);
    case 'PageDown':
      return cleanThreshold(value - THRESHOLD_LARGE_STEP, value);
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return null;
  }
}

/** Score lane geometry: pixel row of a score, 1 at the top. */
export function scoreToPx(score: number, topPx: number, heightPx: number): number {
  return topPx + (1 - Math.min(1, Math.max(0, score))) * heightPx;
}

export function pxToScore(px: number, topPx: number, heightPx: number): number {
  return cleanThreshold(1 - (px - topPx) / heightPx, 0);
}
