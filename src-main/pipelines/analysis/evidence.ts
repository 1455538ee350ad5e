import type { EvidenceLine } from '#shared/domain/detection.ts';
import type { FeatureLineage } from '#shared/domain/feature-table.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { lineageSql, spanSql, type TimeSpan } from './claim-sql.ts';

const MAX_LINES = 6;

/**
 * Lines that show a cause: its first events in the span; where there are none (silence), the last one before and the
 * first one after it.
 */
export async function collectEvidence(
  reader: CaseReader,
  lineage: FeatureLineage,
  span: TimeSpan,
  around: TimeSpan,
  signal: AbortSignal,
): Promise<EvidenceLine[]> {
  const where = lineageSql(lineage);
  const pick = async (condition: string, order: string, limit: number): Promise<number[]> => {
    const conditions = [...where, condition].join(' AND ');
    const rows = await reader.query(
      `SELECT event_id FROM events WHERE ${conditions} ORDER BY ${order} LIMIT ${limit}`,
      { signal },
    );
    return rows.map((row) => Number(row['event_id']));
  };
  const inside = await pick(spanSql(span), 'time_ns, event_id', MAX_LINES);
  const ids =
    inside.length > 0
      ? inside
      : [
          ...(await pick(spanSql({ fromNs: around.fromNs, toNs: span.fromNs }), 'time_ns DESC, event_id DESC', 1)),
          ...(await pick(spanSql({ fromNs: span.toNs, toNs: around.toNs }), 'time_ns, event_id', 1)),
        ];
  return readEvidence(reader, ids, signal);
}

/** The first physical line of each event, as read. */
export async function readEvidence(
  reader: CaseReader,
  eventIds: readonly number[],
  signal: AbortSignal,
): Promise<EvidenceLine[]> {
  const events = await reader.events(Uint32Array.from(eventIds), signal);
  const lines = await Promise.all(events.map((event) => reader.linesAround(event.sourceId, event.line, 0, 0, signal)));
  return events.map((event, i) => ({
    path: event.path,
    member: event.member,
    line: event.line,
    offset: event.byteOffset,
    text: lines[i]?.[0]?.text ?? event.content,
    eventId: event.eventId,
  }));
}
