import type { UsualLevels } from './usual-levels.ts';

/** What a feature's numbers are, which decides how far from usual they may stray. */
export type FeatureMeasure =
  /** Events of a kind in the unit; absent rows are 0. */
  | 'count'
  /** Mean of the logarithm of a number over `weights` samples; absent rows carry no evidence. */
  | 'mean'
  /** Share of `weights` samples held by the most frequent value; absent rows carry no evidence. */
  | 'share'
  /** Seconds. */
  | 'duration'
  /** What was due and did not come; `weights` are the times it came over the whole table. Absent rows miss nothing. */
  | 'missed'
  /** A statistic of the windows before. Told from the other columns, and not among those of a table. */
  | 'rolling'
  /** A part of what the messages say in words. Told from the other columns, and not among those of a table. */
  | 'message';

/** Where a feature comes from: null means "over all of them". */
export interface FeatureLineage {
  readonly templateId: string | null;
  /** The template before `templateId`, for transitions. */
  readonly previousTemplateId: string | null;
  readonly service: string | null;
  readonly host: string | null;
  /** Lowest severity band counted (index into SEVERITY_NAMES), null when severity plays no part. */
  readonly minimumBand: number | null;
  /** Parameter or attribute name, for `mean` and `share`. */
  readonly parameter: string | null;
}

export const NO_LINEAGE: FeatureLineage = {
  templateId: null,
  previousTemplateId: null,
  service: null,
  host: null,
  minimumBand: null,
  parameter: null,
};

export interface FeatureSpec {
  /** Unique in its table, built from the lineage: equal for equal data on every machine. */
  readonly name: string;
  /** Unit of `values` as people read them (`events`, `ms`, `s`, `1`). */
  readonly unit: string;
  readonly measure: FeatureMeasure;
  readonly lineage: FeatureLineage;
  /** Added before the logarithm of a `mean`, so that people see exp(value) - scale; 0 otherwise. */
  readonly scale: number;
}

/** One feature over all units, sparse when `rows` is given. */
export interface FeatureColumn {
  readonly spec: FeatureSpec;
  /** Ascending unit indices of `values`; null when `values` has one entry a unit. */
  readonly rows: Int32Array | null;
  readonly values: Float64Array;
  /** Samples behind each value, same length as `values`; null for counts and durations. */
  readonly weights: Float64Array | null;
}

export interface UnitColumns {
  readonly kind: 'window' | 'session';
  readonly length: number;
  /** Epoch seconds, inclusive; NaN when no event of the unit has a time. */
  readonly startSeconds: Float64Array;
  /** Epoch seconds; exclusive for windows, the last event for sessions. */
  readonly endSeconds: Float64Array;
  /** Events in each unit. */
  readonly events: Float64Array;
  /** Session keys; null for windows, whose id is their start. */
  readonly keys: readonly string[] | null;
  /** Length of a window in seconds; null for sessions. */
  readonly windowSeconds: number | null;
  /** Distance between window starts in seconds; equal to `windowSeconds` for fixed windows, null for sessions. */
  readonly stepSeconds: number | null;
}

/**
 * The order of events in each unit, as a tree of prefixes: node 0 is the empty sequence, every other node is its parent's
 * sequence and one more template. Long sequences are kept up to some length only.
 */
export interface UnitSequences {
  /** The node of each unit. */
  readonly nodes: Int32Array;
  /** Parent of each node, always a smaller number; 0 for the root itself. */
  readonly parents: Int32Array;
  /** Last template of each node, an index into `templateIds`; nothing for the root. */
  readonly templates: Int32Array;
  readonly templateIds: readonly string[];
}

/** Units x features; windows are in time order and without holes. */
export interface FeatureTable {
  readonly units: UnitColumns;
  readonly columns: readonly FeatureColumn[];
  /** Null or absent: nothing is known of the order of events. */
  readonly sequences?: UnitSequences | null | undefined;
  /** Levels of a usual log that windows are held against; null or absent: only what is usual in the table itself counts. */
  readonly usual?: UsualLevels | null | undefined;
}

/** Counts of one template over all its services, without transitions and without a host: what a session consists of. */
export function isTemplateCount({ measure, lineage }: FeatureSpec): boolean {
  return (
    measure === 'count' && lineage.templateId !== null && lineage.previousTemplateId === null && lineage.host === null
  );
}

/** Expands one column to one value a unit; rows without evidence become `absent`. */
export function densify(column: FeatureColumn, unitCount: number, absent = 0): Float64Array {
  if (column.rows === null) return column.values;
  const dense = new Float64Array(unitCount);
  if (absent !== 0) dense.fill(absent);
  for (let i = 0; i < column.rows.length; i++) dense[column.rows[i]!] = column.values[i]!;
  return dense;
}

/** Expands the sample sizes of one column; units without evidence have 0, columns without weights have 1. */
export function densifyWeights(column: FeatureColumn, unitCount: number): Float64Array {
  if (column.weights === null) return new Float64Array(unitCount).fill(1);
  if (column.rows === null) return column.weights;
  const dense = new Float64Array(unitCount);
  for (let i = 0; i < column.rows.length; i++) dense[column.rows[i]!] = column.weights[i]!;
  return dense;
}

/** The value of one unit, or `absent` when the column holds nothing for it. */
export function valueAt(column: FeatureColumn, unit: number, absent = 0): number {
  if (column.rows === null) return column.values[unit] ?? absent;
  const at = findRow(column.rows, unit);
  return at < 0 ? absent : column.values[at]!;
}

/** Samples behind the value of one unit; 0 when the column holds nothing for it, 1 for columns without weights. */
export function weightAt(column: FeatureColumn, unit: number): number {
  if (column.weights === null) return 1;
  const at = column.rows === null ? unit : findRow(column.rows, unit);
  return at < 0 ? 0 : (column.weights[at] ?? 0);
}

function findRow(rows: Int32Array, unit: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle]!;
    if (row === unit) return middle;
    if (row < unit) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
