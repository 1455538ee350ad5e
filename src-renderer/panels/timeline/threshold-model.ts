/**
 * What a threshold does, fast enough to follow the pointer: scores are sorted once, every question is a binary search.
 * `isAnomaly = score > threshold` (strict), as everywhere in the product.
 */
export interface ScoreIndex {
  /** Ascending. */
  readonly sorted: Float64Array;
  /** Hours the scored units cover together; 0 when they have no time. */
  readonly hours: number;
  /** Anomalous and normal labelled units at or above each position of `sorted`; null without labels. */
  readonly labelled: { readonly positivesFrom: Float64Array; readonly negativesFrom: Float64Array } | null;
}

/**
 * @param hours Length of the scored time span, in hours. Units with a NaN score are left out.
 * @param labels 1 anomalous, 0 normal, NaN unknown, one a score; null when there are none.
 */
export function indexScores(scores: Float64Array, hours: number, labels: Float64Array | null = null): ScoreIndex {
  if (labels === null) return { sorted: scores.filter((score) => !Number.isNaN(score)).sort(), hours, labelled: null };
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
  const from = index.sorted.length - countAbove(index, threshold);
  const truePositives = positivesFrom[from] ?? 0;
  const flagged = truePositives + (negativesFrom[from] ?? 0);
  const positives = positivesFrom[0] ?? 0;
  const precision = flagged === 0 ? 0 : truePositives / flagged;
  const recall = positives === 0 ? 0 : truePositives / positives;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
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
