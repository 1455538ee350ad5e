/** Counts of labelled items against predictions; positive = anomalous. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** Each in [0, 1]; a ratio over nothing is 0, as the field's scorers count it. */
export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Share of the normal items that were flagged. */
  readonly falsePositiveRate: number;
}

/**
 * Counts how predictions meet labels, item by item.
 * @param labels Ground truth; true or non-zero = anomalous.
 * @param predictions Same length and order as `labels`.
 * @throws RangeError when the lengths differ.
 */
export function countConfusion(
  labels: ArrayLike<number | boolean>,
  predictions: ArrayLike<number | boolean>,
): Confusion {
  if (labels.length !== predictions.length) {
    throw new RangeError(`${labels.length} labels for ${predictions.length} predictions.`);
  }
  let truePositives = 0;
  let falsePositives = 0;
  let falseNegatives = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] && predictions[i]) truePositives++;
    else if (labels[i]) falseNegatives++;
    else if (predictions[i]) falsePositives++;
  }
  return {
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives: labels.length - truePositives - falsePositives - falseNegatives,
  };
}

/** Harmonic mean; 0 when both are 0. */
export function f1Score(precision: number, recall: number): number {
  return precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
}

export function precisionRecall(confusion: Confusion): PrecisionRecall {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion;
  const precision = ratio(truePositives, truePositives + falsePositives);
  const recall = ratio(truePositives, truePositives + falseNegatives);
  return {
    precision,
    recall,
    f1: f1Score(precision, recall),
    falsePositiveRate: ratio(falsePositives, falsePositives + trueNegatives),
  };
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
