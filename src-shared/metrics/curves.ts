import { type OperatingPoint, sweepThresholds } from './ranking.ts';

export interface RocPoint {
  /** Infinity at the first point, where nothing is flagged. */
  readonly threshold: number;
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

export interface PrPoint {
  readonly threshold: number;
  readonly recall: number;
  readonly precision: number;
}

/**
 * ROC curve from (0, 0) to (1, 1), thresholds falling.
 * @param maxPoints Thinned evenly by rank to about this many points, ends kept; unlimited by default.
 * @returns Empty when either class is absent.
 */
export function rocCurve(
  labels: ArrayLike<number | boolean>,
  scores: ArrayLike<number>,
  maxPoints = Number.POSITIVE_INFINITY,
): RocPoint[] {
  const points = sweepThresholds(labels, scores);
  const { truePositives, falsePositives } = points.at(-1) ?? { truePositives: 0, falsePositives: 0 };
  if (truePositives === 0 || falsePositives === 0) return [];
  const curve = thin(points, maxPoints).map((point) => ({
    threshold: point.threshold,
    falsePositiveRate: point.falsePositives / falsePositives,
    truePositiveRate: point.truePositives / truePositives,
  }));
  return [{ threshold: Number.POSITIVE_INFINITY, falsePositiveRate: 0, truePositiveRate: 0 }, ...curve];
}

/**
 * Precision-recall curve, recall rising, one point a distinct score.
 * @param maxPoints As for `rocCurve`.
 * @returns Empty when no item is anomalous.
 */
export function prCurve(
  labels: ArrayLike<number | boolean>,
  scores: ArrayLike<number>,
  maxPoints = Number.POSITIVE_INFINITY,
): PrPoint[] {
  const points = sweepThresholds(labels, scores);
  const positives = points.at(-1)?.truePositives ?? 0;
  if (positives === 0) return [];
  return thin(points, maxPoints).map((point) => ({
    threshold: point.threshold,
    recall: point.truePositives / positives,
    precision: point.truePositives / (point.truePositives + point.falsePositives),
  }));
}

function thin(points: readonly OperatingPoint[], maxPoints: number): readonly OperatingPoint[] {
  if (points.length <= maxPoints) return points;
  const kept = Math.max(2, Math.floor(maxPoints));
  const step = (points.length - 1) / (kept - 1);
  const thinned: OperatingPoint[] = [];
  for (let i = 0; i < kept; i++) {
    const point = points[Math.round(i * step)];
    if (point) thinned.push(point);
  }
  return thinned;
}
