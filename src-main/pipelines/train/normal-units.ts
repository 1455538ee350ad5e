import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { LabelSet } from '#shared/domain/labels.ts';
import { selectUnits } from '../../models/select-units.ts';
import { labelUnits } from '../analysis/label-units.ts';

export interface NormalUnits {
  readonly table: FeatureTable;
  /** Units that are not known to be normal. */
  readonly leftOut: number;
}

/**
 * The units that labels say are normal. Sessions labelled anomalous, or not named by labels of sessions, are left out.
 * A table of windows has no holes, so an anomalous window is given the features of the last normal one before it (or the
 * first after it).
 */
export function keepNormalUnits(table: FeatureTable, labels: LabelSet): NormalUnits {
  const truth = labelUnits(table.units, labels);
  const isNormal = (unit: number): boolean => truth[unit] === false;
  const normal = Int32Array.from(truth.keys().filter(isNormal));
  const leftOut = truth.length - normal.length;
  if (leftOut === 0 || normal.length === 0) return { table: selectUnits(table, normal), leftOut };
  if (table.units.kind === 'session') return { table: selectUnits(table, normal), leftOut };
  const source = new Int32Array(truth.length);
  let last = normal[0]!;
  for (let unit = 0; unit < truth.length; unit++) {
    if (isNormal(unit)) last = unit;
    source[unit] = last;
  }
  return { table: repeatUnits(table, source), leftOut };
}

/** A table with the times of `table` and, in each unit, the features of unit `source[unit]`; `source` is ascending. */
function repeatUnits(table: FeatureTable, source: Int32Array): FeatureTable {
  const { units } = table;
  const columns = table.columns.map(({ spec, rows, values, weights }) => {
    const places: number[] = [];
    const from: number[] = [];
    const at = rows === null ? null : new Map(Array.from(rows, (unit, place) => [unit, place] as const));
    source.forEach((unit, target) => {
      const place = at === null ? unit : at.get(unit);
      if (place === undefined) return;
      places.push(target);
      from.push(place);
    });
    return {
      spec,
      rows: rows === null ? null : Int32Array.from(places),
      values: Float64Array.from(from, (place) => values[place]!),
      weights: weights === null ? null : Float64Array.from(from, (place) => weights[place]!),
    };
  });
  return { units: { ...units, events: Float64Array.from(source, (unit) => units.events[unit]!) }, columns };
}
