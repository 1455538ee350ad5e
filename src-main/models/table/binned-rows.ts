import type { BinnedTable } from '../reference-distribution.ts';
import type { NamedColumn } from './table-scaling.ts';

/** Columns of a table as features whose distribution is kept or compared; a missing value counts as 0, as none of it. */
export function binnedRows(columns: readonly NamedColumn[]): BinnedTable {
  return {
    units: { length: columns[0]?.values.length ?? 0 },
    columns: columns.map(({ name, values }) => ({
      spec: { name },
      values: values.map((value) => (Number.isNaN(value) ? 0 : value)),
      weights: null,
    })),
  };
}
