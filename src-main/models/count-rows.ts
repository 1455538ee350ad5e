import { type FeatureTable, valueAt } from '#shared/domain/feature-table.ts';

/** Counts of units row by row, as log(1 + count), zeros left out; plain data. */
export interface CountRows {
  readonly count: number;
  /** Columns of a row. */
  readonly width: number;
  /** Where each row's entries begin, and one past the last; shape [count + 1]. */
  readonly starts: Int32Array;
  /** Ascending within a row. */
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** Every unit's counts of the named features; names the table does not have are zero. */
export function countRows(table: FeatureTable, names: readonly string[]): CountRows {
  const byName = new Map(table.columns.map((column) => [column.spec.name, column]));
  const count = table.units.length;
  const starts = new Int32Array(count + 1);
  const eachEntry = (visit: (row: number, column: number, value: number) => void): void => {
    names.forEach((name, at) => {
      const column = byName.get(name);
      column?.values.forEach((value, i) => {
        if (value > 0) visit(column.rows === null ? i : column.rows[i]!, at, value);
      });
    });
  };
  eachEntry((row) => starts[row + 1]!++);
  for (let row = 0; row < count; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice();
  const columns = new Int32Array(starts[count]!);
  const values = new Float32Array(starts[count]!);
  eachEntry((row, column, value) => {
    const at = next[row]!++;
    columns[at] = column;
    values[at] = Math.log1p(value);
  });
  return { count, width: names.length, starts, columns, values };
}

/** The counts of one unit alone. */
export function countRow(table: FeatureTable, names: readonly string[], unit: number): CountRows {
  const byName = new Map(table.columns.map((column) => [column.spec.name, column]));
  const entries = names.flatMap((name, at): [number, number][] => {
    const column = byName.get(name);
    const value = column === undefined ? 0 : valueAt(column, unit);
    return value > 0 ? [[at, Math.log1p(value)]] : [];
  });
  return {
    count: 1,
    width: names.length,
    starts: Int32Array.of(0, entries.length),
    columns: Int32Array.from(entries, ([column]) => column),
    values: Float32Array.from(entries, ([, value]) => value),
  };
}

/** [column, value] of one row. */
export function rowAt({ starts, columns, values }: CountRows, row: number): [column: number, value: number][] {
  return Array.from({ length: starts[row + 1]! - starts[row]! }, (_, i) => {
    const at = starts[row]! + i;
    return [columns[at]!, values[at]!];
  });
}

/** Equal for equal rows. */
export function keyOfRow({ starts, columns, values }: CountRows, row: number): string {
  let key = '';
  for (let at = starts[row]!; at < starts[row + 1]!; at++) key += `${columns[at]!}:${values[at]!} `;
  return key;
}
