import { homedir } from 'node:os';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { AnalyzeOptions, IngestOptions } from '#shared/contract/analyze-options.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { catalogStore } from '../../pipelines/ingest/catalog-store.ts';
import type { KnownFormat } from '../../pipelines/formats/format-files.ts';
import {
  type IngestOptions as ReadingOptions,
  type IngestProgress,
  runIngestJob,
} from '../../pipelines/ingest/ingest-job.ts';
import type { CaseSession } from '../case-sessions.ts';
import { readShare } from '../case-info.ts';
import { formatsForReading, keepUsedFormats } from '../formats/reading-formats.ts';
import type { HomeStore } from '../home-store.ts';
import type { JobRun } from '../jobs/job-manager.ts';
import { fileReport } from './file-report.ts';
import { toEpochNs } from './scoring-options.ts';
import type { StageClock } from './stage-clock.ts';

/** How often windows are told that more rows can be read. */
const ROWS_EVERY_MS = 300;

/** A window that waits for the first rows gets them within this time when nothing else goes on. */
const FIRST_ROWS_MS = 100;

/** What is read into a case. */
export interface CaseInput {
  readonly paths: readonly string[];
  readonly options: AnalyzeOptions;
  /** Holds the user's formats. */
  readonly home: HomeStore;
  /** Called after every commit. */
  readonly onProgress?: (progress: IngestProgress) => void;
}

/** Reads the paths into the case; what the window sees of it goes through `run`. Formats of the user stay with the case. */
export async function readIntoCase(
  run: JobRun,
  catalog: CaseCatalog,
  { paths, options, home, onProgress }: CaseInput,
  clock: StageClock,
): Promise<void> {
  const announce = announceRows(run, catalog);
  const formats = formatsForReading(home, options, catalog.caseDir);
  const reading = runIngestJob({
    jobId: run.jobId,
    paths,
    options: ingestOptionsOf(options, formats),
    store: catalogStore(catalog),
    lakeDir: catalog.lakeDir,
    signal: run.signal,
    onProgress: (progress) => {
      run.progress(toJobProgress(progress));
      onProgress?.(progress);
    },
    onSource: (sourceId) => {
      run.publish({ type: 'file', file: fileReport(catalog.sources.get(sourceId)) });
      announce(false);
    },
    // Threads that read take the time of those that answer.
    onFirstRows: options.showsPartial === true ? () => setTimeout(FIRST_ROWS_MS) : undefined,
  });
  await clock.time('read', () => reading.finally(() => keepUsedFormats(home, catalog, formats)));
  announce(true);
}

function announceRows(run: JobRun, catalog: CaseCatalog): (isLast: boolean) => void {
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return (isLast) => {
    const nowMs = performance.now();
    if (!isLast && nowMs - lastAtMs < ROWS_EVERY_MS) return;
    lastAtMs = nowMs;
    const sources = catalog.sources.list();
    const events = catalog.sources.countEvents();
    run.publish({ type: 'rows', version: catalog.revision, events, readShare: readShare(sources) });
  };
}

export function toJobProgress(progress: IngestProgress) {
  const { stage, bytesDone, bytesTotal, lines, events } = progress;
  const share = bytesTotal === null || bytesTotal === 0 ? 0 : Math.min(1, bytesDone / bytesTotal);
  const isReading = stage === 'read';
  return {
    stage,
    done: isReading ? bytesDone : 0,
    total: isReading ? bytesTotal : null,
    unit: isReading ? ('bytes' as const) : ('templates' as const),
    lines,
    events,
    readShare: isReading ? share : 1,
  };
}

/** The options of the contract as reading takes them, with the formats it knows besides the built-in ones. */
export function ingestOptionsOf(options: IngestOptions, formats: readonly KnownFormat[]): ReadingOptions {
  const { since, until, ...reading } = ingestPart(options);
  const span = {
    sinceNs: since === undefined ? null : toEpochNs(since),
    untilNs: until === undefined ? null : toEpochNs(until),
  };
  return { ...reading, ...span, formats: formats.map(({ definition }) => definition) };
}

/** Only the options that reading knows: an analyze job carries those of scoring too. */
function ingestPart(options: IngestOptions): IngestOptions {
  const { timezone, encoding, format, year, dateOrder, isContentOnly, offsetSeconds, sources, tables } = options;
  const { threads, memoryBytes, since, until } = options;
  const kept = { timezone, encoding, format, year, dateOrder, isContentOnly, offsetSeconds, sources, tables };
  return { ...kept, threads, memoryBytes, since, until };
}

/** For lists of jobs: what is read, without the user's folder in it. */
export function analyzeTitle(paths: readonly string[]): string {
  const names = paths.slice(0, 2).map((path) => basename(path) || path.replace(homedir(), '~'));
  return paths.length > 2 ? `${names.join(', ')} and ${paths.length - 2} more` : names.join(', ');
}

/** For a stopped job: what of it stays readable. */
export function describeKept(session: CaseSession): string {
  const events = session.catalog.sources.countEvents().toLocaleString('en-US');
  return `${events} events are kept in ${session.dir} and can be read and searched.`;
}
