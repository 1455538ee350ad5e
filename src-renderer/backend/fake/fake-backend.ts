import type { SentinelClient } from '#shared/contract/client.ts';
import { tableQueries } from '#shared/contract/tables.ts';
import type { SentinelBackend } from '../backend.ts';
import { FAKE_CASE_ID, FAKE_NOW_MS, FakeCase, type FakeState } from './fake-case.ts';
import { createFakeCases } from './fake-cases.ts';
import { fakeDocument } from './fake-document.ts';
import { FakeEngine } from './fake-engine.ts';
import { createFakeEvents } from './fake-events.ts';
import { createFakeFiles } from './fake-files.ts';
import { createFakeFindings } from './fake-findings.ts';
import { createFakeFormats } from './fake-formats.ts';
import { createFakeHome } from './fake-home.ts';
import { createFakeJobs } from './fake-jobs.ts';
import { FAKE_LAYER_CHECKS } from './fake-layer-checks.ts';
import { createFakeModels } from './fake-models.ts';
import { createFakeScores } from './fake-scores.ts';
import { createFakeSql } from './fake-sql.ts';
import { readFakeTable } from './fake-table-routes.ts';
import { createFakeTemplates } from './fake-templates.ts';

export interface FakeOptions {
  /** Events of the case. Filters scan them all, so keep filtered cases below a million. */
  readonly events: number;
  /** `done` is analysed; `reading` and `partial` stand at 38 % until `finishReading` is called. */
  readonly state: FakeState;
  readonly hasRecentCases: boolean;
}

export interface FakeBackend extends SentinelBackend {
  finishReading(): void;
  /** The engine goes away, and comes back as another one after `ms`. */
  restartEngine(ms: number): void;
  /** Every call fails until told otherwise. */
  failWith(error: Error | null): void;
}

/** The contract's client in memory: one case, its tables, a reading job. For panel tests and trying things out. */
export function createFakeBackend(options: FakeOptions): FakeBackend {
  const fake = new FakeCase(options.events, options.state);
  const engine = new FakeEngine();
  const home = createFakeHome(engine, fake, options.hasRecentCases);
  const jobs = createFakeJobs(fake);
  const events = createFakeEvents(fake, () => engine.engineId);
  const router = {
    ...createFakeFindings(fake),
    app: home.handlers,
    files: createFakeFiles(),
    formats: createFakeFormats(),
    cases: createFakeCases(fake, home.recentCases),
    jobs: jobs.handlers,
    events: events.handlers,
    templates: createFakeTemplates(fake.count),
    scores: createFakeScores(fake),
    models: createFakeModels(),
    quality: {
      document: async () => fakeDocument(fake.readable, fake.threshold),
      layers: async () => FAKE_LAYER_CHECKS,
    },
    reports: { create: async () => REPORT, list: async () => [] },
    sql: createFakeSql(),
    samples: { open: async () => ({ caseId: FAKE_CASE_ID, jobId: null }) },
  };
  return {
    rpc: guard(router, () => engine.refusal()) as unknown as SentinelClient,
    readTable: async (name, query, signal) => {
      const refusal = engine.refusal();
      if (refusal !== null) throw refusal;
      signal?.throwIfAborted();
      const table = readFakeTable(fake, events.page, name, tableQueries[name].parse(query));
      return { table, version: fake.version };
    },
    upload: async (_query, file, { onProgress }) => {
      onProgress({ sentBytes: file.size, totalBytes: file.size });
      return { path: '/spool/x', folderPath: '/spool', sizeBytes: file.size };
    },
    reportHref: (caseId, name) => `/reports?caseId=${caseId}&name=${name}`,
    finishReading: () => {
      fake.state = 'done';
      fake.version += 1;
      jobs.finish();
    },
    restartEngine: (ms) => {
      events.forgetAll();
      engine.restart(ms);
      jobs.break();
    },
    failWith: (error) => {
      engine.failure = error;
    },
  };
}

const REPORT = {
  name: 'report-1.html',
  path: '/r/report-1.html',
  format: 'html',
  sizeBytes: 182_000,
  createdAtMs: FAKE_NOW_MS,
  isRedacted: true,
};

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
