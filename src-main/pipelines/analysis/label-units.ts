import type { LabelEvaluation } from '#shared/domain/analysis-run.ts';
import type { UnitColumns } from '#shared/domain/feature-table.ts';
import type { LabelSet } from '#shared/domain/labels.ts';
import { evaluate } from '#shared/metrics/evaluate.ts';
import { unitIdOf } from './unit-ids.ts';

/** A window is anomalous when a labelled interval covers at least this share of it. */
const MIN_OVERLAP = 0.5;

/**
 * Measures scores against labels. Units the labels do not name are normal for intervals and left out for ids.
 * @returns Null when no unit is labelled.
 */
export function evaluateUnits(
  units: UnitColumns,
  labels: LabelSet,
  scores: Float64Array,
  threshold: number,
): LabelEvaluation | null {
  const truth = labelUnits(units, labels);
  const rows: number[] = [];
  truth.forEach((label, row) => {
    if (label !== null) rows.push(row);
  });
  if (rows.length === 0) return null;
  const { precision, recall, f1, rocAuc, prAuc } = evaluate({
    labels: rows.map((row) => truth[row] ?? false),
    scores: rows.map((row) => scores[row] ?? 0),
    predictions: rows.map((row) => (scores[row] ?? 0) > threshold),
  });
  return { precision, recall, f1, rocAuc, prAuc };
}

/** Ground truth of every unit, shape [units.length]; null where the labels say nothing. */
export function labelUnits(units: UnitColumns, labels: LabelSet): (boolean | null)[] {
  return labels.byId.size > 0 ? labelsById(units, labels) : labelsByInterval(units, labels);
}

function labelsById(units: UnitColumns, labels: LabelSet): (boolean | null)[] {
  return Array.from({ length: units.length }, (_, unit) => labels.byId.get(unitIdOf(units, unit)) ?? null);
}

function labelsByInterval(units: UnitColumns, labels: LabelSet): boolean[] {
  const truth = Array.from({ length: units.length }, () => false);
  const anomalous = labels.intervals.filter((interval) => interval.isAnomalous);
  const covered = new Float64Array(units.length);
  for (const { startNs, endNs } of anomalous) {
    const start = Number(startNs) / 1e9;
    const end = Number(endNs) / 1e9;
    for (let unit = 0; unit < units.length; unit++) {
      const overlap = Math.min(end, units.endSeconds[unit]!) - Math.max(start, units.startSeconds[unit]!);
      if (overlap > 0 || (overlap === 0 && units.kind === 'session')) covered[unit]! += overlap;
      const length = units.endSeconds[unit]! - units.startSeconds[unit]!;
      if (overlap >= 0 && covered[unit]! >= MIN_OVERLAP * length && (overlap > 0 || length === 0)) truth[unit] = true;
    }
  }
  return truth;
}
