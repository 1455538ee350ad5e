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
  return keep(model, table, model.score(table));
}

/** The same without holding this thread up where a model can score aside; `rawScoresOf` then knows the answer. */
export async function rawScoresAside(
  model: AnomalyModel,
  table: FeatureTable,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  if (model.scoreAside === undefined || latest.get(model)?.table === table) return rawScoresOf(model, table);
  return keep(model, table, await model.scoreAside(table, signal));
}

function keep(model: AnomalyModel, table: FeatureTable, raw: Float64Array): Float64Array {
  const at = raw.findIndex((score) => !Number.isFinite(score));
  if (at >= 0) {
    throw new ModelError('model.bad-score', `Detector ${model.name} gave no finite score for unit ${at}.`, {
      details: { detector: model.name, unit: at },
    });
  }
  latest.set(model, { table, raw });
  return raw;
}
