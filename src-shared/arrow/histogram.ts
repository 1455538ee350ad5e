import type { ColumnSpec, TableSpec } from './columns.ts';

/** Events by time bucket, oldest first, empty buckets too; `severity_N` counts band N of SEVERITY_NAMES. */
export const histogram: TableSpec = {
  /** Inclusive. */
  start_ns: { kind: 'timeNs' },
  /** Exclusive. */
  end_ns: { kind: 'timeNs' },
  ...(Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((band) => [`severity_${band}`, { kind: 'count' }])) as Record<
    string,
    ColumnSpec
  >),
};
