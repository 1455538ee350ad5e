import type { EventFilter } from '#shared/domain/event-filter.ts';
import { type FilterContext, filterSql, relationFor } from './event-filter-sql.ts';
import { collectIds } from './event-order.ts';
import type { QueryEngine } from './query-engine.ts';
import { SqlText } from './sql-text.ts';

/** An ordered list of events: rows 0..count-1. */
export interface EventIndex {
  readonly count: number;
  /** Event id of each row; null when row = event id (all events of an ordered case), so that it costs nothing. */
  readonly ids: Uint32Array | null;
  /** Rows ascend by event id: true as long as the case is in time order. */
  readonly isAscending: boolean;
  /** The same list as read-only SQL over the case's views. */
  readonly sql: string;
  /** Manifest revision it was made from. */
  readonly revision: number;
  readonly filter: EventFilter;
}

/** @throws RangeError when the row is not in the list. */
export function eventIdAt(index: EventIndex, row: number): number {
  if (row < 0 || row >= index.count) throw new RangeError(`Row ${row} is outside 0..${index.count - 1}.`);
  return index.ids === null ? row : (index.ids[row] as number);
}

/** Event ids of rows [start, start + count), cut at the end of the list. */
export function eventIdsOf(index: EventIndex, start: number, count: number): Uint32Array {
  const from = Math.min(Math.max(0, start), index.count);
  const to = Math.min(from + Math.max(0, count), index.count);
  if (index.ids !== null) return index.ids.subarray(from, to);
  return Uint32Array.from({ length: to - from }, (_, i) => from + i);
}

/** Row of an event; -1 when it is not in the list. */
export function rowOfEvent(index: EventIndex, eventId: number): number {
  if (index.ids === null) return eventId >= 0 && eventId < index.count ? eventId : -1;
  if (!index.isAscending) return index.ids.indexOf(eventId);
  const row = lowerBound(index.ids, eventId);
  return index.ids[row] === eventId ? row : -1;
}

/** First row whose event id is at least `eventId`, for ascending lists; `count` when there is none. */
export function lowerBound(ids: Uint32Array, eventId: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] as number) < eventId) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface IndexInput {
  readonly engine: QueryEngine;
  readonly filter: EventFilter;
  readonly context: FilterContext;
  readonly revision: number;
  /** Event ids are below this. */
  readonly idCount: number;
  /** The case is in time order, so that ids ascend. */
  readonly isAscending: boolean;
  /** All ids in time order; null when that is 0, 1, 2, ... */
  readonly timeOrder: () => Promise<Uint32Array | null>;
  readonly signal?: AbortSignal | undefined;
}

export async function buildEventIndex(input: IndexInput): Promise<EventIndex> {
  const { filter, context, revision, idCount, isAscending } = input;
  const order = await input.timeOrder();
  const common = { isAscending, sql: indexSql(filter, context), revision, filter };
  const sql = new SqlText('run');
  const condition = filterSql(filter, context, sql);
  if (condition === 'true') return { ...common, ids: order, count: order?.length ?? idCount };
  const query = `SELECT event_id FROM ${relationFor(filter, context)} WHERE ${condition}`;
  const matches = await collectIds(input.engine, query, { parameters: sql.parameters, signal: input.signal }, 0);
  const ids = order === null || isAscending ? matches.sort() : pickInOrder(order, matches, idCount);
  return { ...common, ids, count: ids.length };
}

/** The list as a statement a person can run and change. */
export function indexSql(filter: EventFilter, context: FilterContext): string {
  const condition = filterSql(filter, context, new SqlText('show'));
  const where = condition === 'true' ? '' : `\nWHERE ${condition}`;
  return `SELECT event_id, time, severity_text, service, template_id, content\nFROM events${where}\nORDER BY time_ns, event_id`;
}

/** The matches in the order of `order`, in one pass over it: cheaper than sorting and independent of the number of matches. */
function pickInOrder(order: Uint32Array, matches: Uint32Array, idCount: number): Uint32Array {
  const isMatch = new Uint8Array(idCount);
  for (const id of matches) isMatch[id] = 1;
  const picked = new Uint32Array(matches.length);
  let count = 0;
  for (const id of order) if (isMatch[id] === 1) picked[count++] = id;
  return picked;
}
