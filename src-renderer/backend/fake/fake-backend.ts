import { ContractError } from '#shared/base/errors.ts';
import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import type { AppEvent, HomeInfo, Settings } from '#shared/contract/app.ts';
import type { CaseInfo, CaseSummary } from '#shared/contract/cases.ts';
import type { SentinelClient } from '#shared/contract/client.ts';
import type { SearchProgress } from '#shared/contract/events.ts';
import type { Job, JobEvent } from '#shared/contract/jobs.ts';
import { type ParsedTableQuery, type TableName, tableQueries } from '#shared/contract/tables.ts';
import { severityBand } from '#shared/domain/severity.ts';
import type { SentinelBackend } from '../backend.ts';
import { EventChannel } from './event-channel.ts';
import { filterEvents } from './fake-filter.ts';
import { fakeIncidents, summaryOf } from './fake-incidents.ts';
import { createFakeSuppressions } from './fake-suppressions.ts';
import { createFakeFormats } from './fake-formats.ts';
import { createFakeModels } from './fake-models.ts';
import { FAKE_LAYER_CHECKS } from './fake-layer-checks.ts';
import { FAKE_TEMPLATES, fakeEvent, fakeTime } from './fake-log.ts';
import { createFakeTemplates } from './fake-templates.ts';
import {
  eventsTable,
  histogramTable,
  linesTable,
  scoresTable,
  templateHistogramTable,
  templatesTable,
} from './fake-tables.ts';

export interface FakeOptions {
  /** Events of the case. Filters scan them all, so keep filtered cases below a million. */
  readonly events: number;
  /** `done` is analysed; `reading` stands at 38 % until `finishReading` is called. */
  readonly state: 'done' | 'reading';
  readonly hasRecentCases: boolean;
}

export interface FakeBackend extends SentinelBackend {
  finishReading(): void;
  /** The engine goes away, and comes back as another one after `ms`. */
  restartEngine(ms: number): void;
  /** Every call fails until told otherwise. */
  failWith(error: Error | null): void;
}

export const FAKE_CASE_ID = '0123456789abcdef';
const NOW = 1_782_050_000_000;
const THRESHOLD = 0.9;

/** The contract's client in memory: one case, its tables, a reading job. For panel tests and trying things out. */
export function createFakeBackend(options: FakeOptions): FakeBackend {
  const { events: count } = options;
  let state = options.state;
  let threshold = THRESHOLD;
  let version = 3;
  let engineId = 'engine-1';
  let restarts = 0;
  let isAway = false;
  let failure: Error | null = null;
  let viewState: string | null = null;
  let settings: Settings = {
    colorScheme: 'auto',
    timeZone: 'utc',
    density: 'compact',
    keymap: {},
    threads: null,
    memoryBytes: null,
  };
  const indexes = new Map<string, readonly number[] | null>();
  const app = new EventChannel<AppEvent>();
  const jobEvents = new EventChannel<JobEvent>();

  const readable = () => (state === 'reading' ? Math.floor(count * 0.38) : count);
  const job = (): Job => ({
    jobId: 'job-1',
    caseId: FAKE_CASE_ID,
    kind: 'analyze',
    state: state === 'reading' ? 'running' : 'done',
    title: 'Read shop-2026-06-21',
    createdAtMs: NOW - 60_000,
    endedAtMs: state === 'reading' ? null : NOW,
    progress: {
      stage: 'reading',
      done: readable() * 90,
      total: count * 90,
      unit: 'bytes',
      perSecond: 46_000_000,
      secondsLeft: 24,
      lines: readable(),
      events: readable(),
      readShare: readable() / count,
    },
    resumes: 0,
    error: null,
    kept: null,
  });
  const summary = (): CaseSummary => ({
    caseId: FAKE_CASE_ID,
    name: 'shop-2026-06-21',
    dir: '/home/sre/.local/share/log-sentinel/cases/shop-2026-06-21.sentinel',
    isAvailable: true,
    createdAtMs: NOW - 90_000,
    openedAtMs: NOW,
    sizeBytes: 48_300_000,
    files: 1,
    lines: count,
    events: readable(),
    incidents: state === 'reading' ? 0 : 4,
  });
  const info = (): CaseInfo => ({
    summary: summary(),
    version,
    readShare: readable() / count,
    sources: [{ sourceId: 0, path: '/var/log/shop/app.log', member: null }],
    firstTimeNs: fakeTime(0, count),
    lastTimeNs: fakeTime(readable() - 1, count),
    templates: FAKE_TEMPLATES.length,
    runId: state === 'reading' ? null : 'run-1',
    scoresAreStale: false,
    activeJobIds: state === 'reading' ? ['job-1'] : [],
  });
  const incidents = () => (state === 'reading' ? [] : fakeIncidents(count, threshold));
  const suppressions = createFakeSuppressions(incidents);
  const engine = (): AppEvent => ({
    type: 'engine',
    engine: {
      engineId,
      pid: 4711,
      startedAtMs: NOW - 100_000,
      restarts,
      lastExit: restarts === 0 ? null : 'SIGKILL',
      resumedJobs: restarts === 0 ? [] : ['job-1'],
      rssBytes: 312_000_000,
    },
  });
  const home = (): HomeInfo => ({
    version: '0.1.0',
    homeDir: '/home/sre/.local/share/log-sentinel',
    recentCases: options.hasRecentCases
      ? [
          summary(),
          {
            ...summary(),
            caseId: 'fedcba9876543210',
            name: 'edge-proxy-week-24',
            lines: 18_204_113,
            incidents: 11,
            sizeBytes: 2_140_000_000,
          },
          { ...summary(), caseId: 'aaaabbbbccccdddd', name: 'hadoop-cluster', isAvailable: false },
        ]
      : [],
    settings,
    sample: { path: '/opt/log-sentinel/resources/sample/app.log', sizeBytes: 3_400_000 },
    platform: 'linux',
  });
  const idsOf = (indexId: string) => {
    if (!indexes.has(indexId)) throw new ContractError('events.index-gone', 'The list is gone; open it again.');
    return indexes.get(indexId) ?? null;
  };
  const at = (ids: readonly number[] | null, row: number) => (ids === null ? row : (ids[row] ?? -1));
  const countOf = (ids: readonly number[] | null) => ids?.length ?? readable();

  const rpc = {
    app: {
      home: async () => home(),
      status: async () => (engine() as Extract<AppEvent, { type: 'engine' }>).engine,
      watch: async (_input: undefined, { signal }: { signal?: AbortSignal } = {}) => {
        if (isAway) throw new TypeError('Failed to fetch');
        return app.stream(signal, [engine()]);
      },
      updateSettings: async (patch: Partial<Settings>) => (settings = { ...settings, ...patch }),
      doctor: async () => ({ isOk: true, checks: [] }),
    },
    files: {
      list: async ({ path = '/var/log' }: { path?: string }) => ({
        path,
        parent: path === '/' ? null : '/',
        isTruncated: false,
        entries: [
          { name: 'nginx', path: `${path}/nginx`, kind: 'folder', sizeBytes: null, modifiedMs: NOW },
          { name: 'old.sentinel', path: `${path}/old.sentinel`, kind: 'case', sizeBytes: null, modifiedMs: NOW },
          { name: 'app.log', path: `${path}/app.log`, kind: 'file', sizeBytes: 1_482_000_113, modifiedMs: NOW },
          {
            name: 'app.log.1.gz',
            path: `${path}/app.log.1.gz`,
            kind: 'file',
            sizeBytes: 182_000_113,
            modifiedMs: NOW - 86_400_000,
          },
          { name: 'bad\\xff\\xfename.log', path: null, kind: 'file', sizeBytes: 113, modifiedMs: NOW },
        ],
      }),
      detect: async () => ({
        path: '/var/log/shop/app.log',
        encoding: 'utf-8',
        encodingConfidence: 1,
        format: 'iso-level',
        title: 'ISO time, level, service',
        confidence: 0.998,
        reason: '998 of 1,000 sampled lines',
        warnings: [],
        fields: {
          line: '2026-06-21T00:00:00.000Z INFO api-gateway node-1 GET /api/orders/3fa9c1 200 in 41 ms',
          time: '2026-06-21T00:00:00.000Z',
          severity: 'INFO',
          service: 'api-gateway',
          host: 'node-1',
          component: null,
          content: 'GET /api/orders/3fa9c1 200 in 41 ms',
        },
      }),
      formats: async () => [
        { name: 'iso-level', title: 'ISO time, level, service', samples: [] },
        { name: 'json', title: 'JSON lines', samples: [] },
      ],
    },
    formats: createFakeFormats(),
    cases: {
      list: async () => home().recentCases,
      create: async () => info(),
      open: async () => info(),
      info: async () => info(),
      reading: async () => ({ paths: ['/var/log/shop'], options: {} }),
      close: async () => ({ isClosed: true }),
      delete: async () => ({ isDeleted: true }),
      forget: async () => ({ isForgotten: true }),
      getViewState: async () => viewState,
      setViewState: async ({ state: next }: { state: string | null }) => {
        viewState = next;
        return { isSaved: true };
      },
    },
    jobs: {
      startAnalyze: async () => ({ jobId: 'job-1' }),
      startReanalyse: async () => ({ jobId: 'job-1' }),
      startGenerate: async () => ({ jobId: 'job-1' }),
      startScore: async () => ({ jobId: 'job-1' }),
      list: async () => [job()],
      get: async () => job(),
      events: async (_input: unknown, { signal }: { signal?: AbortSignal } = {}) =>
        state === 'reading'
          ? jobEvents.stream(signal, [{ type: 'job', job: job() }])
          : endedStream({ type: 'done', job: job(), result: analyzed() }),
      cancel: async () => {
        const cancelled: Job = {
          ...job(),
          state: 'cancelled',
          endedAtMs: NOW,
          kept: 'Everything read so far was kept.',
        };
        jobEvents.send({ type: 'cancelled', job: cancelled });
        return { isCancelling: true };
      },
    },
    events: {
      search: async ({ filter }: { filter: Parameters<typeof filterEvents>[0] }) => told(filter, readable()),
      openIndex: async ({ filter }: { filter: Parameters<typeof filterEvents>[0] }) => {
        const indexId = `index-${indexes.size + 1}-${engineId}`;
        const ids = filterEvents(filter, readable());
        indexes.set(indexId, ids);
        return {
          indexId,
          count: countOf(ids),
          version,
          sql: 'select event_id, time, severity_text, content from events order by time_ns, event_id',
        };
      },
      closeIndex: async () => ({ isClosed: true }),
      locate: async ({ indexId, target }: { indexId: string; target: { timeNs?: bigint; eventId?: number } }) => {
        const ids = idsOf(indexId);
        for (let row = 0; row < countOf(ids); row++) {
          const id = at(ids, row);
          if (target.eventId !== undefined ? id === target.eventId : fakeTime(id, count) >= (target.timeNs ?? 0n))
            return { row, eventId: id };
        }
        return { row: null, eventId: null };
      },
      nextSevere: async ({
        indexId,
        fromRow,
        direction,
        minSeverityBand,
      }: {
        indexId: string;
        fromRow: number;
        direction: string;
        minSeverityBand: number;
      }) => {
        const ids = idsOf(indexId);
        const step = direction === 'forward' ? 1 : -1;
        for (let row = fromRow + step; row >= 0 && row < countOf(ids); row += step)
          if (severityBand(fakeEvent(at(ids, row), count).template.severity) >= minSeverityBand)
            return { row, eventId: at(ids, row) };
        return { row: null, eventId: null };
      },
      get: async ({ eventId }: { eventId: number }) => eventDetail(eventId, count),
      facets: async () => ({ severity: [], service: [], host: [], component: [], source: [] }),
    },
    templates: createFakeTemplates(count),
    incidents: {
      list: async () =>
        incidents()
          .filter((incident) => !suppressions.isHidden(incident))
          .map(summaryOf),
      get: async ({ incidentId }: { incidentId: string }) => {
        const found = incidents().find((one) => one.incidentId === incidentId);
        if (found === undefined) throw new ContractError('incident.not-found', 'There is no such incident any more.');
        return found;
      },
      explainUnit: async () => incidents()[0]?.anomalies[0],
      counterfactual: async () => ({
        changes: [
          {
            feature: 'events service=payments template=b1',
            unit: 'events',
            templateId: 'b1',
            entity: 'payments',
            actual: 1204,
            wanted: 4,
          },
        ],
        threshold,
        scoreBefore: 0.997,
        scoreAfter: 0.31,
        isNormal: true,
      }),
      checkClaim: async ({ incidentId, claim }: { incidentId: string; claim: number }) => {
        const value = incidents().find((one) => one.incidentId === incidentId)?.claims[claim]?.value ?? 0;
        return { value, recomputed: value, isEqual: true };
      },
    },
    suppressions: suppressions.handlers,
    scores: {
      runs: async () => (state === 'reading' ? [] : [runOf(threshold)]),
      previewThreshold: async ({ threshold: wanted }: { threshold: number | 'auto' }) => effectOf(wanted),
      setThreshold: async ({ threshold: wanted }: { threshold: number | 'auto' }) => {
        threshold = wanted === 'auto' ? THRESHOLD : wanted;
        version += 1;
        return effectOf(threshold);
      },
    },
    models: createFakeModels(),
    quality: { document: async () => documentOf(readable(), threshold), layers: async () => FAKE_LAYER_CHECKS },
    reports: {
      create: async () => ({
        name: 'report-1.html',
        path: '/r/report-1.html',
        format: 'html',
        sizeBytes: 182_000,
        createdAtMs: NOW,
        isRedacted: true,
      }),
      list: async () => [],
    },
    sql: {
      run: async ({ sql }: { sql: string }) => {
        if (/\b(drop|insert|delete|copy|attach)\b/i.test(sql))
          throw new ContractError('sql.read-only', 'Only one SELECT or EXPLAIN statement is accepted.');
        return {
          columns: [
            { name: 'template', type: 'VARCHAR' },
            { name: 'count', type: 'BIGINT' },
            { name: 'event_id', type: 'BIGINT' },
          ],
          rows: FAKE_TEMPLATES.map((template, row) => [template.text, BigInt(row * 1311), BigInt(row * 7)]),
          isTruncated: false,
          seconds: 0.012,
        };
      },
      stream: async () => app.stream(undefined, []),
      schema: async () =>
        ['lines', 'events', 'templates', 'features', 'scores', 'anomalies', 'incidents'].map((view) => ({
          view,
          columns: [{ name: 'event_id', type: 'BIGINT' }],
        })),
    },
    samples: { open: async () => ({ caseId: FAKE_CASE_ID, jobId: null }) },
  };
  const analyzed = () => ({ kind: 'analyze' as const, document: documentOf(count, threshold) });
  const effectOf = (wanted: number | 'auto') => {
    const value = wanted === 'auto' ? THRESHOLD : wanted;
    const list = state === 'reading' ? [] : fakeIncidents(count, value);
    return {
      threshold: value,
      anomalies: list.length * 3,
      incidents: list.length,
      alarmsPerHour: list.length / 24,
      evaluation: null,
    };
  };

  const table = (name: TableName, query: unknown) => {
    switch (name) {
      case 'events': {
        const { indexId, offset, limit } = query as ParsedTableQuery<'events'>;
        const ids = idsOf(indexId);
        const rows = Array.from({ length: Math.max(0, Math.min(limit, countOf(ids) - offset)) }, (_, i) =>
          at(ids, offset + i),
        );
        return eventsTable(rows, count);
      }
      case 'histogram': {
        const parsed = query as ParsedTableQuery<'histogram'>;
        return histogramTable(filterEvents(parsed.filter, readable()), readable(), parsed);
      }
      case 'templates':
        return templatesTable(
          filterEvents((query as ParsedTableQuery<'templates'>).filter ?? {}, readable()),
          readable(),
        );
      case 'template-histogram':
        return templateHistogramTable(readable(), (query as ParsedTableQuery<'template-histogram'>).buckets);
      case 'scores':
        return scoresTable(
          count,
          fakeIncidents(count, 0).map(({ startNs, endNs, score }) => ({
            startNs: startNs ?? 0n,
            endNs: endNs ?? 0n,
            score,
          })),
        );
      case 'lines':
        return linesTable(query as ParsedTableQuery<'lines'>, count);
      case 'evidence':
        throw new ContractError('contract.not-found', 'The fake has no evidence table.');
    }
  };
  const guarded = guard(rpc, () => failure ?? (isAway ? new TypeError('Failed to fetch') : null));
  return {
    rpc: guarded as unknown as SentinelClient,
    readTable: async (name, query, signal) => {
      if (failure !== null) throw failure;
      if (isAway) throw new TypeError('Failed to fetch');
      signal?.throwIfAborted();
      return { table: table(name, tableQueries[name].parse(query)), version };
    },
    upload: async (_query, file, { onProgress }) => {
      onProgress({ sentBytes: file.size, totalBytes: file.size });
      return { path: '/spool/x', folderPath: '/spool', sizeBytes: file.size };
    },
    reportHref: (caseId, name) => `/reports?caseId=${caseId}&name=${name}`,
    finishReading: () => {
      state = 'done';
      version += 1;
      jobEvents.send({ type: 'rows', version, events: count, readShare: 1 });
      jobEvents.send({ type: 'done', job: job(), result: analyzed() });
    },
    restartEngine: (ms) => {
      isAway = true;
      indexes.clear();
      app.break();
      jobEvents.break();
      setTimeout(() => {
        isAway = false;
        restarts += 1;
        engineId = `engine-${restarts + 1}`;
      }, ms);
    },
    failWith: (error) => {
      failure = error;
    },
  };
}

/** The steps of a search that is over. */
async function* told(filter: Parameters<typeof filterEvents>[0], count: number): AsyncGenerator<SearchProgress, void> {
  yield { share: 1, found: filterEvents(filter, count)?.length ?? count };
}

/** Every procedure first asks whether it may answer. */
function guard(router: object, refusal: () => Error | null): object {
  return Object.fromEntries(
    Object.entries(router).map(
      ([area, procedures]: [string, Record<string, (...args: never[]) => Promise<unknown>>]) => [
        area,
        Object.fromEntries(
          Object.entries(procedures).map(([name, procedure]) => [
            name,
            async (...args: never[]) => {
              const error = refusal();
              if (error !== null) throw error;
              return procedure(...args);
            },
          ]),
        ),
      ],
    ),
  );
}

/** What a job that ended tells a late reader. */
async function* endedStream(event: JobEvent): AsyncGenerator<JobEvent, void> {
  yield event;
}

function eventDetail(eventId: number, count: number) {
  const event = fakeEvent(eventId, count);
  const header = `2026-06-21T00:00:00.000Z ${event.template.severity >= 17 ? 'ERROR' : 'INFO'} ${event.template.service} ${event.host} `;
  return {
    eventId,
    path: '/var/log/shop/app.log',
    member: null,
    line: event.line,
    lineCount: event.lineCount,
    byteOffset: event.line * 90,
    timeNs: event.timeNs,
    severity: event.template.severity,
    severityText: event.template.severity >= 17 ? 'ERROR' : 'INFO',
    service: event.template.service,
    host: event.host,
    component: null,
    templateId: event.template.templateId,
    template: event.template.text,
    content: event.content,
    parameters: [...event.parameters],
    attributes: '{"thread":"worker-7","trace_id":"9f2c"}',
    rawLines: [
      header + event.content,
      ...Array.from({ length: event.lineCount - 1 }, (_, i) => `    at shop.catalog.Frame${i}(Catalog.java:${i * 7})`),
    ],
  };
}

function runOf(threshold: number) {
  return {
    runId: 'run-1',
    createdAtMs: NOW,
    options: {},
    unitKind: 'window' as const,
    units: 1440,
    windowSeconds: 60,
    stepSeconds: 60,
    detectors: [
      { name: 'baseline', fallback: null, seconds: 0.4 },
      { name: 'novelty', fallback: null, seconds: 0.2 },
      { name: 'isolationForest', fallback: null, seconds: 1.1 },
    ],
    threshold,
    autoThreshold: THRESHOLD,
    anomalies: 63,
    evaluation: null,
    proposedSession: null,
  };
}

function documentOf(lines: number, threshold: number): AnalysisDocument {
  const continuation = Math.floor(lines * 0.01);
  const account = {
    lines: lines + continuation + 12,
    events: lines,
    eventLines: lines,
    continuationLines: continuation,
    blankLines: 9,
    rejectedLines: 3,
    bytesIn: lines * 90,
    bytesOut: lines * 90,
  };
  const file = (path: string) => ({
    path,
    member: null,
    encoding: 'utf-8',
    format: 'iso-level',
    formatConfidence: 0.998,
    firstTime: '2026-06-21T00:00:00.000Z',
    lastTime: '2026-06-21T23:59:59.999Z',
  });
  const empty = {
    lines: 0,
    events: 0,
    eventLines: 0,
    continuationLines: 0,
    blankLines: 0,
    rejectedLines: 0,
    bytesIn: 0,
    bytesOut: 0,
  };
  return {
    case: '/cases/shop',
    files: [
      {
        ...account,
        ...file('/var/log/shop/app.log'),
        status: 'whole',
        errors: [],
        warnings: [
          {
            class: 'W_INVALID_BYTES',
            count: 4,
            firstLine: 8123,
            firstOffset: 731_070,
            message: 'Bytes that are not UTF-8 are shown as replacement characters; the raw bytes are kept.',
          },
        ],
      },
      {
        ...empty,
        ...file('/var/log/shop/core.1234'),
        status: 'rejected',
        encoding: null,
        format: null,
        formatConfidence: null,
        firstTime: null,
        lastTime: null,
        errors: [
          {
            class: 'E_BINARY',
            line: null,
            offset: 0,
            decodedOffset: null,
            message: 'The file is binary (an ELF core dump); nothing was read. Leave it out.',
          },
        ],
        warnings: [],
      },
    ],
    totals: { ...account, files: 2, errors: 1, warnings: 1, templates: FAKE_TEMPLATES.length },
    errors: [],
    sessions: 0,
    windows: 1440,
    detectors: runOf(threshold).detectors,
    threshold,
    anomalies: 63,
    incidents: [],
    evaluation: null,
    seconds: { read: 1.2, check: 0.1, analyze: 1.7 },
    peakRssBytes: 312_000_000,
  };
}
