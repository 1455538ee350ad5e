import type { Anomaly, Contribution, Incident } from '#shared/domain/detection.ts';
import type { UnitColumns } from '#shared/domain/feature-table.ts';
import { mapConcurrently } from '../../base/limit-concurrency.ts';
import { sqlString } from '../../lake/engine.ts';
import { attachEvidence, type IncidentDraft } from './evidence.ts';
import { joinSentence } from './tell-cause.ts';
import { keySql, RARE_SHARE, tellSessions } from './tell-sessions.ts';
import { unitEndNs, unitIdOf, unitStartNs } from './unit-ids.ts';
import { votesOf } from './votes.ts';
import { type CaseFindings, type FindingsContext, numberIncidents, QUERIES_AT_ONCE } from './window-incidents.ts';

/** Sessions of one cause that start within this of each other are one incident, or within a quarter of the whole span. */
const MIN_GAP_SECONDS = 3600;
const GAP_SHARE = 0.25;
const MAX_EVIDENCE = 6;
const MAX_NAMES = 8;
const ERROR_BAND = 5;

/** A session above the threshold. */
export interface AnomalousSession {
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
  const groups = foldSessions(sessions, scored.table.units);
  const drafts = await mapConcurrently(groups, QUERIES_AT_ONCE, (group) => toDraft(group, context));
  const incidents = await attachEvidence(context.reader, drafts, context.signal);
  return { anomalies: sessions.map(({ anomaly }) => anomaly), incidents: numberIncidents(incidents) };
}

function toSession(unit: number, context: FindingsContext, threshold: number): AnomalousSession {
  const { scored } = context;
  const { units } = scored.table;
  const votes = votesOf(scored, unit, threshold);
  // The first detectors say best why; a later one leads only where it alone raised the alarm.
  const leading = votes.find((vote) => vote.isAnomaly) ?? votes.toSorted((a, b) => b.score - a.score)[0];
  const contributions = leading?.contributions ?? [];
  const lead = contributions[0] ?? null;
  const anomaly: Anomaly = {
    unitId: unitIdOf(units, unit),
    startNs: unitStartNs(units, unit),
    endNs: unitEndNs(units, unit),
    score: scored.scores[unit]!,
    kinds: [kindOf(lead, context)],
    entities: distinct(contributions.map(({ entity }) => entity)),
    templateIds: distinct(contributions.map(({ templateId }) => templateId)),
    votes,
  };
  return { unit, anomaly, lead };
}

function kindOf(lead: Contribution | null, { scored, templateBands }: FindingsContext): string {
  if (lead === null) return 'rareSequence';
  if (lead.templateId === null) return lead.unit === 's' && lead.actual > lead.typical ? 'slow' : 'rareSequence';
  if (lead.actual <= lead.typical) return 'rareSequence';
  if ((templateBands.get(lead.templateId) ?? 0) >= ERROR_BAND) return 'errors';
  const column = scored.table.columns.find(({ spec }) => spec.name === lead.feature);
  const holders = column?.rows?.length ?? scored.table.units.length;
  return holders < RARE_SHARE * scored.table.units.length ? 'newTemplate' : 'rareSequence';
}

function distinct(names: readonly (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))].slice(0, MAX_NAMES);
}

/** Same leading feature in the same direction, close in time; each group in time order. */
export function foldSessions(sessions: readonly AnomalousSession[], units: UnitColumns): AnomalousSession[][] {
  const startOf = ({ unit }: AnomalousSession): number => units.startSeconds[unit]! || 0;
  const reach = Math.max(MIN_GAP_SECONDS, GAP_SHARE * spanOf(units));
  const byCause = new Map<string, AnomalousSession[][]>();
  for (const session of sessions.toSorted((a, b) => startOf(a) - startOf(b) || a.unit - b.unit)) {
    const { lead } = session;
    const cause = lead === null ? '' : `${lead.feature} ${Math.sign(lead.actual - lead.typical)}`;
    const groups = byCause.get(cause) ?? [];
    byCause.set(cause, groups);
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && startOf(session) - startOf(last) <= reach) groups.at(-1)?.push(session);
    else groups.push([session]);
  }
  return [...byCause.values()].flat();
}

function spanOf(units: UnitColumns): number {
  let first = Infinity;
  let last = -Infinity;
  for (let unit = 0; unit < units.length; unit++) {
    if (units.startSeconds[unit]! < first) first = units.startSeconds[unit]!;
    if (units.endSeconds[unit]! > last) last = units.endSeconds[unit]!;
  }
  return last > first ? last - first : 0;
}

async function toDraft(group: readonly AnomalousSession[], context: FindingsContext): Promise<IncidentDraft> {
  const { dimensions, reader, scored, signal } = context;
  const { units } = scored.table;
  const starts = group.map(({ anomaly }) => anomaly.startNs).filter((ns) => ns !== null);
  const ends = group.map(({ anomaly }) => anomaly.endNs).filter((ns) => ns !== null);
  const startNs = starts.length === 0 ? null : starts.reduce((a, b) => (a < b ? a : b));
  const endNs = ends.length === 0 ? null : ends.reduce((a, b) => (a > b ? a : b));
  const keys = group.map(({ unit }) => unitIdOf(units, unit));
  const lead = group[0]?.lead ?? null;
  const told = await tellSessions(keys, lead, {
    session: context.session ?? '',
    sessionCount: units.length,
    templateText: (id) => dimensions.templateTexts[dimensions.templateIds.indexOf(id)] ?? id,
    run: async (sql) => Number(Object.values((await reader.query(sql, { signal }))[0] ?? {})[0] ?? 0),
  });
  const incident: Incident = {
    incidentId: '',
    startNs,
    endNs,
    score: Math.max(...group.map(({ anomaly }) => anomaly.score)),
    summary: joinSentence([told], startNs),
    kinds: distinct(group.flatMap(({ anomaly }) => anomaly.kinds)),
    entities: distinct(group.flatMap(({ anomaly }) => anomaly.entities)),
    templateIds: distinct(group.flatMap(({ anomaly }) => anomaly.templateIds)),
    unitIds: keys,
    claims: told.claims,
    evidence: [],
  };
  const isHeld = lead !== null && lead.templateId !== null && lead.actual > 0;
  const statement = isHeld ? `template_id = ${sqlString(lead.templateId ?? '')}` : 'true';
  return { incident, eventIds: await firstEvents(keys, { statement, startNs, endNs }, context) };
}

/** The first events of the first sessions: those with the statement, or any when it is missing. */
async function firstEvents(
  keys: readonly string[],
  { statement, startNs, endNs }: { statement: string; startNs: bigint | null; endNs: bigint | null },
  { reader, session, signal }: FindingsContext,
): Promise<number[]> {
  const named = keys.slice(0, MAX_EVIDENCE).map((key) => sqlString(key));
  const times = startNs === null || endNs === null ? 'true' : `time_ns BETWEEN ${startNs} AND ${endNs}`;
  const rows = await reader.query(
    `SELECT event_id FROM events WHERE ${statement} AND ${times} AND ${keySql(session ?? '')} IN (${named.join(', ')})
     ORDER BY event_id LIMIT ${MAX_EVIDENCE}`,
    { signal },
  );
  return rows.map((row) => Number(row['event_id']));
}
