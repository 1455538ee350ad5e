import { type Confusion, f1Score } from './confusion.ts';

/** What flagging every item with `score >= threshold` gives. */
export interface OperatingPoint extends Confusion {
  readonly threshold: number;
}

/**
 * Every distinct operating point, from the strictest threshold to the loosest; tied scores are one point.
 * @param labels Ground truth; true or non-zero = anomalous.
 * @param scores Higher is more anomalous; -Infinity is allowed (never scored), NaN is rejected.
 * @returns One point a distinct score, highest first; empty input gives none.
 * @throws RangeError when the lengths differ or a score is NaN.
 */
export function sweepThresholds(labels: ArrayLike<number | boolean>, scores: ArrayLike<number>): OperatingPoint[] {
  const order = orderByScoreDescending(labels, scores);
  let positives = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i]) positives++;
  const points: OperatingPoint[] = [];
  let truePositives = 0;
  let falsePositives = 0;
  for (let i = 0; i < order.length; ) {
    const threshold = scores[order[i] ?? 0] ?? 0;
    for (; i < order.length && scores[order[i] ?? 0] === threshold; i++) {
      if (labels[order[i] ?? 0]) truePositives++;
      else falsePositives++;
    }
    const trueNegatives = labels.length - positives - falsePositives;
    const falseNegatives = positives - truePositives;
    points.push({ threshold, truePositives, falsePositives, falseNegatives, trueNegatives });
  }
  return points;
}

/**
 * Area under the ROC curve: the chance that an anomalous item outranks a normal one, ties counted half.
 * @returns In [0, 1]; NaN when either class is absent.
 * Source: Hanley, McNeil, Radiology 143 (1982), the rank statistic.
 */
export function rocAuc(labels: ArrayLike<number | boolean>, scores: ArrayLike<number>): number {
  let area = 0;
  let truePositives = 0;
  let falsePositives = 0;
  for (const point of sweepThresholds(labels, scores)) {
    area += ((point.truePositives + truePositives) / 2) * (point.falsePositives - falsePositives);
    ({ truePositives, falsePositives } = point);
  }
  return truePositives > 0 && falsePositives > 0 ? area / (truePositives * falsePositives) : Number.NaN;
}

/**
 * Average precision: the sum of each threshold's precision times the recall it adds, without interpolation.
 * @returns In [0, 1]; NaN when no item is anomalous.
 */
export function prAuc(labels: ArrayLike<number | boolean>, scores: ArrayLike<number>): number {
  let area = 0;
  let truePositives = 0;
  for (const point of sweepThresholds(labels, scores)) {
    const flagged = point.truePositives + point.falsePositives;
    area += (point.truePositives - truePositives) * (point.truePositives / flagged);
    truePositives = point.truePositives;
  }
  return truePositives > 0 ? area / truePositives : Number.NaN;
}

export interface BestF1 {
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  /** Items with `score >= threshold` are flagged; of equal F1 the strictest. */
  readonly threshold: number;
}

/** The threshold with the highest F1. It is chosen on the labels, so it is an upper bound, never "the F1". Null without anomalous items. */
export function findBestF1(labels: ArrayLike<number | boolean>, scores: ArrayLike<number>): BestF1 | null {
  let best: BestF1 | null = null;
  for (const point of sweepThresholds(labels, scores)) {
    const positives = point.truePositives + point.falseNegatives;
    if (positives === 0) return null;
    const precision = point.truePositives / (point.truePositives + point.falsePositives);
    const recall = point.truePositives / positives;
    const f1 = f1Score(precision, recall);
    if (best === null || f1 > best.f1) best = { f1, precision, recall, threshold: point.threshold };
  }
  return best;
}

function orderByScoreDescending(labels: ArrayLike<number | boolean>, scores: ArrayLike<number>): Uint32Array {
  if (labels.length !== scores.length) throw new RangeError(`${labels.length} labels for ${scores.length} scores.`);
  for (let i = 0; i < scores.length; i++) {
    if (Number.isNaN(scores[i]))
      throw new RangeError(`Score ${i} is NaN; a score is a number, higher is more anomalous.`);
  }
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i);
  return order.sort((a, b) => {
    const left = scores[a] ?? 0;
    const right = scores[b] ?? 0;
    return left === right ? 0 : left > right ? -1 : 1;
  });
}
