import { CancelledError } from '#shared/base/errors.ts';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import { markSelected, selectedIds } from './column-answers.ts';
import { int64Column } from './chunk-columns.ts';
import { type ColumnSelection, trySelect } from './column-selection.ts';
import { type EventBits, setBit } from './event-bits.ts';
import { ColumnStore } from './column-store.ts';
import type { EventColumns } from './event-columns.ts';
import {
  buildEventIndex,
  type EventIndex,
  eventIdAt,
  eventIdsOf,
  indexSql,
  lowerBound,
  rowOfEvent,
} from './event-index.ts';
import { bandSql, type FilterContext } from './event-filter-sql.ts';
import { resolveFilter } from './filter-context.ts';
import { withFoundTables } from './found-tables.ts';
import type { QueryEngine } from './query-engine.ts';
import type { TellProgress } from './shared-search.ts';
import { SqlText } from './sql-text.ts';
import { TextSearches } from './text-searches.ts';

/** A question about the events that pass a filter, for each place its answer can come from. Both give the same. */
export interface Question<T> {
  /** Absent: the columns in memory do not suffice. */
  readonly columns?: (columns: EventColumns, selection: ColumnSelection) => T;
  readonly files: (context: FilterContext) => Promise<T>;
}

export interface ListLimits {
  /** Lists kept; each costs 4 bytes an event that passed. */
  readonly cachedIndexes: number;
  /** Time that a regular expression may take for two million lines, and at least. */
  readonly patternDeadlineMs: number;
}

/** The ordered lists of events of one state of a case; a new state gets a new object. */
export class EventLists {
  readonly #engine: QueryEngine;
  readonly #manifest: LakeManifest;
  readonly #capacity: number;
  /** Least recently used first. */
  readonly #lists = new Map<string, Promise<EventIndex>>();
  readonly #store: ColumnStore;
  readonly #searches: TextSearches;
  #opened = 0;

  /** @param previous The state before: what still holds is taken over from it. */
  constructor(
    engine: QueryEngine,
    lakeDir: string,
    manifest: LakeManifest,
    limits: ListLimits,
    previous: EventLists | null,
  ) {
    this.#engine = engine;
    this.#manifest = manifest;
    this.#capacity = limits.cachedIndexes;
    this.#store = new ColumnStore(engine, manifest, previous === null ? null : previous.#store);
    const { idCount } = this.#store;
    const { patternDeadlineMs } = limits;
    const markTemplates = this.#markTemplates.bind(this);
    this.#searches = new TextSearches(
      { engine, lakeDir, manifest, idCount, patternDeadlineMs, markTemplates },
      previous === null ? null : previous.#searches,
    );
  }

  /** Gives up what nobody waits for; callers get their answers. */
  dispose(): void {
    this.#store.dispose();
  }

  /** Brings the columns that most filters ask into memory, if they fit. */
  loadColumns(): Promise<void> {
    return this.#store.load();
  }

  /**
   * Looks for the text terms of a filter, unless that is done; what asks for the filter next has them.
   * @param tell Hears how far it is.
   */
  async search(filter: EventFilter, signal?: AbortSignal, tell?: TellProgress): Promise<void> {
    await this.#searches.find(filter, signal, tell);
  }

  /** Answers a question about the events that pass a filter: from the columns in memory when they are there and enough. */
  async ask<T>(filter: EventFilter, signal: AbortSignal | undefined, question: Question<T>): Promise<T> {
    const context = await resolveFilter(this.#engine, this.#manifest, filter, signal);
    const found = await this.#searches.find(filter, signal);
    await this.#store.takenOver;
    const { columns } = this.#store;
    const selection = columns === null ? null : trySelect(filter, context, columns, found);
    if (columns !== null && selection !== null && question.columns !== undefined) {
      return question.columns(columns, selection);
    }
    return withFoundTables(this.#engine, found, signal, (foundIn) => question.files({ ...context, foundIn }));
  }

  /** The list of events that pass a filter. Callers of one list share its making; a cancelled one is made again. */
  async list(filter: EventFilter, signal: AbortSignal | undefined): Promise<EventIndex> {
    // A case that is asked again is being looked at: the next questions are worth loading the columns for.
    if (++this.#opened === 2) this.loadColumns().catch(() => undefined);
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
    const row = this.#store.isAscending
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
    const isSevere = new Uint8Array(this.#store.idCount);
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
    const { revision } = this.#manifest;
    const sql = indexSql(filter, await resolveFilter(this.#engine, this.#manifest, filter, signal));
    return this.ask(filter, signal, {
      columns: (columns, selection) => {
        const isWhole = Object.keys(filter).length === 0;
        const ids = isWhole ? columns.ids : selectedIds(columns, selection);
        return {
          ids,
          count: ids?.length ?? columns.count,
          isAscending: this.#store.isAscending,
          sql,
          revision,
          filter,
        };
      },
      files: async (context) => {
        const input = { engine: this.#engine, filter, context, revision, idCount: this.#store.idCount, signal };
        const timeOrder = () => this.#store.timeOrder();
        return { ...(await buildEventIndex({ ...input, isAscending: this.#store.isAscending, timeOrder })), sql };
      },
    });
  }

  async #markTemplates(templateIds: readonly string[], bits: EventBits, signal: AbortSignal): Promise<void> {
    const { columns } = this.#store;
    const context = { session: null, hasMultiEventLines: false, unitSpans: [], unitIds: null };
    const selection = columns === null ? null : trySelect({ templateIds }, context, columns, new Map());
    if (columns !== null && selection !== null) return markSelected(columns, selection, bits);
    const sql = new SqlText('run');
    const query = `SELECT event_id FROM events WHERE ${sql.isIn('template_id', templateIds)}`;
    for await (const chunk of this.#engine.stream(query, { parameters: sql.parameters, signal })) {
      const ids = int64Column(chunk, 0);
      for (let row = 0; row < chunk.rowCount; row++) setBit(bits, Number(ids[row]));
    }
  }

  async #rowById(index: EventIndex, timeNs: bigint, signal: AbortSignal | undefined): Promise<number> {
    const sql = 'SELECT min(event_id) AS id FROM silver WHERE time_ns >= $1::BIGINT';
    const [row] = await this.#engine.rows(sql, { parameters: [timeNs], signal });
    const id = Number(row?.['id'] ?? this.#store.idCount);
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
