import { CancelledError } from '#shared/base/errors.ts';
import { temporaryFolder } from '../../base/case-layout.ts';
import type { FormatDefinition } from '../../ingest/formats/format-definition.ts';
import { expandPaths, OpenFiles, type SourceFile, type SourceProblem } from '../../ingest/sources/index.ts';
import { BlockPool } from './block-pool.ts';
import type { IngestStore, StoredSource, UnreadSource } from './ingest-store.ts';
import { KnownContents } from './known-contents.ts';
import { readEarlier, type ReadBefore, readSource } from './read-source.ts';
import { ReadingProgress } from './reading-progress.ts';
import { threadsFor } from './reading-threads.ts';
import { ShapeDictionary } from './shape-dictionary.ts';
import { findLostOverrides, type SourceOverride } from './source-reading.ts';
import { TemplateRefresh } from './template-refresh.ts';

/** How the input is read; undefined means "find out". */
export interface IngestOptions {
  readonly timezone?: string;
  readonly encoding?: string;
  readonly format?: string;
  /** Formats of the user, besides the built-in ones. */
  readonly formats?: readonly FormatDefinition[];
  readonly year?: number;
  readonly dateOrder?: 'dmy' | 'mdy';
  /** Lines have no header. */
  readonly isContentOnly?: boolean;
  /** Added to every time. */
  readonly offsetSeconds?: number;
  /** Tables of SQLite files to read; default: those that look like logs. */
  readonly tables?: readonly string[];
  /** Sources that are read otherwise. */
  readonly sources?: readonly SourceOverride[];
  /** Only events from here on are asked for: parts of a file before are counted, not parsed, where that can be told. */
  readonly sinceNs?: bigint | null;
  /** Exclusive. */
  readonly untilNs?: bigint | null;
  readonly threads?: number;
  /** Ceiling for the whole process tree in bytes. */
  readonly memoryBytes?: number;
}

export interface IngestProgress {
  readonly stage: 'read' | 'templates';
  /** File under way. */
  readonly path: string | null;
  /** Stored bytes; total is null when a size is not known. */
  readonly bytesDone: number;
  readonly bytesTotal: number | null;
  readonly lines: number;
  readonly events: number;
}

export interface IngestJob {
  readonly jobId: string;
  readonly paths: readonly string[];
  readonly options: IngestOptions;
  readonly store: IngestStore;
  readonly lakeDir: string;
  readonly signal: AbortSignal;
  onProgress(progress: IngestProgress): void;
  /** A source changed state, or more of it can be read. */
  onSource?(sourceId: number): void;
  /** Called when the first rows of a case are stored and a long file goes on: the rest is read once it has resolved. */
  readonly onFirstRows?: (() => Promise<void>) | undefined;
}

/** What a thread takes for the blocks that it parses, holds and writes. */
const THREAD_MEMORY = 96 * 2 ** 20;

/**
 * Reads every path into the case and mines its templates. A job that was cut off goes on from its last commit and ends
 * with the same rows, account and templates as an undisturbed one.
 * @throws CancelledError when the signal fires; what was committed stays readable and resumable.
 */
export async function runIngestJob(job: IngestJob): Promise<void> {
  const { store, options } = job;
  let sources = store.sources(job.jobId);
  if (sources.length === 0) sources = await listSources(job);
  const dictionary = new ShapeDictionary(store.shapes());
  const templates = new TemplateRefresh(dictionary, store, job.signal);
  const progress = new ReadingProgress(sources, job.onProgress);
  // How much there is to read is known before the first block is stored.
  job.onProgress(progress.current);
  const files = new OpenFiles();
  const bytes = sources.reduce((sum, { file }) => sum + (file.sizeBytes ?? Number.POSITIVE_INFINITY), 0);
  const threads = Math.min(threadsFor(bytes, options.threads), threadsWithin(options.memoryBytes));
  const pool = new BlockPool(threads, { lakeDir: job.lakeDir });
  try {
    const reading = { pool, dictionary, templates, progress, files, contents: new KnownContents(store.allSources()) };
    let before: ReadBefore | null = null;
    for (const stored of sources) {
      if (job.signal.aborted) throw new CancelledError();
      before = stored.status === 'pending' ? await readSource(job, stored, reading, before) : readEarlier(stored);
    }
    job.onProgress({ ...progress.current, stage: 'templates', path: null });
    // Before mining, which needs room of its own.
    await pool.dispose();
    await templates.finish();
  } finally {
    await templates.dispose();
    await files.close();
    await pool.dispose();
  }
}

/**
 * Fixes what the job reads. A file that the case has read already, unchanged, is not read twice; one that an earlier job
 * did not finish is gone on with.
 */
async function listSources({ store, jobId, paths, options, lakeDir, signal }: IngestJob): Promise<StoredSource[]> {
  const { files, problems } = await expandPaths(paths, {
    signal,
    tables: options.tables,
    spoolDir: temporaryFolder(lakeDir),
  });
  const known = store.allSources();
  const unread = files.filter((file) => !known.some((source) => isSameFile(source.file, file)));
  const unfinished = known.filter(
    (source) => source.status === 'pending' && files.some((file) => isSameFile(source.file, file)),
  );
  store.adoptSources(
    jobId,
    unfinished.map((source) => source.sourceId),
  );
  const readInPart = known.filter(
    (source) => leavesOutMore(source, options) && files.some((file) => isSameFile(source.file, file)),
  );
  store.addSources(jobId, unread, [
    ...findLostOverrides(options),
    ...problems.map(describeProblem),
    ...readInPart.map(describePart),
  ]);
  return store.sources(jobId);
}

function isSameFile(a: SourceFile, b: SourceFile): boolean {
  return (
    a.absolutePath === b.absolutePath &&
    a.pathHex === b.pathHex &&
    a.member === b.member &&
    a.sizeBytes === b.sizeBytes &&
    a.modifiedMs === b.modifiedMs
  );
}

/** A source that was read in part, of which this job asks for more. */
function leavesOutMore({ progress }: StoredSource, { sinceNs, untilNs }: IngestOptions): boolean {
  const part = progress?.part;
  if (part === null || part === undefined) return false;
  const isEarlier = part.since !== null && (sinceNs === null || sinceNs === undefined || sinceNs < BigInt(part.since));
  return (
    isEarlier || (part.until !== null && (untilNs === null || untilNs === undefined || untilNs > BigInt(part.until)))
  );
}

function describePart({ file: { path, member } }: StoredSource): UnreadSource {
  const message =
    'The case holds a part of it, cut by an earlier --since or --until. Read it into a new case for more.';
  const warning = { class: 'W_SKIPPED' as const, count: 1, firstLine: null, firstOffset: null, message };
  return { path, member, status: 'skipped', errors: [], warnings: [warning] };
}

function describeProblem(problem: SourceProblem): UnreadSource {
  const { path, member, status } = problem;
  return 'error' in problem
    ? { path, member, status, errors: [problem.error], warnings: [] }
    : { path, member, status, errors: [], warnings: [problem.warning] };
}

/** Threads for a third of a ceiling; the main thread and what is asked meanwhile need the rest. */
function threadsWithin(memoryBytes = Number.POSITIVE_INFINITY): number {
  return Math.max(1, Math.floor(memoryBytes / 3 / THREAD_MEMORY));
}
