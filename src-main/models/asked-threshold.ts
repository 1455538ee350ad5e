import { ModelError } from '#shared/base/errors.ts';
import type { UnitColumns } from '#shared/domain/feature-table.ts';
import { formatThreshold, type WantedThreshold } from '#shared/domain/threshold-policy.ts';
import { applyThreshold, sortScores, spanHours } from '#shared/metrics/apply-threshold.ts';
import type { ScoredUnits } from './score-units.ts';

/** Hours the units cover together; 0 when none has a time. */
export function unitHours({ startSeconds, endSeconds }: UnitColumns): number {
  return spanHours(startSeconds, endSeconds);
}

/** The threshold on scored units that was asked for. @throws ModelError `model.threshold-needs-time` */
export function askedThreshold({ table, scores, autoThreshold }: ScoredUnits, wanted: WantedThreshold): number {
  const sample = () => ({ sorted: sortScores(scores), hours: unitHours(table.units) });
  return applyThreshold(wanted, autoThreshold.threshold, sample) ?? refuseBudget(wanted);
}

/** @throws ModelError `model.threshold-needs-time` */
export function refuseBudget(wanted: WantedThreshold): never {
  const message = `A threshold of ${formatThreshold(wanted)} needs times, and nothing that was scored has one: ask for a share, a quantile or a score.`;
  throw new ModelError('model.threshold-needs-time', message);
}
