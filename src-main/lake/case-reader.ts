import { access, constants } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LakeError } from '#shared/base/errors.ts';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import type { EventRow, Histogram, LineRow, TemplateRow } from '#shared/domain/event-row.ts';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { QualityCheck } from '#shared/domain/quality-check.ts';
import type { GoldFile, LakeLayer } from '#shared/domain/segment.ts';
import { spillFolder, temporaryFolder } from '../base/case-layout.ts';
import { countByTemplate, countByTime } from './column-answers.ts';
import { loadDimensions } from './dimensions.ts';
import type { EngineLimits } from './engine.ts';
import { type EventIndex, eventIdsOf, indexSql } from './event-index.ts';
import { EventLists, type ListLimits } from './event-lists.ts';
import { readEvents, readFirstLines } from './event-page.ts';
import { type Facets, readFacets } from './facets.ts';
import { resolveFilter } from './filter-context.ts';
import { readHistogram } from './histogram.ts';
import { readLines } from './line-neighbourhood.ts';
import { type ParameterRequest, type ParameterStatistics, readParameterStatistics } from './parameter-statistics.ts';
import { checkBronze, checkGold, checkSilver } from './quality.ts';
import type { CheckedSource } from './quality-verdicts.ts';
import { QueryEngine, type QueryOptions, type Row } from './query-engine.ts';
import type { TellProgress } from './shared-search.ts';
import {
  type ParameterSummary,
  readParameterSummaries,
  readTemplateHistogram,
  readTemplateTable,
  type TemplateHistogram,
} from './template-table.ts';
import { type DamagedSegment, findDamaged } from './segment-health.ts';
import { PATTERN_DEADLINE_MS } from './text-search.ts';
import { type SqlBatch, type SqlTable, UserSql, type UserSqlOptions } from './user-sql.ts';
import { eventsWithinSql, viewStatements } from './views.ts';

/** Where a reader learns what the lake holds: CaseCatalog, or a fixed manifest in tests. */
export interface ManifestSourceOfTruth {
  manifest(): LakeManifest;
  readonly revision: number;
}

/** Default: 8 lists, 5 s for a pattern. */
export interface CaseReaderOptions extends Partial<EngineLimits>, Partial<ListLimits> {}

const DEFAULT_LIMITS = { threads: 2, memoryBytes: 384 * 1_048_576 };
/** Of the engine's memory, for what it has read of files; queries need the rest. */
const KEPT_SHARE = 0.5;

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
  readonly #listLimits: ListLimits;
  #manifest: LakeManifest;
  #userSql: Promise<UserSql> | null = null;
  #damaged: readonly DamagedSegment[] = [];
  /** Files whose checksum was right once; they never change. */
  readonly #sound = new Set<string>();
  #lists: EventLists;

  private constructor(
    catalog: ManifestSourceOfTruth,
    lakeDir: string,
    engine: QueryEngine,
    limits: EngineLimits,
    listLimits: ListLimits,
  ) {
    this.#limits = limits;
    this.#catalog = catalog;
    this.lakeDir = lakeDir;
    this.#engine = engine;
    this.#listLimits = listLimits;
    this.#manifest = catalog.manifest();
    this.#lists = new EventLists(engine, lakeDir, this.#manifest, listLimits, null);
  }

  static async open(
    catalog: ManifestSourceOfTruth,
    lakeDir: string,
    options: CaseReaderOptions = {},
  ): Promise<CaseReader> {
    const { cachedIndexes = 8, patternDeadlineMs = PATTERN_DEADLINE_MS, ...given } = options;
    const limits = { ...DEFAULT_LIMITS, temporaryFolder: await chooseSpillFolder(lakeDir), ...given };
    const engine = await QueryEngine.open(limits, READER_SETTINGS);
    const reader = new CaseReader(catalog, lakeDir, engine, limits, {
      cachedIndexes,
      patternDeadlineMs,
    });
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
    this.#closeUserSql();
    return true;
  }

  close(): void {
    this.#lists.dispose();
    this.#engine.close();
    this.#closeUserSql();
  }

  /** Fixes the list of events that pass a filter, by time. Lists are kept as long as the state they are of. */
  async eventIndex(filter: EventFilter = {}, signal?: AbortSignal): Promise<EventIndex> {
    return this.#lists.list(filter, signal);
  }

  /**
   * Looks for the words and patterns of a filter; lists and counts by it then have them.
   * @param tell Hears how far it is: at once, after the templates, and with every million lines.
   * @throws LakeError `lake.regex-invalid` | `lake.regex-timeout`
   */
  async search(filter: EventFilter, signal?: AbortSignal, tell?: TellProgress): Promise<void> {
    await this.#lists.search(filter, signal, tell);
  }

  /** Brings what filters ask most into memory: 17 bytes an event. Comes by itself for a case that is being looked at. */
  async loadColumns(): Promise<void> {
    await this.#lists.loadColumns();
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
    return 'eventId' in target
      ? this.#lists.rowOfEvent(index, target.eventId)
      : this.#lists.rowAtTime(index, target.timeNs, signal);
  }

  /** The nearest row after (or before) `fromRow` of at least a severity band; null when there is none. */
  async nextSevere(
    index: EventIndex,
    fromRow: number,
    direction: 'forward' | 'backward',
    minSeverityBand: number,
    signal?: AbortSignal,
  ): Promise<number | null> {
    return this.#lists.nextSevere(index, fromRow, direction, minSeverityBand, signal);
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
    return this.#lists.ask(filter, signal, {
      columns: (columns, selection) => countByTime(columns, selection, { fromNs, toNs, buckets }),
      files: (context) => readHistogram(this.#engine, { filter, context, fromNs, toNs, buckets, signal }),
    });
  }

  /** Templates with the use the filter lets pass, rare first. */
  async templatesTable(filter: EventFilter = {}, signal?: AbortSignal): Promise<TemplateRow[]> {
    const manifest = this.#manifest;
    return this.#lists.ask(filter, signal, {
      columns: (columns, selection) => countByTemplate(columns, selection, manifest.templates),
      files: (context) => readTemplateTable(this.#engine, manifest, filter, context, signal),
    });
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

  /** @throws LakeError `templates.not-found` when there is no such template or wildcard. */
  async parameterStatistics(request: ParameterRequest, signal?: AbortSignal): Promise<ParameterStatistics> {
    const { templateId, wildcard, filter = {} } = request;
    const template = this.#manifest.templates.find((each) => each.templateId === templateId);
    const maskName = template?.maskNames[wildcard];
    if (template === undefined || maskName === undefined) {
      throw new LakeError(
        'templates.not-found',
        `There is no wildcard ${wildcard + 1} of a template ${templateId} here.`,
      );
    }
    const place = { maskName, before: template.parts[wildcard] ?? '', after: template.parts[wildcard + 1] ?? '' };
    return this.#lists.ask(filter, signal, {
      files: (context) => readParameterStatistics(this.#engine, request, place, context, signal),
    });
  }

  async facets(filter: EventFilter, limit: number, signal?: AbortSignal): Promise<Facets> {
    return this.#lists.ask(filter, signal, {
      files: (context) => readFacets(this.#engine, filter, context, limit, signal),
    });
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
    return indexSql(filter, await resolveFilter(this.#engine, this.#manifest, filter, signal));
  }

  /** Own SQL of the product over the views and, besides, `bronze`, `silver`, `dim_*`. Never for a user's text: see UserSql. */
  async query(sql: string, options: QueryOptions = {}): Promise<Row[]> {
    return this.#engine.rows(sql, options);
  }

  /** The same over the `events` of a time span, which the statement asks for as well: other files are not opened. */
  async queryWithin(
    span: { readonly fromNs: bigint; readonly toNs: bigint },
    sql: string,
    options: QueryOptions = {},
  ): Promise<Row[]> {
    return this.#engine.rows(eventsWithinSql(this.lakeDir, this.#manifest, span) + sql, options);
  }

  /** Source, line number and text of the first physical line of events. */
  async firstLines(eventIds: Uint32Array, signal?: AbortSignal): Promise<Row[]> {
    return readFirstLines(this.#engine, this.lakeDir, this.#manifest, eventIds, signal);
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

  /** Checks a layer against what the catalog says of it; the next layer may be read when no check fails. */
  async checkLayer(
    layer: Exclude<LakeLayer, 'gold'>,
    sources: readonly CheckedSource[],
    signal?: AbortSignal,
  ): Promise<QualityCheck[]> {
    const check = { bronze: checkBronze, silver: checkSilver }[layer];
    return check({ engine: this.#engine, manifest: this.#manifest, sources, damaged: this.#damaged, signal });
  }

  /** Checks the gold files of a run, before it is committed or after. */
  async checkGold(files: readonly GoldFile[], signal?: AbortSignal): Promise<QualityCheck[]> {
    return checkGold({ engine: this.#engine, lakeDir: this.lakeDir, files, signal });
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
      const keepsFiles = areKept(manifest, this.#limits);
      await connection.run(`SET GLOBAL enable_external_file_cache = ${keepsFiles}`);
      await loadDimensions(connection, manifest);
      await connection.run(viewStatements(this.lakeDir, manifest).join('; '));
    });
    this.#manifest = manifest;
    this.#lists.dispose();
    this.#lists = new EventLists(this.#engine, this.lakeDir, manifest, this.#listLimits, this.#lists);
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

/**
 * Whether the engine keeps what it has read of files. Of a lake that does not fit it would keep up to its whole ceiling and
 * have thrown away what is asked for next: there the system's cache is left to it.
 */
function areKept({ segments }: LakeManifest, { memoryBytes }: EngineLimits): boolean {
  return segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) <= memoryBytes * KEPT_SHARE;
}

/** Files of the lake never change under their name, so their footers and pages may be kept without looking again. */
const READER_SETTINGS = {
  parquet_metadata_cache: 'true',
  validate_external_file_cache: 'NO_VALIDATION',
} as const;
