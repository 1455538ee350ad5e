import { CancelledError } from '#shared/base/errors.ts';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import { buildEventIndex, type EventIndex, eventIdAt, eventIdsOf, lowerBound, rowOfEvent } from './event-index.ts';
import { bandSql } from './event-filter-sql.ts';
import { isInTimeOrder, loadTimeOrder } from './event-order.ts';
import { resolveFilter } from './filter-context.ts';
import type { QueryEngine } from './query-engine.ts';

/** The ordered lists of events of one state of a case; a new state gets a new object. */
export class EventLists {
  readonly #engine: QueryEngine;
  readonly #manifest: LakeManifest;
  readonly #capacity: number;
  /** Least recently used first. */
  readonly #lists = new Map<string, Promise<EventIndex>>();
  #timeOrder: Promise<Uint32Array | null> | null = null;
  readonly #isAscending: boolean;
  /** Event ids are below this; fewer exist when a file is damaged. */
  readonly #idCount: number;

  /** @param capacity Lists kept; each costs 4 bytes an event that passed. */
  constructor(engine: QueryEngine, manifest: LakeManifest, capacity: number) {
    this.#engine = engine;
    this.#manifest = manifest;
    this.#capacity = capacity;
    this.#isAscending = isInTimeOrder(manifest.segments);
    this.#idCount = manifest.segments.reduce((max, file) => Math.max(max, file.lastEventId + 1), 0);
  }

  /** The list of events that pass a filter. Callers of one list share its making; a cancelled one is made again. */
  async list(filter: EventFilter, signal: AbortSignal | undefined): Promise<EventIndex> {
    const key = JSON.stringify(filter, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
    const known = this.#lists.get(key);
    const making = known ?? this.#make(filter, signal);
    this.#lists.delete(key);
    this.#lists.set(key, making);
    const [oldest] = this.#lists.keys();
    if (this.#lists.size > this.#capacity && oldest !== undefined) this.#lists.delete(oldest);
    try {
      return await making;
    } catch (error) {
      if (this.#lists.get(key) === making) this.#lists.delete(key);
      // Another caller gave it up, not this one.
      if (known !== undefined && error instanceof CancelledError && !signal?.aborted) return this.list(filter, signal);
      throw error;
    }
  }

  /** Row of the first event at or after a time; null when there is none. */
  async rowAtTime(index: EventIndex, timeNs: bigint, signal: AbortSignal | undefined): Promise<number | null> {
    const row = this.#isAscending
      ? await this.#rowById(index, timeNs, signal)
      : await this.#rowBySearch(index, timeNs, signal);
    return row < index.count ? row : null;
  }

  rowOfEvent(index: EventIndex, eventId: number): number | null {
    const row = rowOfEvent(index, eventId);
    return row < 0 ? null : row;
  }

  /** The nearest row after (or before) `fromRow` of at least a severity band; null when there is none. */
  async nextSevere(
    index: EventIndex,
    fromRow: number,
    direction: 'forward' | 'backward',
    minSeverityBand: number,
    signal: AbortSignal | undefined,
  ): Promise<number | null> {
    const step = direction === 'forward' ? 1 : -1;
    const first = Math.min(index.count, Math.max(-1, fromRow)) + step;
    if (index.ids === null) return this.#nextSevereId(first, step, index.count, minSeverityBand, signal);
    const severityBands = [0, 1, 2, 3, 4, 5, 6].filter((band) => band >= minSeverityBand);
    const severe = await this.list({ severityBands }, signal);
    const isSevere = new Uint8Array(this.#idCount);
    for (const id of eventIdsOf(severe, 0, severe.count)) isSevere[id] = 1;
    for (let row = first; row >= 0 && row < index.count; row += step) {
      if (isSevere[eventIdAt(index, row)] === 1) return row;
    }
    return null;
  }

  /** In a list without ids the files tell: looked for in growing ranges, so that a near one is found without reading all. */
  async #nextSevereId(
    first: number,
    step: number,
    count: number,
    minSeverityBand: number,
    signal: AbortSignal | undefined,
  ): Promise<number | null> {
    let range = 65_536;
    for (let at = first; at >= 0 && at < count; at += step * range, range *= 8) {
      const end = Math.max(0, Math.min(count - 1, at + step * (range - 1)));
      const [row] = await this.#engine.rows(
        `SELECT ${step > 0 ? 'min' : 'max'}(event_id) AS id FROM silver
         WHERE event_id BETWEEN ${Math.min(at, end)} AND ${Math.max(at, end)} AND ${bandSql()} >= ${minSeverityBand}`,
        { signal },
      );
      const id = row?.['id'] ?? null;
      if (id !== null) return Number(id);
    }
    return null;
  }

  async #make(filter: EventFilter, signal: AbortSignal | undefined): Promise<EventIndex> {
    const context = await resolveFilter(this.#engine, this.#manifest, filter, signal);
    return buildEventIndex({
      engine: this.#engine,
      filter,
      context,
      revision: this.#manifest.revision,
      idCount: this.#idCount,
      isAscending: this.#isAscending,
      timeOrder: () => this.#loadTimeOrder(),
      signal,
    });
  }

  /** Shared by all lists, so no single caller may cancel it. */
  #loadTimeOrder(): Promise<Uint32Array | null> {
    if (this.#timeOrder === null) {
      const silver = this.#manifest.segments.filter((file) => file.layer === 'silver');
      const events = silver.reduce((sum, file) => sum + file.rows, 0);
      const hasUntimed = silver.some((file) => file.untimedRows > 0);
      // Without holes the row of an event of an ordered case is its id.
      const loading =
        this.#isAscending && events === this.#idCount
          ? Promise.resolve(null)
          : loadTimeOrder(this.#engine, hasUntimed, events, undefined);
      this.#timeOrder = loading;
      loading.catch(() => {
        if (this.#timeOrder === loading) this.#timeOrder = null;
      });
    }
    return this.#timeOrder;
  }

  async #rowById(index: EventIndex, timeNs: bigint, signal: AbortSignal | undefined): Promise<number> {
    const sql = 'SELECT min(event_id) AS id FROM silver WHERE time_ns >= $1::BIGINT';
    const [row] = await this.#engine.rows(sql, { parameters: [timeNs], signal });
    const id = Number(row?.['id'] ?? this.#idCount);
    return index.ids === null ? id : lowerBound(index.ids, id);
  }

  /** Times ascend along the list, so about 24 looks find a place among 10 million. */
  async #rowBySearch(index: EventIndex, timeNs: bigint, signal: AbortSignal | undefined): Promise<number> {
    let low = 0;
    let high = index.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { row, time } = await this.#timedRowFrom(index, middle, high, signal);
      if (time !== null && time < timeNs) low = row + 1;
      else high = middle;
    }
    return low;
  }

  /** The first row in [from, to) that has a time, looked for in growing steps; row `to` and null when none has. */
  async #timedRowFrom(
    index: EventIndex,
    from: number,
    to: number,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly row: number; readonly time: bigint | null }> {
    for (let at = from, step = 1; at < to; at += step, step = Math.min(step * 8, 4096)) {
      const ids = eventIdsOf(index, at, Math.min(step, to - at));
      const found = await this.#engine.rows(
        `SELECT event_id, time_ns FROM silver WHERE event_id IN (${ids.join(', ')}) AND time_ns IS NOT NULL`,
        { signal },
      );
      const timeOf = new Map(found.map((row) => [Number(row['event_id']), row['time_ns'] as bigint]));
      const offset = ids.findIndex((id) => timeOf.has(id));
      if (offset >= 0) return { row: at + offset, time: timeOf.get(ids[offset] as number) ?? null };
    }
    return { row: to, time: null };
  }
}
