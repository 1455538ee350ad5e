import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPartialIncident } from '#shared/contract/incidents.ts';
import type { JobEvent } from '#shared/contract/jobs.ts';
import { SILENT_LOG } from '../../../src-main/base/log.ts';
import type { CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { generateLogs } from '../../../src-main/generator/generate-logs.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { analyzeCase } from '../../../src-main/pipelines/analysis/analyze-case.ts';
import { readIntoCase } from '../../../src-main/service/analyze/analyze-work.ts';
import { PartialAnalysis } from '../../../src-main/service/analyze/partial-analysis.ts';
import { partialFindings, partialOf } from '../../../src-main/service/analyze/partial-slot.ts';
import { toAnalysisOptions } from '../../../src-main/service/analyze/scoring-options.ts';
import { StageClock } from '../../../src-main/service/analyze/stage-clock.ts';
import { type CaseSession, CaseSessions } from '../../../src-main/service/case-sessions.ts';
import { HomeStore } from '../../../src-main/service/home-store.ts';
import type { JobRun } from '../../../src-main/service/jobs/job-manager.ts';
import { describeCase, temporaryFolder } from '../../helpers/ingest-case.ts';

/** Cut into four blocks. */
const EVENTS = 60_000;
const FIRST_BYTES = 1_000_000;

describe('partial analysis beside a reading', () => {
  const folder = temporaryFolder();
  const home = new HomeStore(join(folder.path, 'home'));
  const sessions = new CaseSessions(home);
  let log = '';

  beforeAll(async () => {
    log = (await generateLogs({ outDir: folder.path, events: EVENTS, days: 1, seed: 11 })).logPath;
  });
  afterAll(async () => {
    await sessions.dispose();
    home.dispose();
    folder[Symbol.dispose]();
  });

  async function newCase(name: string): Promise<{ session: CaseSession; catalog: CaseCatalog }> {
    const session = await sessions.create(join(folder.path, `${name}.sentinel`));
    return { session, catalog: await session.writable() };
  }

  /** Reads the log with a partial analysis of its beginning; resolves when both are over. */
  async function readBeside(name: string, stop = new AbortController()) {
    const { session, catalog } = await newCase(name);
    const published: JobEvent[] = [];
    const run: JobRun = {
      jobId: name,
      signal: stop.signal,
      progress: () => undefined,
      publish: (event) => published.push(event),
    };
    const partial = PartialAnalysis.for({
      run,
      session,
      catalog,
      options: { showsPartial: true },
      log: SILENT_LOG,
      isDue: ({ bytesDone }, made) => made.length === 0 && bytesDone >= FIRST_BYTES,
    });
    const reading = readIntoCase(
      run,
      catalog,
      { paths: [log], options: {}, home, onProgress: (progress) => partial?.consider(progress) },
      new StageClock(),
    );
    return { session, catalog, published, partial: partial!, reading };
  }

  async function analyze(catalog: CaseCatalog) {
    const reader = await CaseReader.open(catalog, catalog.lakeDir);
    try {
      const options = await toAnalysisOptions({ detectors: ['baseline', 'novelty', 'forest', 'cadence'] });
      const context = { catalog, reader, lakeDir: catalog.lakeDir, options, progress: () => undefined };
      const { anomalies, incidents } = await analyzeCase({ ...context, signal: new AbortController().signal });
      return { anomalies, incidents };
    } finally {
      reader.close();
    }
  }

  it('finds what an analysis of the beginning alone finds, tells it, stores nothing and leaves the exact result as it is', async () => {
    const { session, catalog, published, partial, reading } = await readBeside('beside');
    await reading;
    await expect.poll(() => partialOf(session), { timeout: 30_000 }).not.toBeNull();
    const shown = (await partialOf(session))!;
    const { events, share, toTimeNs, missingDetectors } = shown.coverage;
    expect(events).toBeGreaterThan(0);
    expect(events).toBeLessThan(EVENTS);
    expect(share).toBeCloseTo(events / EVENTS, 1);
    expect(missingDetectors).toEqual(['lstmAutoencoder']);
    // Told by an event without which a window would not ask again.
    expect(published.filter(({ type }) => type === 'rows').at(-1)).toMatchObject({ readShare: share });
    expect(catalog.runs.current()).toBeNull();
    expect(catalog.manifest().incidents).toEqual([]);

    const beginning = join(folder.path, 'beginning.log');
    writeFileSync(beginning, `${readFileSync(log, 'utf8').split('\n').slice(0, events).join('\n')}\n`);
    const alone = await newCase('alone');
    const run: JobRun = {
      jobId: 'alone',
      signal: new AbortController().signal,
      progress: () => undefined,
      publish: () => undefined,
    };
    await readIntoCase(run, alone.catalog, { paths: [beginning], options: {}, home }, new StageClock());
    const expected = await analyze(alone.catalog);
    const found = partialFindings(session, shown).incidents;
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ incidentId }) => isPartialIncident(incidentId))).toBe(true);
    expect(found.map(({ summary, score }) => ({ summary, score }))).toEqual(
      expected.incidents.map(({ summary, score }) => ({ summary, score })),
    );
    expect([...shown.anomalies.values()]).toEqual(expected.anomalies);
    expect(toTimeNs).toBe(alone.catalog.sources.list()[0]!.lastTimeNs! + 1n);

    await partial.end();
    expect(await partialOf(session)).toBeNull();
    const undisturbed = await newCase('undisturbed');
    await readIntoCase(run, undisturbed.catalog, { paths: [log], options: {}, home }, new StageClock());
    const withoutJob = (each: CaseCatalog) =>
      JSON.stringify(describeCase(each), (key, value: unknown) =>
        key === 'jobId' ? null : typeof value === 'bigint' ? String(value) : value,
      );
    expect(withoutJob(catalog)).toBe(withoutJob(undisturbed.catalog));
    expect(await analyze(catalog)).toEqual(await analyze(undisturbed.catalog));
  });

  it('is given up with the job, and shows nothing then', async () => {
    const stop = new AbortController();
    const { session, partial, reading } = await readBeside('cancelled', stop);
    const ended = expect(reading).rejects.toMatchObject({ code: 'job.cancelled' });
    stop.abort();
    await ended;
    await partial.end();
    expect(await partialOf(session)).toBeNull();
  });

  it('is not for those who did not ask, nor where other findings are or will be', async () => {
    const { session, catalog } = await newCase('unasked');
    const run: JobRun = {
      jobId: 'unasked',
      signal: new AbortController().signal,
      progress: () => undefined,
      publish: () => undefined,
    };
    const of = (options: Parameters<typeof PartialAnalysis.for>[0]['options']) =>
      PartialAnalysis.for({ run, session, catalog, options, log: SILENT_LOG });
    expect(of({})).toBeNull();
    expect(of({ showsPartial: true, lastStage: 'ingest' })).toBeNull();
    expect(of({ showsPartial: true, model: 'shop@champion' })).toBeNull();
    expect(of({ showsPartial: true, baselinePaths: ['/normal.log'] })).toBeNull();
    expect(of({ showsPartial: true })).not.toBeNull();
  });
});
