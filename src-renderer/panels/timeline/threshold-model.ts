/**
 * What a threshold does, fast enough to follow the pointer: scores are sorted once, every question is a binary search.
 * `isAnomaly = score > threshold` (strict), as everywhere in the product.
 */
export interface ScoreIndex {
  /** Ascending. */
  readonly sorted: Float64Array;
  /** Hours the scored units cover together; 0 when they have no time. */
  readonly hours: number;
}

/** @param hours Length of the scored time span, in hours. NaN scores are left out. */
export function indexScores(scores: ArrayLike<number>, hours: number): ScoreIndex {
  const finite = Float64Array.from(scores as ArrayLike<number>).filter((score) => !Number.isNaN(score));
  return { sorted: finite.sort(), hours };
}

/** Units strictly above the threshold. */
export function countAbove(index: ScoreIndex, threshold: number): number {
  const { sorted } = index;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) > threshold) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}

/** Alarms an hour at a threshold; null when the units have no time. */
export function alarmsPerHour(index: ScoreIndex, threshold: number): number | null {
  return index.hours > 0 ? countAbove(index, threshold) / index.hours : null;
}

/**
 * The lowest threshold that keeps alarms at or under a budget.
 * Ties at the border are left out together, so the budget is never exceeded. Without scores the answer is 1.
 */
export function thresholdForBudget(index: ScoreIndex, perHour: number): number {
  const { sorted, hours } = index;
  const allowed = Math.floor(Math.max(0, perHour) * hours);
  if (sorted.length === 0) return 1;
  if (allowed >= sorted.length) return 0;
  return sorted[sorted.length - 1 - allowed] ?? 1;
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
