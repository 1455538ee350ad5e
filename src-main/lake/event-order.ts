import type { SegmentFile } from '#shared/domain/segment.ts';
import { int64Column } from './chunk-columns.ts';
import type { QueryEngine, QueryOptions } from './query-engine.ts';

/**
 * True when event ids already run in time order over the whole case: every block is ordered and starts no earlier than
 * the ones before it ended. Then no list of ids is needed for any number of events.
 */
export function isInTimeOrder(segments: readonly SegmentFile[]): boolean {
  const blocks = new Map<string, { first: number; min: bigint | null; max: bigint | null; isOrdered: boolean }>();
  for (const segment of segments) {
    if (segment.layer !== 'silver') continue;
    const block = blocks.get(segment.name);
    blocks.set(segment.name, {
      first: segment.firstEventId,
      min: lesser(block?.min ?? null, segment.minTimeNs),
      max: greater(block?.max ?? null, segment.maxTimeNs),
      isOrdered: segment.isTimeOrdered,
    });
  }
  let reached: bigint | null = null;
  for (const block of [...blocks.values()].toSorted((a, b) => a.first - b.first)) {
    if (!block.isOrdered) return false;
    if (reached !== null && block.min !== null && block.min < reached) return false;
    reached = greater(reached, block.max);
  }
  return true;
}

/**
 * SQL over silver: where an event without a time stands: behind the event before it in its source; the first ones of a
 * source before its first timed event.
 */
const PLACE_SQL = `coalesce(time_ns,
  last_value(time_ns IGNORE NULLS) OVER (PARTITION BY source_id ORDER BY event_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
  first_value(time_ns IGNORE NULLS) OVER (PARTITION BY source_id ORDER BY event_id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING))`;

/**
 * All event ids by time, then by id. An event without a time stays behind the event before it in its source; the first
 * ones of a source go before its first timed event.
 */
export async function loadTimeOrder(
  engine: QueryEngine,
  hasUntimed: boolean,
  count: number,
  signal: AbortSignal | undefined,
): Promise<Uint32Array> {
  const placed = `SELECT event_id, ${hasUntimed ? PLACE_SQL : 'time_ns'} AS place FROM silver`;
  const sql = `SELECT event_id FROM (${placed}) ORDER BY place NULLS FIRST, event_id`;
  return collectIds(engine, sql, { signal }, count);
}

/** First column of a query as event ids, in the query's order. `expected` only sizes the first buffer. */
export async function collectIds(
  engine: QueryEngine,
  sql: string,
  options: QueryOptions,
  expected: number,
): Promise<Uint32Array> {
  let ids = new Uint32Array(Math.max(expected, 1024));
  let count = 0;
  for await (const chunk of engine.stream(sql, options)) {
    const rows = chunk.rowCount;
    if (count + rows > ids.length) {
      // Twice as long may still be too short: chunks are of any size up to 2048.
      const larger = new Uint32Array(Math.max(ids.length * 2, count + rows));
      larger.set(ids);
      ids = larger;
    }
    const items = int64Column(chunk, 0);
    for (let row = 0; row < rows; row++) ids[count + row] = Number(items[row]);
    count += rows;
  }
  return ids.length === count ? ids : ids.slice(0, count);
}

function lesser(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function greater(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
