import { type Confusion, countConfusion, type PrecisionRecall, precisionRecall } from './confusion.ts';
import { prAuc, rocAuc } from './ranking.ts';

/** Measured quality of one set of flags and scores against labels. */
export interface Evaluation extends PrecisionRecall, Confusion {
  readonly items: number;
  readonly positives: number;
  /** Null when either class is absent. */
  readonly rocAuc: number | null;
  /** Average precision; null when no item is anomalous. */
  readonly prAuc: number | null;
}

export interface ScoredItems {
  /** Ground truth; true or non-zero = anomalous. */
  readonly labels: ArrayLike<number | boolean>;
  /** Flags at the detector's own threshold, never at one chosen on the labels. */
  readonly predictions: ArrayLike<number | boolean>;
  /** Higher is more anomalous. */
  readonly scores: ArrayLike<number>;
}

/** Everything a report says about one detector on labelled items. Empty input gives zeros and null areas. */
export function evaluate(items: ScoredItems): Evaluation {
  const confusion = countConfusion(items.labels, items.predictions);
  return {
    ...confusion,
    ...precisionRecall(confusion),
    items: items.labels.length,
    positives: confusion.truePositives + confusion.falseNegatives,
    rocAuc: toNullable(rocAuc(items.labels, items.scores)),
    prAuc: toNullable(prAuc(items.labels, items.scores)),
  };
}

function toNullable(area: number): number | null {
  return Number.isNaN(area) ? null : area;
}
