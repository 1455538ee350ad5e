import { type Confusion, countConfusion, type PrecisionRecall, precisionRecall } from '#shared/metrics/confusion.ts';
import { prCurve, rocCurve } from '#shared/metrics/curves.ts';
import { prAuc, rocAuc } from '#shared/metrics/ranking.ts';
import type { CurvePoint } from '../../charts/curve-option.ts';

/** Scored units that have a label, in table order. */
export interface LabelledUnits {
  /** Row of each in the score table. */
  readonly rows: readonly number[];
  readonly scores: Float64Array;
  /** 1 anomalous, 0 normal. */
  readonly labels: Uint8Array;
}

/** @param labels 1, 0, or NaN for unknown, one a score. @returns Null when no unit has a label. */
export function labelledUnits(scores: Float64Array, labels: Float64Array | null): LabelledUnits | null {
  if (labels === null) return null;
  const rows: number[] = [];
  for (let row = 0; row < scores.length; row++)
    if (!Number.isNaN(labels[row] ?? Number.NaN) && !Number.isNaN(scores[row] ?? Number.NaN)) rows.push(row);
  if (rows.length === 0) return null;
  return {
    rows,
    scores: Float64Array.from(rows, (row) => scores[row] ?? 0),
    labels: Uint8Array.from(rows, (row) => (labels[row] === 1 ? 1 : 0)),
  };
}

/** Counts and ratios at a threshold: anomalous is strictly above. */
export function qualityOf(units: LabelledUnits, threshold: number): Confusion & PrecisionRecall {
  const predictions = Uint8Array.from(units.scores, (score) => (score > threshold ? 1 : 0));
  const confusion = countConfusion(units.labels, predictions);
  return { ...confusion, ...precisionRecall(confusion) };
}

export const CONFUSION_KINDS = ['falsePositives', 'falseNegatives', 'truePositives'] as const;
export type ConfusionKind = (typeof CONFUSION_KINDS)[number];

export const CONFUSION_TEXT: Readonly<Record<ConfusionKind, string>> = {
  falsePositives: 'False alarms',
  falseNegatives: 'Missed',
  truePositives: 'Found',
};

/** Rows of the score table in one cell of the confusion, highest score first: missed units nearest to being found lead. */
export function confusionRows(units: LabelledUnits, threshold: number, kind: ConfusionKind): readonly number[] {
  const isLabelled = kind === 'falsePositives' ? 0 : 1;
  const isFlagged = kind !== 'falseNegatives';
  const places: number[] = [];
  for (let i = 0; i < units.rows.length; i++)
    if (units.labels[i] === isLabelled && (units.scores[i] ?? 0) > threshold === isFlagged) places.push(i);
  places.sort((a, b) => (units.scores[b] ?? 0) - (units.scores[a] ?? 0));
  return places.map((place) => units.rows[place] ?? 0);
}

/** Points a curve is drawn with, at most. */
const MAX_POINTS = 400;

export interface Curves {
  /** x false alarm rate, y recall. Empty when either class is absent. */
  readonly roc: readonly CurvePoint[];
  /** x recall, y precision. Empty when nothing is anomalous. */
  readonly pr: readonly CurvePoint[];
  readonly rocAuc: number | null;
  readonly prAuc: number | null;
  /** Share of anomalous units: the precision of guessing. */
  readonly baseRate: number;
}

/** Both curves and their areas, independent of any threshold. */
export function curvesOf(units: LabelledUnits): Curves {
  const { labels, scores } = units;
  const orNull = (area: number) => (Number.isNaN(area) ? null : area);
  return {
    roc: rocCurve(labels, scores, MAX_POINTS).map((point) => ({
      x: point.falsePositiveRate,
      y: point.truePositiveRate,
      threshold: point.threshold,
    })),
    pr: prCurve(labels, scores, MAX_POINTS).map((point) => ({
      x: point.recall,
      y: point.precision,
      threshold: point.threshold,
    })),
    rocAuc: orNull(rocAuc(labels, scores)),
    prAuc: orNull(prAuc(labels, scores)),
    baseRate: labels.reduce((sum, label) => sum + label, 0) / labels.length,
  };
}
