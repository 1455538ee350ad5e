import type { EvidenceLine, Incident } from '#shared/domain/detection.ts';
import type { FeatureLineage } from '#shared/domain/feature-table.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { lineageSql, spanSql, type TimeSpan } from './claim-sql.ts';

const MAX_LINES = 6;

/**
 * Events that show a cause: its first ones in the span; where there are none (silence), the last one before and the
 * first one after it.
 */
export async function findEvidence(
  reader: CaseReader,
  lineage: FeatureLineage,
  { span, around }: { readonly span: TimeSpan; readonly around: TimeSpan },
  signal: AbortSignal,
): Promise<number[]> {
  const where = lineageSql(lineage);
  const pick = async (within: TimeSpan, order: string, limit: number): Promise<number[]> => {
    const conditions = [...where, spanSql(within)].join(' AND ');
    const sql = `SELECT event_id FROM events WHERE ${conditions} ORDER BY ${order} LIMIT ${limit}`;
    return (await reader.queryWithin(within, sql, { signal })).map((row) => Number(row['event_id']));
  };
  const inside = await pick(span, 'time_ns, event_id', MAX_LINES);
  if (inside.length > 0) return inside;
  const before = { fromNs: around.fromNs, toNs: span.fromNs };
  const after = { fromNs: span.toNs, toNs: around.toNs };
  return [...(await pick(before, 'time_ns DESC, event_id DESC', 1)), ...(await pick(after, 'time_ns, event_id', 1))];
}

/** An incident and the events that show it. */
export interface IncidentDraft {
  readonly incident: Incident;
  readonly eventIds: readonly number[];
}

/** Reads the first physical line of every event of every draft, all at once. */
export async function attachEvidence(
  reader: CaseReader,
  drafts: readonly IncidentDraft[],
  signal: AbortSignal,
): Promise<Incident[]> {
  const ids = [...new Set(drafts.flatMap(({ eventIds }) => eventIds))].sort((a, b) => a - b);
  const lines = await readLines(reader, ids, signal);
  return drafts.map(({ incident, eventIds }) => ({
    ...incident,
    evidence: eventIds.map((id) => lines.get(id)).filter((line) => line !== undefined),
  }));
}

/** Lines by event id. An event without a line of its own shows that of the event before it, or else its message. */
async function readLines(
  reader: CaseReader,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<Map<number, EvidenceLine>> {
  const sources = new Map(reader.manifest.sources.map((source) => [source.sourceId, source]));
  const lines = new Map<number, EvidenceLine>();
  const textAt = new Map<string, string>();
  for (const row of await reader.firstLines(Uint32Array.from(ids), signal)) {
    if (row['text'] === null) continue;
    const [eventId, sourceId, line] = [Number(row['event_id']), Number(row['source_id']), Number(row['line'])];
    const { path, member } = sources.get(sourceId) ?? { path: '', member: null };
    const text = String(row['text']);
    lines.set(eventId, { path, member, line, offset: Number(row['byte_offset']), text, eventId });
    textAt.set(`${sourceId}:${line}`, text);
  }
  const others = ids.filter((id) => !lines.has(id));
  for (const { eventId, path, member, line, byteOffset, sourceId, content } of await reader.events(
    Uint32Array.from(others),
    signal,
  )) {
    const text = textAt.get(`${sourceId}:${line}`) ?? content;
    lines.set(eventId, { path, member, line, offset: byteOffset, text, eventId });
  }
  return lines;
}
