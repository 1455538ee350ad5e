import type { FeatureColumn, FeatureTable, UnitColumns, UnitSequences } from '#shared/domain/feature-table.ts';

/**
 * The rows of a table at the given unit indices, as a table of its own.
 * @param indices Ascending; for windows consecutive, because a table of windows has no holes.
 * Columns that hold nothing for the units stay, with no rows, so that both parts of a split know the same features.
 */
export function selectUnits(table: FeatureTable, indices: Int32Array): FeatureTable {
  const { units } = table;
  const pick = (values: Float64Array): Float64Array => Float64Array.from(indices, (unit) => values[unit]!);
  const { keys } = units;
  const selected: UnitColumns = {
    ...units,
    length: indices.length,
    startSeconds: pick(units.startSeconds),
    endSeconds: pick(units.endSeconds),
    events: pick(units.events),
    keys: keys === null ? null : Array.from(indices, (unit) => keys[unit]!),
  };
  const place = new Int32Array(units.length).fill(-1);
  indices.forEach((unit, at) => (place[unit] = at));
  return {
    units: selected,
    columns: table.columns.map((column) => selectRows(column, indices, place)),
    sequences: selectSequences(table.sequences, indices),
  };
}

function selectSequences(sequences: UnitSequences | null | undefined, indices: Int32Array): UnitSequences | null {
  if (!sequences) return null;
  return { ...sequences, nodes: indices.map((unit) => sequences.nodes[unit]!) };
}

function selectRows(column: FeatureColumn, indices: Int32Array, place: Int32Array): FeatureColumn {
  const { spec, rows, values, weights } = column;
  if (rows === null) {
    const pick = (from: Float64Array): Float64Array => Float64Array.from(indices, (unit) => from[unit]!);
    return { spec, rows: null, values: pick(values), weights: weights === null ? null : pick(weights) };
  }
  const kept: number[] = [];
  rows.forEach((unit, at) => {
    if (place[unit]! >= 0) kept.push(at);
  });
  return {
    spec,
    rows: Int32Array.from(kept, (at) => place[rows[at]!]!),
    values: Float64Array.from(kept, (at) => values[at]!),
    weights: weights === null ? null : Float64Array.from(kept, (at) => weights[at]!),
  };
}
