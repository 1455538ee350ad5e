import { CancelledError, LakeError } from '#shared/base/errors.ts';
import type { TextTerm } from '#shared/domain/event-query.ts';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { SegmentFile } from '#shared/domain/segment.ts';
import { int64Column } from './chunk-columns.ts';
import { countBits, type EventBits, setBit } from './event-bits.ts';
import type { QueryEngine } from './query-engine.ts';
import { SqlText } from './sql-text.ts';
import { canBeInTemplates, isInParts, textConditionSql } from './text-term-sql.ts';
import { filesSql } from './views.ts';

/** Lines read by one query: enough for all threads, few enough to tell progress and to stop. */
const BATCH_LINES = 1_000_000;
/** Time a regular expression may take for so many lines, and at least; a usual one takes a twentieth of it. */
export const PATTERN_DEADLINE_MS = 5000;
const DEADLINE_LINES = 2_000_000;

export interface SearchProgress {
  /** Part of the lines looked at, 0..1. */
  readonly share: number;
  /** Events found so far. */
  readonly found: number;
}

/** What is searched: one state of a case. */
export interface SearchedCase {
  readonly engine: QueryEngine;
  readonly lakeDir: string;
  readonly manifest: LakeManifest;
  /** Event ids are below this. */
  readonly idCount: number;
  /** Time that a regular expression may take for two million lines, and at least. */
  readonly patternDeadlineMs: number;
  /** Marks the events of some templates. */
  readonly markTemplates: (templateIds: readonly string[], bits: EventBits, signal: AbortSignal) => Promise<void>;
}

/** Where a term was found in the text of lines, whatever the templates say. */
export interface LineMatches {
  readonly events: EventBits;
  /** Bronze files that were looked through. */
  readonly paths: ReadonlySet<string>;
}

export interface TextMatches {
  /** Events that hold the term in a template or a line. */
  readonly events: EventBits;
  readonly lines: LineMatches;
}

/**
 * Looks for a term in the templates, whose events need no reading, then in the text of all lines.
 * @param known What an earlier state of the case gave: only the files it did not have are read.
 * @param tell Called after the templates and after each piece of the lines.
 * @throws LakeError `lake.regex-invalid` | `lake.regex-timeout`; CancelledError when the signal fires.
 */
export async function searchText(
  place: SearchedCase,
  term: TextTerm,
  known: LineMatches | null,
  signal: AbortSignal,
  tell: (progress: SearchProgress) => void,
): Promise<TextMatches> {
  const events = new Uint32Array(Math.ceil(place.idCount / 32));
  await searchTemplates(place, term, events, signal);
  if (term.kind === 'text') return { events, lines: await searchLines(place, term, known, events, signal, tell) };
  const lines = bronzeOf(place.manifest).reduce((sum, file) => sum + file.rows, 0);
  const limitMs = Math.ceil(place.patternDeadlineMs * Math.max(1, lines / DEADLINE_LINES));
  const startMs = performance.now();
  const deadline = AbortSignal.timeout(limitMs);
  await checkPattern(place.engine, term.pattern, signal);
  // A timer that is due may fire behind a short search.
  if (performance.now() - startMs >= limitMs) throw tooSlow(term.pattern);
  try {
    const limited = AbortSignal.any([signal, deadline]);
    return { events, lines: await searchLines(place, term, known, events, limited, tell) };
  } catch (error) {
    if (error instanceof CancelledError && deadline.aborted && !signal.aborted) throw tooSlow(term.pattern);
    throw error;
  }
}

async function searchTemplates(
  place: SearchedCase,
  term: TextTerm,
  bits: EventBits,
  signal: AbortSignal,
): Promise<void> {
  if (!canBeInTemplates(term)) return;
  const templates = place.manifest.templates.filter(({ parts }) => isInParts(term.text, parts));
  if (templates.length === 0) return;
  const ids = templates.map(({ templateId }) => templateId);
  await place.markTemplates(ids, bits, signal);
}

/** @param events Gets what is found besides what it has. */
async function searchLines(
  place: SearchedCase,
  term: TextTerm,
  known: LineMatches | null,
  events: EventBits,
  signal: AbortSignal,
  tell: (progress: SearchProgress) => void,
): Promise<LineMatches> {
  const all = bronzeOf(place.manifest);
  const paths = new Set(all.map(({ relativePath }) => relativePath));
  const usable = known !== null && known.paths.isSubsetOf(paths) ? known : null;
  const inLines = new Uint32Array(events.length);
  if (usable !== null) {
    inLines.set(usable.events);
    usable.events.forEach((word, i) => (events[i] = (events[i] as number) | word));
  }
  const files = all.filter(({ relativePath }) => usable === null || !usable.paths.has(relativePath));
  const lines = files.reduce((sum, file) => sum + file.rows, 0);
  let found = countBits(events);
  let looked = 0;
  tell({ share: lines === 0 ? 1 : 0, found });
  for (const batch of batches(files)) {
    for await (const ids of readMatches(place, term, batch, signal)) {
      for (let row = 0; row < ids.length; row++) {
        const id = Number(ids[row]);
        setBit(inLines, id);
        found += setBit(events, id);
      }
    }
    looked += batch.reduce((sum, file) => sum + file.rows, 0);
    tell({ share: looked / lines, found });
  }
  if (place.manifest.sources.some((source) => source.hasMultiEventLines))
    await addSharedLines(place, term, events, signal);
  return { events: inLines, paths };
}

/** Ids of the events of some files that have a line with the term, one an occurrence in a line. */
async function* readMatches(
  { engine, lakeDir }: SearchedCase,
  term: TextTerm,
  files: readonly SegmentFile[],
  signal: AbortSignal,
): AsyncGenerator<BigInt64Array> {
  const sql = new SqlText('run');
  const paths = files.map(({ relativePath }) => relativePath);
  const query = `SELECT event_id FROM (${filesSql(lakeDir, 'bronze', paths)})
    WHERE event_id IS NOT NULL AND ${textConditionSql(term, 'text', sql)}`;
  for await (const chunk of engine.stream(query, { parameters: sql.parameters, signal })) yield int64Column(chunk, 0);
}

/** Lines name only the first of their events. */
async function addSharedLines(
  { engine }: SearchedCase,
  term: TextTerm,
  bits: EventBits,
  signal: AbortSignal,
): Promise<void> {
  const sql = new SqlText('run');
  const query = `SELECT event_id FROM silver WHERE (source_id, line) IN
    (SELECT (source_id, line) FROM lines WHERE kind = 'event' AND ${textConditionSql(term, 'text', sql)})`;
  for await (const chunk of engine.stream(query, { parameters: sql.parameters, signal })) {
    const ids = int64Column(chunk, 0);
    for (let row = 0; row < chunk.rowCount; row++) setBit(bits, Number(ids[row]));
  }
}

async function checkPattern(engine: QueryEngine, pattern: string, signal: AbortSignal): Promise<void> {
  try {
    await engine.rows(`SELECT regexp_matches('', $1)`, { parameters: [pattern], signal });
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const reason = reasonOf(error);
    throw new LakeError(
      'lake.regex-invalid',
      `The pattern /${pattern}/ cannot be used: ${reason}. Patterns are RE2's: no look-around, no back-references.`,
      { details: { pattern, reason }, cause: error },
    );
  }
}

/** RE2's own words, out of the engine's message. */
function reasonOf(error: unknown): string {
  const message = error instanceof LakeError && error.cause instanceof Error ? error.cause.message : String(error);
  return message.split('\n')[0]?.replace(/^Invalid Input Error:\s*/, '') ?? message;
}

function tooSlow(pattern: string): LakeError {
  return new LakeError(
    'lake.regex-timeout',
    `The pattern /${pattern}/ takes too long and was stopped. Make it simpler, or look for plain text first.`,
    { details: { pattern } },
  );
}

function bronzeOf(manifest: LakeManifest): SegmentFile[] {
  return manifest.segments.filter((file) => file.layer === 'bronze');
}

function batches(files: readonly SegmentFile[]): SegmentFile[][] {
  const made: SegmentFile[][] = [];
  let lines = BATCH_LINES;
  for (const file of files) {
    if (lines + file.rows > BATCH_LINES) {
      made.push([]);
      lines = 0;
    }
    made.at(-1)?.push(file);
    lines += file.rows;
  }
  return made;
}
