import type { TableSpec } from './columns.ts';

/** Templates with their use, rare first. */
export const templates: TableSpec = {
  template_id: { kind: 'text' },
  /** Wildcards are `<*>`. */
  template: { kind: 'text' },
  name: { kind: 'text', absent: 'nobody named it' },
  /** What each wildcard mostly holds. */
  mask_names: { kind: 'texts' },
  count: { kind: 'count' },
  first_time_ns: { kind: 'timeNs', absent: 'no event of it has a time' },
  last_time_ns: { kind: 'timeNs', absent: 'no event of it has a time' },
  first_event_id: { kind: 'count' },
  /** Highest band of its events, 0..6. */
  severity_band: { kind: 'int32' },
};

/** Counts of templates over equal buckets of the case's time range; buckets without events have no row. */
export const templateHistogram: TableSpec = {
  template_id: { kind: 'word' },
  /** From 0. */
  bucket: { kind: 'int32' },
  count: { kind: 'count' },
};
