import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { AnomalyModel } from './anomaly-model.ts';

const latest = new WeakMap<AnomalyModel, { readonly table: FeatureTable; readonly raw: Float64Array }>();

/** Raw scores of a table by a fitted model, computed once for the table asked for last: calibrating needs them too. */
export function rawScoresOf(model: AnomalyModel, table: FeatureTable): Float64Array {
  const known = latest.get(model);
  if (known?.table === table) return known.raw;
  const raw = model.score(table);
  latest.set(model, { table, raw });
  return raw;
}
