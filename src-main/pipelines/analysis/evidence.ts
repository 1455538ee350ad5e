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
  if (ids.length === 0) return drafts.map(({ incident }) => incident);
  const [events, texts] = await Promise.all([
    reader.events(Uint32Array.from(ids), signal),
    reader.firstLines(Uint32Array.from(ids), signal),
  ]);
  const textAt = new Map(
    texts.map((row) => [`${Number(row['source_id'])}:${Number(row['line'])}`, String(row['text'])]),
  );
  const lines = new Map(
    events.map((event): [number, EvidenceLine] => [
      event.eventId,
      {
        path: event.path,
        member: event.member,
        line: event.line,
        offset: event.byteOffset,
        text: textAt.get(`${event.sourceId}:${event.line}`) ?? event.content,
        eventId: event.eventId,
      },
    ]),
  );
  return drafts.map(({ incident, eventIds }) => ({
    ...incident,
    evidence: eventIds.map((id) => lines.get(id)).filter((line) => line !== undefined),
  }));
}
