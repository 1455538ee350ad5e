import { ModelError } from '#shared/base/errors.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { AnomalyModel } from './anomaly-model.ts';

const latest = new WeakMap<AnomalyModel, { readonly table: FeatureTable; readonly raw: Float64Array }>();

/**
 * Raw scores of a table by a fitted model, computed once for the table asked for last: calibrating needs them too.
 * @throws ModelError `model.bad-score` when one is not a finite number: a model from elsewhere may hold anything.
 */
export function rawScoresOf(model: AnomalyModel, table: FeatureTable): Float64Array {
  const known = latest.get(model);
  if (known?.table === table) return known.raw;
  const raw = model.score(table);
  const at = raw.findIndex((score) => !Number.isFinite(score));
  if (at >= 0) {
    throw new ModelError('model.bad-score', `Detector ${model.name} gave no finite score for unit ${at}.`, {
      details: { detector: model.name, unit: at },
    });
  }
  latest.set(model, { table, raw });
  return raw;
}
