import { CancelledError } from '#shared/base/errors.ts';
import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import type { ParserSpec } from '../../ingest/formats/index.ts';
import { fileErrorFrom, type OpenedSource } from '../../ingest/sources/index.ts';
import { chooseRange, type TimeSpan } from '../../ingest/time-index/choose-range.ts';
import { countLines } from '../../ingest/time-index/skipped-lines.ts';
import { startProgress, type SourceProgress } from './source-progress.ts';

/** The part of a source that a time span asks for, and what lies in front of it. Plain JSON data. */
export interface SourcePart {
  /** Stored bytes, which are also those after decompression: line starts. */
  readonly start: number;
  readonly end: number;
  readonly linesBefore: number;
  /** Epoch nanoseconds as decimal text; null for an open side. */
  readonly since: string | null;
  readonly until: string | null;
}

/** What of a source was left out before parsing: whole lines, told apart by where they lie. */
export interface SkippedLines {
  readonly linesBefore: number;
  readonly linesAfter: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** Lines behind the part could not be counted. */
  readonly error: FileError | null;
}

export interface PartChoice {
  /** Where reading starts. */
  readonly from: SourceProgress;
  /** Why everything is read though a span was given; null where nothing need be said. */
  readonly reason: string | null;
}

/**
 * Where the first reading of a source starts when only a span of time is asked for. Lines in front are counted, never
 * parsed, so that line numbers stay those of the file.
 */
export async function startInSpan(
  source: OpenedSource,
  spec: ParserSpec,
  span: TimeSpan,
  from: SourceProgress,
  signal: AbortSignal,
): Promise<PartChoice> {
  if (span.sinceNs === null && span.untilNs === null) return { from, reason: null };
  try {
    return await startInRange(source, spec, span, from, signal);
  } catch (cause) {
    if (cause instanceof CancelledError) throw cause;
    // Reading from the start meets the same trouble and says where.
    return { from, reason: fileErrorFrom(cause).message };
  }
}

async function startInRange(
  { plain, sample }: OpenedSource,
  spec: ParserSpec,
  span: TimeSpan,
  from: SourceProgress,
  signal: AbortSignal,
): Promise<PartChoice> {
  const choice = await chooseRange({ plain, sample, spec }, span, signal);
  if (choice.kind === 'whole') return { from, reason: choice.reason };
  const { range, plain: bytes } = choice;
  if (range.start === bytes.start && range.end === bytes.end) return { from, reason: null };
  const start = range.start === bytes.start ? 0 : range.start;
  const linesBefore = start === 0 ? 0 : await countLines(bytes, bytes.start, start, signal);
  const since = span.sinceNs?.toString() ?? null;
  const part = { start, end: range.end, linesBefore, since, until: span.untilNs?.toString() ?? null };
  const isCoarse = from.coarseFromBlock !== null;
  return {
    from: {
      // An event of the generation before cannot go on behind a gap.
      ...startProgress(isCoarse, start === 0 && from.hasOpenEvent),
      decodedOffset: start,
      storedOffset: start,
      parserState: range.parserState,
      part,
    },
    reason: null,
  };
}

/** Counts what lies behind the part as well, for the account of the whole source. */
export async function countSkipped(
  { plain }: OpenedSource,
  part: SourcePart,
  signal: AbortSignal,
): Promise<SkippedLines> {
  const { start, end, linesBefore } = part;
  if (plain === null) return { linesBefore, linesAfter: 0, bytesBefore: start, bytesAfter: 0, error: null };
  try {
    const linesAfter = await countLines(plain, Math.max(end, plain.start), plain.end, signal);
    return { linesBefore, linesAfter, bytesBefore: start, bytesAfter: plain.end - end, error: null };
  } catch (cause) {
    if (cause instanceof CancelledError) throw cause;
    const error = fileErrorFrom(cause, { offset: end, decodedOffset: end });
    return { linesBefore, linesAfter: 0, bytesBefore: start, bytesAfter: 0, error };
  }
}

/** Says what was left out; null for nothing. */
export function warnOfSkipped(skipped: SkippedLines): FileWarning | null {
  const lines = skipped.linesBefore + skipped.linesAfter;
  if (lines === 0) return null;
  const bytes = skipped.bytesBefore + skipped.bytesAfter;
  const message = `${lines} lines (${bytes} bytes) lie outside --since and --until and were counted but not parsed.`;
  const isHead = skipped.linesBefore > 0;
  return {
    class: 'W_SKIPPED',
    count: lines,
    firstLine: isHead ? 1 : null,
    firstOffset: isHead ? 0 : null,
    message,
  };
}

/** Says that a span saved nothing. */
export function warnOfWholeReading(reason: string): FileWarning {
  const message = `All of it was read in spite of --since and --until: ${reason}. Events outside are left out of the analysis.`;
  return { class: 'W_SKIPPED', count: 0, firstLine: null, firstOffset: null, message };
}
