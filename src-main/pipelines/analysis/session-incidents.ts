import type { Anomaly, Contribution, Incident, IncidentClaim } from '#shared/domain/detection.ts';
import { mapConcurrently } from '../../base/limit-concurrency.ts';
import { sqlString } from '../../lake/engine.ts';
import { attachEvidence, type IncidentDraft } from './evidence.ts';
import { joinSentence } from './tell-cause.ts';
import { unitEndNs, unitIdOf, unitStartNs } from './unit-ids.ts';
import { votesOf } from './votes.ts';
import { type CaseFindings, type FindingsContext, numberIncidents, QUERIES_AT_ONCE } from './window-incidents.ts';
import { formatCount, formatNumber, quoteTemplate } from './wording.ts';

/** Sessions of one cause that start within this of each other are one incident. */
const MAX_GAP_SECONDS = 3600;
const MAX_EVIDENCE = 6;
const ERROR_BAND = 5;

interface AnomalousSession {
  readonly unit: number;
  readonly anomaly: Anomaly;
  /** What stands out most; null when no detector can say. */
  readonly lead: Contribution | null;
}

/** Anomalies and incidents of sessions above a threshold. */
export async function findSessionIncidents(context: FindingsContext, threshold: number): Promise<CaseFindings> {
  const { scored } = context;
  const sessions: AnomalousSession[] = [];
  for (let unit = 0; unit < scored.table.units.length; unit++) {
    if (scored.scores[unit]! > threshold) sessions.push(toSession(unit, context, threshold));
  }
  const groups = foldSessions(sessions, context);
  const drafts = await mapConcurrently(groups, QUERIES_AT_ONCE, (group) => toDraft(group, context));
  const incidents = await attachEvidence(context.reader, drafts, context.signal);
  return { anomalies: sessions.map(({ anomaly }) => anomaly), incidents: numberIncidents(incidents) };
}

function toSession(unit: number, context: FindingsContext, threshold: number): AnomalousSession {
  const { scored } = context;
  const { units } = scored.table;
  const votes = votesOf(scored, unit, threshold);
  const boldest = votes.reduce((best, vote) => (vote.score > best.score ? vote : best), votes[0]!);
  const lead = boldest.contributions[0] ?? null;
  const templateIds = [
    ...new Set(boldest.contributions.map(({ templateId }) => templateId).filter((id) => id !== null)),
  ];
  const anomaly: Anomaly = {
    unitId: unitIdOf(units, unit),
    startNs: unitStartNs(units, unit),
    endNs: unitEndNs(units, unit),
    score: scored.scores[unit]!,
    kinds: [kindOf(lead, context)],
    entities: [...new Set(boldest.contributions.map(({ entity }) => entity).filter((entity) => entity !== null))],
    templateIds,
    votes,
  };
  return { unit, anomaly, lead };
}

function kindOf(lead: Contribution | null, { templateBands }: FindingsContext): string {
  if (lead === null || lead.templateId === null)
    return lead?.unit === 's' && lead.actual > lead.typical ? 'slow' : 'rareSequence';
  if (lead.actual <= lead.typical) return 'rareSequence';
  return (templateBands.get(lead.templateId) ?? 0) >= ERROR_BAND
    ? 'errors'
    : lead.typical === 0
      ? 'newTemplate'
      : 'rareSequence';
}

/** Same leading feature in the same direction, close in time. */
function foldSessions(sessions: readonly AnomalousSession[], { scored }: FindingsContext): AnomalousSession[][] {
  const { startSeconds } = scored.table.units;
  const byCause = new Map<string, AnomalousSession[]>();
  for (const session of sessions) {
    const { lead } = session;
    const cause = lead === null ? '' : `${lead.feature} ${Math.sign(lead.actual - lead.typical)}`;
    byCause.set(cause, [...(byCause.get(cause) ?? []), session]);
  }
  const groups: AnomalousSession[][] = [];
  for (const members of byCause.values()) {
    const ordered = members.toSorted(
      (a, b) => (startSeconds[a.unit]! || 0) - (startSeconds[b.unit]! || 0) || a.unit - b.unit,
    );
    let last = Number.NEGATIVE_INFINITY;
    for (const session of ordered) {
      const start = startSeconds[session.unit]!;
      if (start - last <= MAX_GAP_SECONDS || Number.isNaN(start)) groups.at(-1)?.push(session);
      if (!(start - last <= MAX_GAP_SECONDS || Number.isNaN(start)) || groups.length === 0) groups.push([session]);
      if (!Number.isNaN(start)) last = start;
    }
  }
  return groups;
}

async function toDraft(group: readonly AnomalousSession[], context: FindingsContext): Promise<IncidentDraft> {
  const { units } = context.scored.table;
  const starts = group.map(({ anomaly }) => anomaly.startNs).filter((ns) => ns !== null);
  const ends = group.map(({ anomaly }) => anomaly.endNs).filter((ns) => ns !== null);
  const keys = group.map(({ unit }) => unitIdOf(units, unit));
  const lead = group[0]?.lead ?? null;
  const { text, claims, eventIds } = await tellSessions(keys, lead, context);
  const incident: Incident = {
    incidentId: '',
    startNs: starts.length === 0 ? null : starts.reduce((a, b) => (a < b ? a : b)),
    endNs: ends.length === 0 ? null : ends.reduce((a, b) => (a > b ? a : b)),
    score: Math.max(...group.map(({ anomaly }) => anomaly.score)),
    summary: joinSentence([{ text, claims }], starts.length === 0 ? null : starts.reduce((a, b) => (a < b ? a : b))),
    kinds: [...new Set(group.flatMap(({ anomaly }) => anomaly.kinds))],
    entities: [...new Set(group.flatMap(({ anomaly }) => anomaly.entities))].slice(0, 8),
    templateIds: [...new Set(group.flatMap(({ anomaly }) => anomaly.templateIds))].slice(0, 8),
    unitIds: keys,
    claims,
    evidence: [],
  };
  return { incident, eventIds };
}

interface ToldSessions {
  readonly text: string;
  readonly claims: readonly IncidentClaim[];
  readonly eventIds: readonly number[];
}

/** Says what a group of sessions has in common; its numbers are counted over the events of those sessions. */
async function tellSessions(
  keys: readonly string[],
  lead: Contribution | null,
  context: FindingsContext,
): Promise<ToldSessions> {
  const { scored, dimensions, reader, signal } = context;
  const named = keys.length === 1 ? `session ${keys[0]}` : formatCount(keys.length, 'session');
  const template = lead?.templateId ?? null;
  const bounds = boundsOf(keys, context);
  if (lead === null || template === null) {
    const measure =
      lead === null
        ? 'an unusual combination of events'
        : `an unusual ${lead.feature} of ${formatNumber(lead.actual)} ${lead.unit}, usually ${formatNumber(lead.typical)}`;
    return { text: `${named} had ${measure}`, claims: [], eventIds: await firstEvents(`true`, bounds, context) };
  }
  const quoted = quoteTemplate(dimensions.templateTexts[dimensions.templateIds.indexOf(template)] ?? template);
  const condition = `template_id = ${sqlString(template)}`;
  const sql = `SELECT count(*) FROM events WHERE ${condition}`;
  const [row] = await reader.query(sql, { signal });
  const total = Number(Object.values(row ?? {})[0] ?? 0);
  const claims = [{ label: 'events of the statement in the whole log', value: total, unit: 'events', sql }];
  const others = `${formatCount(total, 'event')} of it among ${formatNumber(scored.table.units.length)} sessions`;
  const isMissing = lead.actual < lead.typical;
  const what = isMissing
    ? `logged ${quoted} ${formatCount(lead.actual, 'time')} where ${formatNumber(lead.typical)} are usual`
    : `logged the rare ${quoted}`;
  const eventIds = await firstEvents(isMissing ? 'true' : condition, bounds, context);
  return { text: `${named} ${what} (${others})`, claims, eventIds };
}

/** First and last second of the sessions, so that evidence is looked for nowhere else. */
function boundsOf(keys: readonly string[], context: FindingsContext): { keys: readonly string[]; condition: string } {
  const { units } = context.scored.table;
  const wanted = new Set(keys);
  let from: bigint | null = null;
  let to: bigint | null = null;
  units.keys?.forEach((key, unit) => {
    if (!wanted.has(key)) return;
    const start = unitStartNs(units, unit);
    const end = unitEndNs(units, unit);
    if (start !== null && (from === null || start < from)) from = start;
    if (end !== null && (to === null || end > to)) to = end;
  });
  return { keys, condition: from === null || to === null ? 'true' : `time_ns BETWEEN ${from} AND ${to}` };
}

async function firstEvents(
  condition: string,
  bounds: { readonly keys: readonly string[]; readonly condition: string },
  { reader, signal }: FindingsContext,
): Promise<number[]> {
  const keys = bounds.keys.slice(0, MAX_EVIDENCE).map((key) => `contains(content, ${sqlString(key)})`);
  const rows = await reader.query(
    `SELECT event_id FROM events WHERE ${condition} AND ${bounds.condition} AND (${keys.join(' OR ')}) ORDER BY event_id LIMIT ${MAX_EVIDENCE}`,
    { signal },
  );
  return rows.map((row) => Number(row['event_id']));
}
