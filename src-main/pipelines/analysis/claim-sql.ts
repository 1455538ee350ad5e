import type { FeatureLineage } from '#shared/domain/feature-table.ts';
import { Severity } from '#shared/domain/severity.ts';
import { sqlString } from '../../lake/engine.ts';

/** Lowest severity number of each band, by index into SEVERITY_NAMES. */
const BAND_STARTS = Object.values(Severity);

export interface TimeSpan {
  readonly fromNs: bigint;
  /** Exclusive. */
  readonly toNs: bigint;
}

/** SQL: the events a lineage counts, as conditions on the view `events`. Transitions count their second event. */
export function lineageSql(lineage: FeatureLineage): string[] {
  return [
    ...(lineage.service === null ? [] : [`service = ${sqlString(lineage.service)}`]),
    ...(lineage.host === null ? [] : [`host = ${sqlString(lineage.host)}`]),
    ...(lineage.minimumBand === null ? [] : [`severity >= ${BAND_STARTS[lineage.minimumBand] ?? 0}`]),
    ...(lineage.templateId === null ? [] : [`template_id = ${sqlString(lineage.templateId)}`]),
  ];
}

export function spanSql({ fromNs, toNs }: TimeSpan): string {
  return `time_ns >= ${fromNs} AND time_ns < ${toNs}`;
}

/** Events of a lineage in a span. */
export function countSql(lineage: FeatureLineage, span: TimeSpan): string {
  return `SELECT count(*) FROM events WHERE ${[...lineageSql(lineage), spanSql(span)].join(' AND ')}`;
}

/** Events of a lineage outside a span, in the whole case. */
export function elsewhereSql(lineage: FeatureLineage, span: TimeSpan): string {
  const outside = `(time_ns < ${span.fromNs} OR time_ns >= ${span.toNs})`;
  return `SELECT count(*) FROM events WHERE ${[...lineageSql(lineage), outside].join(' AND ')}`;
}

/** What brings a count around a span (itself left out) to the span's length. */
export function scaleToSpan(span: TimeSpan, around: TimeSpan): number {
  const length = Number(span.toNs - span.fromNs);
  return length / Math.max(1, Number(around.toNs - around.fromNs) - length);
}

/** Condition for the events of a lineage in a span, but for another span within it. */
function spanOfSql(lineage: FeatureLineage, span: TimeSpan, without: TimeSpan | null): string {
  const but = without === null ? [] : [`NOT (${spanSql(without)})`];
  return [...lineageSql(lineage), spanSql(span), ...but].join(' AND ');
}

/** Events of a lineage around a span (itself left out), scaled to the span's length, to one decimal. */
export function usualSql(lineage: FeatureLineage, span: TimeSpan, around: TimeSpan): string {
  const where = spanOfSql(lineage, around, span);
  return `SELECT round((count(*) * ${scaleToSpan(span, around)})::DOUBLE, 1) FROM events WHERE ${where}`;
}

/** Median of a numeric parameter (1-based) of a lineage's events. */
export function medianSql(
  lineage: FeatureLineage,
  parameter: number,
  span: TimeSpan,
  without: TimeSpan | null,
): string {
  const where = spanOfSql(lineage, span, without);
  const number = `TRY_CAST(regexp_extract(parameters[${parameter}], '^[-+]?[0-9.]+') AS DOUBLE)`;
  return `SELECT round(median(${number}), 3) FROM events WHERE ${where}`;
}

/** Share in percent of the most frequent value of a parameter (1-based), and that value. */
export function topShareSql(
  lineage: FeatureLineage,
  parameter: number,
  span: TimeSpan,
  without: TimeSpan | null,
): string {
  const where = spanOfSql(lineage, span, without);
  return `SELECT round((100 * max(n) / sum(n))::DOUBLE, 1), arg_max(value, n) FROM (SELECT parameters[${parameter}] AS value, count(*) AS n FROM events WHERE ${where} GROUP BY value)`;
}

/** How a session or link key is written in SQL over `events`. */
export interface LinkExpression {
  /** Templates that carry the key, and in which parameter (1-based). */
  readonly parameters: ReadonlyMap<string, number>;
}

/** SQL: the key of an event of the templates that carry it; of other events anything. */
function linkKeySql({ parameters }: LinkExpression): string {
  const byParameter = new Map<number, string[]>();
  for (const [id, parameter] of parameters)
    byParameter.set(parameter, [...(byParameter.get(parameter) ?? []), sqlString(id)]);
  // Keys mostly come in the same place: what most templates have needs no look at the template.
  const [usual, ...others] = [...byParameter].toSorted(([, a], [, b]) => b.length - a.length);
  if (usual === undefined) return 'NULL';
  const cases = others.map(
    ([parameter, ids]) => `WHEN template_id IN (${ids.join(', ')}) THEN parameters[${parameter}]`,
  );
  return others.length === 0 ? `parameters[${usual[0]}]` : `CASE ${cases.join(' ')} ELSE parameters[${usual[0]}] END`;
}

/**
 * SQL: the events of a span that carry a key, with `key` and what `flags` names. Only these columns: what follows what in a
 * key is found by sorting, which would carry all parameters of an event along.
 */
export function linkedSql(
  link: LinkExpression,
  span: TimeSpan,
  flags: Readonly<Record<string, string | null>>,
): string {
  const ids = [...link.parameters.keys()].map((id) => sqlString(id)).join(', ');
  const flagged = Object.entries(flags).map(([name, id]) => `template_id = ${sqlString(id ?? '')} AS ${name}`);
  return `SELECT event_id, time_ns, ${flagged.join(', ')}, ${linkKeySql(link)} AS key FROM events WHERE template_id IN (${ids}) AND ${spanSql(span)}`;
}

/** The time of each event and whether it is of a lineage's template, `is_after` when that of the key before it is of the former one. */
function transitionsSql(lineage: FeatureLineage, link: LinkExpression, around: TimeSpan): string {
  const linked = linkedSql(link, around, { is_before: lineage.previousTemplateId, is_it: lineage.templateId });
  return `(SELECT time_ns, is_it, lag(is_before) OVER (PARTITION BY key ORDER BY time_ns, event_id) AS is_after FROM (${linked}))`;
}

/** Times in and around a span, the span itself left out. */
function besideSql(span: TimeSpan, around: TimeSpan): string {
  return `${spanSql(around)} AND NOT (${spanSql(span)})`;
}

/** How often one template directly followed another one within a key, by the time of the second event. */
export interface TransitionClaims {
  readonly insideSql: string;
  readonly outsideSql: string;
  /** Both numbers in one pass, inside first. */
  readonly bothSql: string;
}

/**
 * Transitions in a span and around it.
 * @param around Events looked at: what came before the span decides what its first events follow.
 */
export function transitionClaims(
  lineage: FeatureLineage,
  link: LinkExpression,
  { span, around }: { readonly span: TimeSpan; readonly around: TimeSpan },
): TransitionClaims {
  const from = `FROM ${transitionsSql(lineage, link, around)} WHERE is_it AND is_after`;
  const inside = spanSql(span);
  const outside = besideSql(span, around);
  return {
    insideSql: `SELECT count(*) ${from} AND ${inside}`,
    outsideSql: `SELECT count(*) ${from} AND ${outside}`,
    bothSql: `SELECT count(*) FILTER (${inside}), count(*) FILTER (${outside}) ${from}`,
  };
}
