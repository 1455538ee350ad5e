import type { FeatureColumn, FeatureTable } from '#shared/domain/feature-table.ts';
import { selectUnits } from '../../models/select-units.ts';
import { joinSequences } from './join-sequences.ts';

const DAY_SECONDS = 86_400;

/**
 * Joins a former training table with a new one; features are matched by name, and one that a table does not have is 0
 * (or without evidence) there. Sessions that are in both count once, as they are now. Windows of the former table that
 * the new one covers give way to it; the rest is moved up to it, cut so that each window keeps its time of day.
 */
export function joinTables(former: FeatureTable, latest: FeatureTable): FeatureTable {
  const kept = selectUnits(former, former.units.kind === 'session' ? unseen(former, latest) : earlier(former, latest));
  const shift = kept.units.length;
  const length = shift + latest.units.length;
  const byName = new Map(latest.columns.map((column) => [column.spec.name, column]));
  const columns = kept.columns.map((column) => {
    const later = byName.get(column.spec.name);
    byName.delete(column.spec.name);
    return joinColumns(column, later ?? null, { shift, length });
  });
  for (const column of byName.values()) columns.push(joinColumns(null, column, { shift, length }));
  const sequences = joinSequences([kept.sequences, latest.sequences]);
  return { units: joinUnits(kept, latest), columns, sequences };
}

/** Former sessions whose key the new table does not have. */
function unseen(former: FeatureTable, latest: FeatureTable): Int32Array {
  const keys = new Set(latest.units.keys ?? []);
  const kept: number[] = [];
  former.units.keys?.forEach((key, unit) => {
    if (!keys.has(key)) kept.push(unit);
  });
  return Int32Array.from(kept);
}

/** Former windows before the first new one, whole days apart from it once joined. */
function earlier(former: FeatureTable, latest: FeatureTable): Int32Array {
  const first = latest.units.startSeconds[0] ?? Number.POSITIVE_INFINITY;
  let end = former.units.startSeconds.findIndex((start) => start >= first);
  if (end < 0) end = former.units.length;
  const step = latest.units.stepSeconds ?? 60;
  const perDay = DAY_SECONDS / step;
  const last = former.units.startSeconds[end - 1];
  if (last !== undefined && Number.isInteger(perDay) && Number.isFinite(first)) {
    const gap = Math.round((first - last) / step) - 1;
    // Dropping k windows at the end lengthens the gap by k: it has to become a whole number of days.
    const drop = (perDay - (gap % perDay)) % perDay;
    if (drop < end) end -= drop;
  }
  return Int32Array.from({ length: end }, (_, unit) => unit);
}

function joinUnits(a: FeatureTable, b: FeatureTable): FeatureTable['units'] {
  const join = (x: Float64Array, y: Float64Array): Float64Array => {
    const joined = new Float64Array(x.length + y.length);
    joined.set(x);
    joined.set(y, x.length);
    return joined;
  };
  return {
    ...b.units,
    length: a.units.length + b.units.length,
    startSeconds: join(a.units.startSeconds, b.units.startSeconds),
    endSeconds: join(a.units.endSeconds, b.units.endSeconds),
    events: join(a.units.events, b.units.events),
    keys: b.units.keys === null ? null : [...(a.units.keys ?? []), ...b.units.keys],
  };
}

function joinColumns(
  a: FeatureColumn | null,
  b: FeatureColumn | null,
  { shift, length }: { readonly shift: number; readonly length: number },
): FeatureColumn {
  const { spec } = (b ?? a)!;
  const rows: number[] = [];
  const values: number[] = [];
  const weights: number[] = [];
  const hasWeights = (a?.weights ?? b?.weights ?? null) !== null;
  const add = (column: FeatureColumn | null, offset: number): void => {
    column?.values.forEach((value, at) => {
      rows.push(offset + (column.rows === null ? at : column.rows[at]!));
      values.push(value);
      weights.push(column.weights?.[at] ?? 1);
    });
  };
  add(a, 0);
  add(b, shift);
  return {
    spec,
    rows: rows.length === length ? null : Int32Array.from(rows),
    values: Float64Array.from(values),
    weights: hasWeights ? Float64Array.from(weights) : null,
  };
}
