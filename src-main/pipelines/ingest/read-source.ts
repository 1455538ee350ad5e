import type { FileError, FileStatus, FileWarning } from '#shared/domain/issue-class.ts';
import { EMPTY_ACCOUNT, type LineAccount } from '#shared/domain/line-account.ts';
import { temporaryFolder } from '../../base/case-layout.ts';
import {
  createLineParser,
  MAX_DOCUMENT_LINE_BYTES,
  type ParserSpec,
  recordCutter,
} from '../../ingest/formats/index.ts';
import {
  type BlockReading,
  isSameLog,
  type OpenedSource,
  type OpenFiles,
  openSource,
  readPathOrigin,
  type SourceFile,
} from '../../ingest/sources/index.ts';
import type { TimeSpan } from '../../ingest/time-index/choose-range.ts';
import type { BlockPool } from './block-pool.ts';
import { detectSource, pathOfSource } from './detect-source.ts';
import type { IngestJob, IngestOptions } from './ingest-job.ts';
import { ingestSource, MAX_FINE_SHAPES } from './ingest-source.ts';
import type { IngestStore, SourceFormat, StoredSource } from './ingest-store.ts';
import type { KnownContents } from './known-contents.ts';
import type { ReadingProgress } from './reading-progress.ts';
import type { ShapeDictionary } from './shape-dictionary.ts';
import { readingOf, type SourceReading } from './source-reading.ts';
import { skippedCounters } from './source-counters.ts';
import { countSkipped, type SkippedLines, startInSpan, warnOfSkipped, warnOfWholeReading } from './source-part.ts';
import { mergeWarnings, startProgress } from './source-progress.ts';
import type { TemplateRefresh } from './template-refresh.ts';

const BLOCK_BYTES = 8 * 2 ** 20;
/** Small, so that the first rows are on screen at once. */
const FIRST_BLOCK_BYTES = 2 ** 18;

/** What the sources of a job share. */
export interface Reading {
  readonly pool: BlockPool;
  readonly dictionary: ShapeDictionary;
  readonly templates: TemplateRefresh;
  readonly progress: ReadingProgress;
  readonly files: OpenFiles;
  readonly contents: KnownContents;
}

/** The source read before, as far as the next one may go on where it ended. */
export interface ReadBefore {
  readonly file: SourceFile;
  readonly status: FileStatus | 'pending';
  readonly format: string;
  readonly hasOpenEvent: boolean;
}

/** Takes a source that an earlier run of the job read; null when it gave no lines. */
export function readEarlier({ file, status, format, progress }: StoredSource): ReadBefore | null {
  if (format === null || progress === null) return null;
  return { file, status, format: format.format, hasOpenEvent: progress.hasOpenEvent };
}

/**
 * Reads one source from where it was left to its end.
 * @param before The source in front of it. @throws CancelledError; what was committed stays.
 */
export async function readSource(
  job: IngestJob,
  stored: StoredSource,
  reading: Reading,
  before: ReadBefore | null,
): Promise<ReadBefore | null> {
  const { store, signal } = job;
  const { pool, dictionary } = reading;
  const { sourceId, file } = stored;
  const spoolDir = temporaryFolder(job.lakeDir);
  const reads = { blockBytes: BLOCK_BYTES, firstBlockBytes: FIRST_BLOCK_BYTES, spoolDir, signal };
  const { options, repair } = readingOf(file, job.options);
  const source = await openSource(file, { encoding: options.encoding, ...reads }, reading.files);
  try {
    const opening = source.outcome();
    if (opening.status === 'rejected') {
      const { bytesIn, bytesOut } = opening;
      store.finishSource(sourceId, { ...opening, account: { ...EMPTY_ACCOUNT, bytesIn, bytesOut } });
      return null;
    }
    const format = stored.format ?? rememberFormat(store, stored, source, { options, repair });
    await pool.open({ sourceId, spec: format.spec, origin: readPathOrigin(pathOfSource(file)) });
    const hasOpenEvent = before !== null && goesOn(before, stored, format, store);
    const isCoarse = dictionary.size > MAX_FINE_SHAPES;
    const beginning = startProgress(isCoarse, hasOpenEvent);
    const start = stored.progress?.part
      ? { from: stored.progress, reason: null }
      : await startInSpan(source, format.spec, spanOf(options), beginning, signal);
    const from = stored.progress ?? start.from;
    const last = await ingestSource({
      sourceId,
      source,
      reading: {
        ...blockReading(format.spec),
        memory: pool.memory,
        ...(from.part ? { endOffset: from.part.end } : {}),
      },
      from,
      firstEventId: store.countEvents() - from.account.events,
      pool,
      dictionary,
      signal,
      onFirstRows: job.onFirstRows,
      commit: (block) => {
        store.commitBlock(block);
        reading.progress.advance(stored, block.progress);
        reading.templates.refreshIfDue();
        job.onSource?.(sourceId);
      },
    });
    const { status, errors, bytesIn, bytesOut } = source.outcome();
    const skipped = from.part ? await countSkipped(source, from.part, signal) : null;
    const guesses = [...source.fileWarnings, ...format.warnings, ...reading.contents.warn(stored, format)];
    const warnings = [...fileWarnings(guesses, last.warnings), ...spanWarnings(skipped, start.reason)];
    store.finishSource(sourceId, {
      ...withErrors({ status, errors }, skipped?.error ?? null),
      warnings,
      account: partAccount(last.account, { bytesIn, bytesOut }, skipped),
      counters: skippedCounters(skipped),
    });
    if (skipped !== null) reading.progress.advance(stored, { ...last, storedOffset: bytesIn + skipped.bytesAfter });
    // Behind lines that were left out nothing goes on.
    const hasOpenEnd = last.hasOpenEvent && (skipped?.linesAfter ?? 0) === 0;
    return { file, status, format: format.format, hasOpenEvent: hasOpenEnd };
  } finally {
    await source.close();
    job.onSource?.(sourceId);
  }
}

/** Bytes of the lines that were read: the others are counted as skipped. */
function partAccount(
  account: LineAccount,
  { bytesIn, bytesOut }: Pick<LineAccount, 'bytesIn' | 'bytesOut'>,
  skipped: SkippedLines | null,
): LineAccount {
  const before = skipped?.bytesBefore ?? 0;
  return { ...account, bytesIn: Math.max(0, bytesIn - before), bytesOut: Math.max(0, bytesOut - before) };
}

function withErrors(
  outcome: { readonly status: FileStatus; readonly errors: readonly FileError[] },
  error: FileError | null,
) {
  return error === null ? outcome : { status: 'partial' as const, errors: [...outcome.errors, error] };
}

function spanOf({ sinceNs, untilNs }: IngestOptions): TimeSpan {
  return { sinceNs: sinceNs ?? null, untilNs: untilNs ?? null };
}

function spanWarnings(skipped: SkippedLines | null, reason: string | null): FileWarning[] {
  const warning = skipped === null ? null : warnOfSkipped(skipped);
  return [...(warning === null ? [] : [warning]), ...(reason === null ? [] : [warnOfWholeReading(reason)])];
}

/** Blocks end between records, and a document that is one line is kept whole as far as memory allows. */
function blockReading(spec: ParserSpec): BlockReading {
  const cut = recordCutter(spec);
  return spec.hasLongLines ? { cut, maxLineBytes: MAX_DOCUMENT_LINE_BYTES } : { cut };
}

/**
 * Whether the first lines of a source may belong to the last event of the one before: it is the next generation of the same
 * log, in a format with events of many lines. Another job's events in between (it ran while this one was cut off) end that.
 */
function goesOn(before: ReadBefore, stored: StoredSource, format: SourceFormat, store: IngestStore): boolean {
  const isNext = before.status === 'whole' && before.hasOpenEvent && isSameLog(before.file, stored.file);
  if (!isNext || before.format !== format.format || !createLineParser(format.spec).joinsLines) return false;
  const inFront = store.allSources().filter((source) => source.sourceId < stored.sourceId);
  const events = inFront.reduce((sum, { progress }) => sum + (progress?.account.events ?? 0), 0);
  return events === store.countEvents();
}

/** Guesses about the file as a whole, unless its lines were counted for the same class. */
function fileWarnings(guesses: readonly FileWarning[], counted: readonly FileWarning[]): FileWarning[] {
  const classes = new Set(counted.map((warning) => warning.class));
  return mergeWarnings(
    guesses.filter((guess) => !classes.has(guess.class)),
    counted,
  );
}

function rememberFormat(
  store: IngestStore,
  stored: StoredSource,
  source: OpenedSource,
  reading: SourceReading,
): SourceFormat {
  const format = detectSource(stored.file, source, reading);
  store.setFormat(stored.sourceId, format);
  return format;
}
