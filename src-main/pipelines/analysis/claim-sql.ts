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

/** SQL: the key of an event of a template that carries it. */
export function linkKeySql({ parameters }: LinkExpression): string {
  const cases = [...parameters].map(([id, parameter]) => `WHEN ${sqlString(id)} THEN parameters[${parameter}]`);
  return `CASE template_id ${cases.join(' ')} END`;
}

/**
 * How often one template directly followed another one within a key, by the time of the second event.
 * @param around Events looked at: what came before the span decides what its first events follow.
 * @param without Times left out of the count.
 */
export function transitionSql(
  lineage: FeatureLineage,
  link: LinkExpression,
  { span, around, without }: { span: TimeSpan; around: TimeSpan; without: TimeSpan | null },
): string {
  const ids = [...link.parameters.keys()].map((id) => sqlString(id)).join(', ');
  const where = [
    `template_id = ${sqlString(lineage.templateId ?? '')}`,
    `before = ${sqlString(lineage.previousTemplateId ?? '')}`,
    spanSql(span),
    ...(without === null ? [] : [`NOT (${spanSql(without)})`]),
  ].join(' AND ');
  return `SELECT count(*) FROM (SELECT template_id, time_ns, lag(template_id) OVER (PARTITION BY ${linkKeySql(link)} ORDER BY time_ns, event_id) AS before
    FROM events WHERE template_id IN (${ids}) AND ${spanSql(around)}) WHERE ${where}`;
}
