import type { FeatureLineage } from '#shared/domain/feature-table.ts';
import { type LinkExpression, lineageSql, linkedSql, spanSql, type TimeSpan } from './claim-sql.ts';

/** Beats around a span that its rhythm is read from. */
const BEATS_AROUND = 40;
/** An answer that comes later than this is none. */
const ANSWER_NS = 1_800_000_000_000n;

/** Nanoseconds of the period that an overdue feature's lineage names (`every 300 s`). */
export function periodNs({ parameter }: FeatureLineage): bigint {
  const seconds = Number(/^every ([0-9.e+]+) s$/.exec(parameter ?? '')?.[1] ?? Number.NaN);
  return BigInt(Math.round((Number.isFinite(seconds) ? seconds : 1) * 1e9));
}

/** Gaps between the events of a rhythm around a span; the last event's gap reaches to the end of the span. */
function gapsSql(lineage: FeatureLineage, { fromNs, toNs }: TimeSpan): string {
  const reach = periodNs(lineage) * BigInt(BEATS_AROUND);
  const where = [...lineageSql(lineage), spanSql({ fromNs: fromNs - reach, toNs: toNs + reach })].join(' AND ');
  return `SELECT time_ns, lead(time_ns) OVER (ORDER BY time_ns, event_id) - time_ns AS gap FROM events WHERE ${where}`;
}

/** Beats of a rhythm that were due in a span and came neither then nor just after. */
export function missedBeatsSql(lineage: FeatureLineage, span: TimeSpan): string {
  const period = periodNs(lineage);
  const open = `coalesce(gap, greatest(0, ${span.toNs} - time_ns + ${period / 2n}))`;
  return `SELECT count(*) FROM (SELECT time_ns + beat * ${period} AS due FROM (SELECT time_ns, unnest(range(1, (round(${open} / ${period}))::BIGINT)) AS beat
    FROM (${gapsSql(lineage, span)}))) WHERE due >= ${span.fromNs} AND due < ${span.toNs}`;
}

/** Seconds between two beats, the median around a span. */
export function periodSql(lineage: FeatureLineage, span: TimeSpan): string {
  return `SELECT round(median(gap) / 1e9, 1) FROM (${gapsSql(lineage, span)})`;
}

/** Where the answers to the statements of a span may lie. */
export function answeredWithin({ fromNs, toNs }: TimeSpan): TimeSpan {
  return { fromNs, toNs: toNs + ANSWER_NS };
}

/** How often a statement of a span was followed by another one of its key, or was not. */
export function followedSql(
  lineage: FeatureLineage,
  link: LinkExpression,
  { span, isFollowed }: { readonly span: TimeSpan; readonly isFollowed: boolean },
): string {
  const linked = linkedSql(link, answeredWithin(span), { is_it: lineage.templateId });
  return `SELECT count(*) FROM (SELECT time_ns, is_it, lead(true) OVER (PARTITION BY key ORDER BY time_ns, event_id) AS next
    FROM (${linked})) WHERE is_it AND next IS ${isFollowed ? 'NOT NULL' : 'NULL'} AND ${spanSql(span)}`;
}
