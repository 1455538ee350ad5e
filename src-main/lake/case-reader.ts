import { access, constants } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import type { EventRow, Histogram, LineRow, TemplateRow } from '#shared/domain/event-row.ts';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { QualityCheck } from '#shared/domain/quality-check.ts';
import type { LakeLayer } from '#shared/domain/segment.ts';
import { spillFolder, temporaryFolder } from '../base/case-layout.ts';
import { loadDimensions } from './dimensions.ts';
import type { EngineLimits } from './engine.ts';
import {
  buildEventIndex,
  type EventIndex,
  eventIdAt,
  eventIdsOf,
  indexSql,
  lowerBound,
  rowOfEvent,
} from './event-index.ts';
import type { FilterContext } from './event-filter-sql.ts';
import { isInTimeOrder, loadTimeOrder } from './event-order.ts';
import { readEvents } from './event-page.ts';
import { type Facets, readFacets } from './facets.ts';
import { readHistogram } from './histogram.ts';
import { readLines } from './line-neighbourhood.ts';
import { type CheckedSource, checkBronze, checkGold, checkSilver } from './quality.ts';
import { QueryEngine, type QueryOptions, type Row } from './query-engine.ts';
import {
  type ParameterSummary,
  readParameterSummaries,
  readTemplateHistogram,
  readTemplateTable,
  type TemplateHistogram,
} from './template-table.ts';
import { type DamagedSegment, findDamaged } from './segment-health.ts';
import { type SqlBatch, type SqlTable, UserSql, type UserSqlOptions } from './user-sql.ts';
import { viewStatements } from './views.ts';

/** Where a reader learns what the lake holds: CaseCatalog, or a fixed manifest in tests. */
export interface ManifestSourceOfTruth {
  manifest(): LakeManifest;
  readonly revision: number;
}

export interface CaseReaderOptions extends Partial<EngineLimits> {
  /** Filtered lists kept; each costs 4 bytes an event that passed. Default 8. */
  readonly cachedIndexes?: number;
}

const DEFAULT_LIMITS = { threads: 2, memoryBytes: 512 * 1_048_576 };

/**
 * Answers every question about a case's events, over the Parquet files its catalog names.
 * One in-memory DuckDB; what it answers is the state of the last `refresh`. All calls take an AbortSignal and reject
 * with CancelledError when it fires; nothing of the reader changes then.
 */
export class CaseReader {
  readonly lakeDir: string;
  readonly #catalog: ManifestSourceOfTruth;
  readonly #engine: QueryEngine;
  readonly #limits: EngineLimits;
  readonly #maxIndexes: number;
  #manifest: LakeManifest;
  #userSql: Promise<UserSql> | null = null;
  #damaged: readonly DamagedSegment[] = [];
  /** Files whose checksum was right once; they never change. */
  readonly #sound = new Set<string>();
  #timeOrder: Promise<Uint32Array | null> | null = null;
  readonly #indexes = new Map<string, Promise<EventIndex>>();

  private constructor(
    catalog: ManifestSourceOfTruth,
    lakeDir: string,
    engine: QueryEngine,
    limits: EngineLimits,
    maxIndexes: number,
  ) {
    this.#limits = limits;
    this.#catalog = catalog;
    this.lakeDir = lakeDir;
    this.#engine = engine;
    this.#maxIndexes = maxIndexes;
    this.#manifest = catalog.manifest();
  }

  static async open(
    catalog: ManifestSourceOfTruth,
    lakeDir: string,
    options: CaseReaderOptions = {},
  ): Promise<CaseReader> {
    const { cachedIndexes = 8, ...given } = options;
    const limits = { ...DEFAULT_LIMITS, temporaryFolder: await chooseSpillFolder(lakeDir), ...given };
    const engine = await QueryEngine.open(limits, READER_SETTINGS);
    const reader = new CaseReader(catalog, lakeDir, engine, limits, cachedIndexes);
    await reader.#load(reader.#manifest);
    return reader;
  }

  /** Catalog revision the answers are from. */
  get revision(): number {
    return this.#manifest.revision;
  }

  get manifest(): LakeManifest {
    return this.#manifest;
  }

  /** Files that cannot be used; their lines and events are missing from every answer. */
  get damaged(): readonly DamagedSegment[] {
    return this.#damaged;
  }

  get eventCount(): number {
    return this.#manifest.segments.reduce((sum, file) => (file.layer === 'silver' ? sum + file.rows : sum), 0);
  }

  /** Earliest and latest event; null when no event has a time. `toNs` is exclusive. */
  get timeRange(): { readonly fromNs: bigint; readonly toNs: bigint } | null {
    let min: bigint | null = null;
    let max: bigint | null = null;
    for (const { minTimeNs, maxTimeNs } of this.#manifest.segments) {
      if (minTimeNs !== null && (min === null || minTimeNs < min)) min = minTimeNs;
      if (maxTimeNs !== null && (max === null || maxTimeNs > max)) max = maxTimeNs;
    }
    return min === null || max === null ? null : { fromNs: min, toNs: max + 1n };
  }

  /** Takes up what was committed since; running queries finish on the old state. @returns True when something changed. */
  async refresh(): Promise<boolean> {
    if (this.#catalog.revision === this.#manifest.revision) return false;
    await this.#load(this.#catalog.manifest());
    this.#timeOrder = null;
    this.#indexes.clear();
    this.#closeUserSql();
    return true;
  }

  close(): void {
    this.#engine.close();
    this.#closeUserSql();
  }

  /** Fixes the list of events that pass a filter, by time. Lists are cached per revision; a cancelled one is forgotten. */
  async eventIndex(filter: EventFilter = {}, signal?: AbortSignal): Promise<EventIndex> {
    const key = JSON.stringify(filter, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
    const cached = this.#indexes.get(key);
    if (cached !== undefined) {
      this.#indexes.delete(key);
      this.#indexes.set(key, cached);
      return cached;
    }
    const building = this.#buildIndex(filter, signal);
    this.#indexes.set(key, building);
    building.catch(() => {
      if (this.#indexes.get(key) === building) this.#indexes.delete(key);
    });
    const [oldest] = this.#indexes.keys();
    if (this.#indexes.size > this.#maxIndexes && oldest !== undefined) this.#indexes.delete(oldest);
    return building;
  }

  /** Rows [start, start + count) of a list, cut at its end. */
  async eventPage(index: EventIndex, start: number, count: number, signal?: AbortSignal): Promise<EventRow[]> {
    return this.events(eventIdsOf(index, start, count), signal);
  }

  /** Events by id, in the order asked for; unknown ids are left out. */
  async events(eventIds: Uint32Array, signal?: AbortSignal): Promise<EventRow[]> {
    return readEvents(this.#engine, this.lakeDir, this.#manifest, eventIds, signal);
  }

  /** Row of an event in a list, or of the first event at or after a time; null when there is none. */
  async locate(
    index: EventIndex,
    target: { timeNs: bigint } | { eventId: number },
    signal?: AbortSignal,
  ): Promise<number | null> {
    if ('eventId' in target) {
      const row = rowOfEvent(index, target.eventId);
      return row < 0 ? null : row;
    }
    return index.isAscending
      ? this.#locateById(index, target.timeNs, signal)
      : this.#locateByTime(index, target.timeNs, signal);
  }

  /** The nearest row after (or before) `fromRow` of at least a severity band; null when there is none. */
  async nextSevere(
    index: EventIndex,
    fromRow: number,
    direction: 'forward' | 'backward',
    minSeverityBand: number,
    signal?: AbortSignal,
  ): Promise<number | null> {
    const bands = [0, 1, 2, 3, 4, 5, 6].filter((band) => band >= minSeverityBand);
    const severe = await this.eventIndex({ severityBands: bands }, signal);
    const isSevere = new Uint8Array(this.#idCount);
    for (const id of severe.ids ?? eventIdsOf(severe, 0, severe.count)) isSevere[id] = 1;
    const step = direction === 'forward' ? 1 : -1;
    const first = Math.min(index.count, Math.max(-1, fromRow)) + step;
    for (let row = first; row >= 0 && row < index.count; row += step) {
      if (isSevere[eventIdAt(index, row)] === 1) return row;
    }
    return null;
  }

  /**
   * Events by time bucket and severity band.
   * @param range Default: the whole case; `toNs` exclusive. Null when no event has a time.
   */
  async histogram(
    filter: EventFilter,
    buckets: number,
    range?: { readonly fromNs?: bigint | undefined; readonly toNs?: bigint | undefined },
    signal?: AbortSignal,
  ): Promise<Histogram | null> {
    const whole = this.timeRange;
    const fromNs = range?.fromNs ?? whole?.fromNs;
    const toNs = range?.toNs ?? whole?.toNs;
    if (fromNs === undefined || toNs === undefined) return null;
    const context = await this.#context(filter, signal);
    return readHistogram(this.#engine, { filter, context, fromNs, toNs, buckets, signal });
  }

  /** Templates with the use the filter lets pass, rare first. */
  async templatesTable(filter: EventFilter = {}, signal?: AbortSignal): Promise<TemplateRow[]> {
    return readTemplateTable(this.#engine, this.#manifest, filter, await this.#context(filter, signal), signal);
  }

  /** Counts of every template over the case's time range, for sparklines. */
  async templateHistogram(buckets: number, signal?: AbortSignal): Promise<TemplateHistogram> {
    const range = this.timeRange ?? { fromNs: 0n, toNs: 1n };
    return readTemplateHistogram(this.#engine, { ...range, buckets }, signal);
  }

  async parameterSummaries(templateId: string, limit: number, signal?: AbortSignal): Promise<ParameterSummary[]> {
    const template = this.#manifest.templates.find((each) => each.templateId === templateId);
    return readParameterSummaries(this.#engine, templateId, template?.maskNames.length ?? 0, limit, signal);
  }

  async facets(filter: EventFilter, limit: number, signal?: AbortSignal): Promise<Facets> {
    return readFacets(this.#engine, filter, await this.#context(filter, signal), limit, signal);
  }

  /** Physical lines around one, as read. */
  async linesAround(
    sourceId: number,
    line: number,
    before: number,
    after: number,
    signal?: AbortSignal,
  ): Promise<LineRow[]> {
    const range = { sourceId, fromLine: line - before, toLine: line + after };
    return readLines(this.#engine, this.lakeDir, this.#manifest, range, signal);
  }

  /** The SQL of a filtered list over the case's views, to show and to change. */
  async filterSql(filter: EventFilter, signal?: AbortSignal): Promise<string> {
    return indexSql(filter, await this.#context(filter, signal));
  }

  /** Own SQL of the product over the views and, besides, `bronze`, `silver`, `dim_*`. Never for a user's text: see UserSql. */
  async query(sql: string, options: QueryOptions = {}): Promise<Row[]> {
    return this.#engine.rows(sql, options);
  }

  /** Runs a person's SQL, locked down; see UserSql for what it refuses. */
  async userSql(
    sql: string,
    maxRows: number,
    options: UserSqlOptions & { readonly offset?: number } = {},
  ): Promise<SqlTable> {
    return (await this.#openUserSql()).run(sql, maxRows, options);
  }

  /** The same as batches. */
  async *userSqlStream(sql: string, options: UserSqlOptions = {}): AsyncGenerator<SqlBatch> {
    yield* (await this.#openUserSql()).stream(sql, options);
  }

  /** Views for a person's SQL, with their columns. */
  async sqlSchema(): ReturnType<UserSql['schema']> {
    return (await this.#openUserSql()).schema();
  }

  /** Checks one layer against what the catalog says of it; the next layer may be read when no check fails. */
  async checkLayer(layer: LakeLayer, sources: readonly CheckedSource[], signal?: AbortSignal): Promise<QualityCheck[]> {
    const check = { bronze: checkBronze, silver: checkSilver, gold: checkGold }[layer];
    return check({ engine: this.#engine, manifest: this.#manifest, sources, damaged: this.#damaged, signal });
  }

  /** For exports that run their own SQL over the views. */
  get engine(): QueryEngine {
    return this.#engine;
  }

  async #load(whole: LakeManifest): Promise<void> {
    const unknown = whole.segments.filter((segment) => !this.#sound.has(segment.relativePath));
    this.#damaged = await findDamaged(this.lakeDir, unknown);
    const bad = new Set(this.#damaged.map(({ segment }) => segment));
    for (const segment of unknown) if (!bad.has(segment)) this.#sound.add(segment.relativePath);
    const manifest = { ...whole, segments: whole.segments.filter((segment) => !bad.has(segment)) };
    await this.#engine.session(undefined, async (connection) => {
      await loadDimensions(connection, manifest);
      for (const statement of viewStatements(this.lakeDir, manifest)) await connection.run(statement);
    });
    this.#manifest = manifest;
  }

  #openUserSql(): Promise<UserSql> {
    if (this.#userSql === null) {
      const opening = UserSql.open(this.#manifest, this.lakeDir, this.#limits);
      this.#userSql = opening;
      opening.catch(() => {
        if (this.#userSql === opening) this.#userSql = null;
      });
    }
    return this.#userSql;
  }

  /** A query that runs in it ends by itself first: DuckDB keeps an instance as long as it has connections. */
  #closeUserSql(): void {
    this.#userSql?.then((userSql) => userSql.close()).catch(() => undefined);
    this.#userSql = null;
  }

  async #buildIndex(filter: EventFilter, signal: AbortSignal | undefined): Promise<EventIndex> {
    const context = await this.#context(filter, signal);
    return buildEventIndex({
      engine: this.#engine,
      filter,
      context,
      revision: this.revision,
      idCount: this.#idCount,
      isAscending: isInTimeOrder(this.#manifest.segments),
      timeOrder: () => this.#loadTimeOrder(),
      signal,
    });
  }

  /** Event ids are below this; fewer exist when a file is damaged. */
  get #idCount(): number {
    return this.#manifest.segments.reduce((max, file) => Math.max(max, file.lastEventId + 1), 0);
  }

  /** Shared by all lists, so no single caller may cancel it. */
  #loadTimeOrder(): Promise<Uint32Array | null> {
    if (this.#timeOrder === null) {
      const { segments } = this.#manifest;
      const hasUntimed = segments.some((file) => file.layer === 'silver' && file.untimedRows > 0);
      // Without holes the row of an event is its id.
      const loading =
        isInTimeOrder(segments) && this.eventCount === this.#idCount
          ? Promise.resolve(null)
          : loadTimeOrder(this.#engine, hasUntimed, this.eventCount, undefined);
      this.#timeOrder = loading;
      loading.catch(() => {
        if (this.#timeOrder === loading) this.#timeOrder = null;
      });
    }
    return this.#timeOrder;
  }

  async #context(filter: EventFilter, signal: AbortSignal | undefined): Promise<FilterContext> {
    const { session, sources, incidents } = this.#manifest;
    const incident = incidents.find((each) => each.incidentId === filter.incidentId);
    const named = filter.unitIds?.length ? filter.unitIds : null;
    // An incident that is gone has no events; both parts together narrow.
    const ofIncident = filter.incidentId === undefined ? null : (incident?.unitIds ?? []);
    const unitIds =
      named === null ? ofIncident : ofIncident === null ? named : named.filter((id) => ofIncident.includes(id));
    return {
      session,
      hasMultiEventLines: sources.some((source) => source.hasMultiEventLines),
      unitIds,
      unitSpans: unitIds === null || session !== null ? [] : await this.#unitSpans(unitIds, signal),
    };
  }

  async #unitSpans(unitIds: readonly string[], signal: AbortSignal | undefined) {
    const list = unitIds.map((_, i) => `$${i + 1}`).join(', ');
    if (list === '') return [];
    const rows = await this.#engine.rows(
      `SELECT DISTINCT start_ns, end_ns FROM scores WHERE unit_id IN (${list}) AND start_ns IS NOT NULL ORDER BY start_ns, end_ns`,
      { parameters: [...unitIds], signal },
    );
    const spans: { startNs: bigint; endNs: bigint }[] = [];
    for (const row of rows) {
      const startNs = row['start_ns'] as bigint;
      const endNs = row['end_ns'] as bigint;
      const last = spans.at(-1);
      // Overlapping windows become one range: the condition stays short.
      if (last !== undefined && startNs <= last.endNs) last.endNs = endNs > last.endNs ? endNs : last.endNs;
      else spans.push({ startNs, endNs });
    }
    return spans;
  }

  async #locateById(index: EventIndex, timeNs: bigint, signal?: AbortSignal): Promise<number | null> {
    const [row] = await this.#engine.rows('SELECT min(event_id) AS id FROM silver WHERE time_ns >= $1::BIGINT', {
      parameters: [timeNs],
      signal,
    });
    const id = row?.['id'] ?? null;
    if (id === null) return null;
    const at = index.ids === null ? Number(id) : lowerBound(index.ids, Number(id));
    return at < index.count ? at : null;
  }

  async #locateByTime(index: EventIndex, timeNs: bigint, signal?: AbortSignal): Promise<number | null> {
    let low = 0;
    let high = index.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const time = await this.#timeNear(index, middle, signal);
      if (time !== null && time < timeNs) low = middle + 1;
      else high = middle;
    }
    return low < index.count ? low : null;
  }

  /** Time of a row, or of the nearest timed row before it. */
  async #timeNear(index: EventIndex, row: number, signal?: AbortSignal): Promise<bigint | null> {
    for (let from = row; from >= 0; from -= 256) {
      const start = Math.max(0, from - 255);
      const page = await this.eventPage(index, from === row ? row : start, from === row ? 1 : from - start + 1, signal);
      const timed = page.findLast((event) => event.timeNs !== null);
      if (timed !== undefined) return timed.timeNs;
      if (from === row) from += 255;
    }
    return null;
  }
}

/** Beside the data, where there is as much room as the data needed; a case on a read-only medium spills to the system's folder. */
async function chooseSpillFolder(lakeDir: string): Promise<string> {
  try {
    await access(temporaryFolder(lakeDir), constants.W_OK);
    return spillFolder(lakeDir, process.pid);
  } catch {
    return join(tmpdir(), `log-sentinel-spill-${process.pid}`);
  }
}

/** Files of the lake never change under their name, so their footers and pages may be kept without looking again. */
const READER_SETTINGS = {
  parquet_metadata_cache: 'true',
  validate_external_file_cache: 'NO_VALIDATION',
} as const;
