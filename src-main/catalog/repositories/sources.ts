import type { Selectable } from 'kysely';
import type { FileError, FileStatus, FileWarning } from '#shared/domain/issue-class.ts';
import { EMPTY_ACCOUNT, isBalanced, type LineAccount } from '#shared/domain/line-account.ts';
import { CatalogError } from '#shared/base/errors.ts';
import { parseJson } from '../json.ts';
import { queries, type Sqlite } from '../sqlite.ts';
import type { SourceTable } from '../schema.ts';

/** What is known of a source before it is read. */
interface SourceFile {
  /** Job that reads it; null when it belongs to none. */
  readonly jobId: string | null;
  /** As given or shown. */
  readonly path: string;
  readonly absolutePath: string;
  /** Hex of the path's bytes when they are not UTF-8, else null. */
  readonly pathHex: string | null;
  readonly member: string | null;
  readonly sizeBytes: number | null;
  readonly modifiedMs: number | null;
  readonly compression: string;
}

export interface NewSource extends SourceFile {
  /** `pending` for a file still to be read; anything else for one that gives no lines. */
  readonly status: SourceStatus;
  readonly errors?: readonly FileError[];
  readonly warnings?: readonly FileWarning[];
}

/** `pending` until its last block is committed. */
export type SourceStatus = FileStatus | 'pending';

/** What the detection said; `detection` is the whole of it, plain JSON data the ingest job reads back on a resume. */
export interface SourceDetection {
  readonly encoding: string;
  readonly encodingConfidence: number;
  readonly format: string;
  readonly formatConfidence: number;
  readonly formatReason: string;
  readonly detection: unknown;
}

/** A source with everything known of it. */
export interface CatalogSource extends SourceFile {
  readonly sourceId: number;
  readonly status: SourceStatus;
  readonly encoding: string | null;
  readonly encodingConfidence: number | null;
  readonly format: string | null;
  /** 0..1. */
  readonly formatConfidence: number | null;
  readonly formatReason: string | null;
  readonly detection: unknown;
  /** Up to the last committed block. */
  readonly account: LineAccount;
  readonly errors: readonly FileError[];
  readonly warnings: readonly FileWarning[];
  /** Free counts of the ingest job (bad times, joined records). */
  readonly counters: Readonly<Record<string, number>>;
  /** Earliest and latest event. */
  readonly firstTimeNs: bigint | null;
  readonly lastTimeNs: bigint | null;
  /** Where reading goes on, as the ingest job wrote it; null before the first block. */
  readonly resume: unknown;
}

export interface SourceProgressUpdate {
  readonly account: LineAccount;
  readonly warnings?: readonly FileWarning[];
  readonly counters?: Readonly<Record<string, number>>;
  readonly firstTimeNs?: bigint | null;
  readonly lastTimeNs?: bigint | null;
  readonly resume: unknown;
}

export interface SourceOutcome {
  readonly status: FileStatus;
  readonly account: LineAccount;
  readonly errors: readonly FileError[];
  readonly warnings: readonly FileWarning[];
  readonly counters?: Readonly<Record<string, number>>;
}

/** Input files with their account, in reading order. */
export class SourceRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** Adds sources after all known ones, in the order given. @returns Them with their ids. */
  add(sources: readonly NewSource[]): CatalogSource[] {
    return this.#sqlite.transaction(() => {
      const last = this.#sqlite.first(queries.selectFrom('sources').select((e) => e.fn.max('source_id').as('last')));
      let sourceId = last?.last ?? 0;
      return sources.map((source) => {
        sourceId++;
        this.#sqlite.run(queries.insertInto('sources').values(newRow(sourceId, source)));
        return this.get(sourceId);
      });
    });
  }

  list(jobId?: string): CatalogSource[] {
    let query = queries.selectFrom('sources').selectAll().orderBy('source_id');
    if (jobId !== undefined) query = query.where('job_id', '=', jobId);
    return this.#sqlite.all(query).map(fromRow);
  }

  /** @throws CatalogError `catalog.not-found` */
  get(sourceId: number): CatalogSource {
    const row = this.#sqlite.first(queries.selectFrom('sources').selectAll().where('source_id', '=', sourceId));
    if (row === undefined) throw new CatalogError('catalog.not-found', `There is no source ${sourceId} in this case.`);
    return fromRow(row);
  }

  /** Hands a source to another job: one that goes on where an interrupted job stopped. */
  setJob(sourceId: number, jobId: string): void {
    this.#update(sourceId, { job_id: jobId });
  }

  setDetection(sourceId: number, detection: SourceDetection): void {
    this.#update(sourceId, {
      encoding: detection.encoding,
      encoding_confidence: detection.encodingConfidence,
      format: detection.format,
      format_confidence: detection.formatConfidence,
      format_reason: detection.formatReason,
      detection_json: JSON.stringify(detection.detection),
    });
  }

  setProgress(sourceId: number, progress: SourceProgressUpdate): void {
    this.#update(sourceId, {
      ...accountColumns(sourceId, progress.account),
      resume_json: JSON.stringify(progress.resume),
      ...(progress.warnings && { warnings_json: JSON.stringify(progress.warnings) }),
      ...(progress.counters && { counters_json: JSON.stringify(progress.counters) }),
      ...(progress.firstTimeNs !== undefined && { first_time_ns: progress.firstTimeNs }),
      ...(progress.lastTimeNs !== undefined && { last_time_ns: progress.lastTimeNs }),
    });
  }

  finish(sourceId: number, outcome: SourceOutcome): void {
    this.#update(sourceId, {
      ...accountColumns(sourceId, outcome.account),
      status: outcome.status,
      errors_json: JSON.stringify(outcome.errors),
      warnings_json: JSON.stringify(outcome.warnings),
      ...(outcome.counters && { counters_json: JSON.stringify(outcome.counters) }),
    });
  }

  /** Events committed so far, over all sources: the next event id. */
  countEvents(): number {
    const sum = this.#sqlite.first(
      queries.selectFrom('sources').select((e) => e.fn.sum<number | null>('events').as('n')),
    );
    return sum?.n ?? 0;
  }

  #update(sourceId: number, columns: Partial<Selectable<SourceTable>>): void {
    const changed = this.#sqlite.run(queries.updateTable('sources').set(columns).where('source_id', '=', sourceId));
    if (changed === 0) throw new CatalogError('catalog.not-found', `There is no source ${sourceId} in this case.`);
  }
}

function newRow(sourceId: number, source: NewSource): Selectable<SourceTable> {
  return {
    source_id: sourceId,
    job_id: source.jobId,
    path: source.path,
    member: source.member,
    absolute_path: source.absolutePath,
    path_hex: source.pathHex,
    size_bytes: source.sizeBytes,
    modified_ms: source.modifiedMs,
    compression: source.compression,
    status: source.status,
    encoding: null,
    encoding_confidence: null,
    format: null,
    format_confidence: null,
    format_reason: null,
    detection_json: null,
    ...accountColumns(sourceId, EMPTY_ACCOUNT),
    errors_json: JSON.stringify(source.errors ?? []),
    warnings_json: JSON.stringify(source.warnings ?? []),
    counters_json: '{}',
    first_time_ns: null,
    last_time_ns: null,
    resume_json: null,
  };
}

/** @throws CatalogError `catalog.unbalanced` before anything is written: such an account would hide lost lines. */
function accountColumns(sourceId: number, account: LineAccount) {
  if (!isBalanced(account)) {
    throw new CatalogError(
      'catalog.unbalanced',
      `Source ${sourceId}: ${account.lines} lines were read, but ${account.eventLines} event + ${account.continuationLines} continuation + ${account.blankLines} blank + ${account.rejectedLines} rejected lines were accounted for.`,
    );
  }
  return {
    lines: account.lines,
    events: account.events,
    event_lines: account.eventLines,
    continuation_lines: account.continuationLines,
    blank_lines: account.blankLines,
    rejected_lines: account.rejectedLines,
    bytes_in: account.bytesIn,
    bytes_out: account.bytesOut,
  };
}

function fromRow(row: Selectable<SourceTable>): CatalogSource {
  return {
    sourceId: row.source_id,
    jobId: row.job_id,
    path: row.path,
    absolutePath: row.absolute_path,
    pathHex: row.path_hex,
    member: row.member,
    sizeBytes: row.size_bytes,
    modifiedMs: row.modified_ms,
    compression: row.compression,
    status: row.status as SourceStatus,
    encoding: row.encoding,
    encodingConfidence: row.encoding_confidence,
    format: row.format,
    formatConfidence: row.format_confidence,
    formatReason: row.format_reason,
    detection: row.detection_json === null ? null : parseJson(row.detection_json),
    account: {
      lines: row.lines,
      events: row.events,
      eventLines: row.event_lines,
      continuationLines: row.continuation_lines,
      blankLines: row.blank_lines,
      rejectedLines: row.rejected_lines,
      bytesIn: row.bytes_in,
      bytesOut: row.bytes_out,
    },
    errors: parseJson(row.errors_json) as FileError[],
    warnings: parseJson(row.warnings_json) as FileWarning[],
    counters: parseJson(row.counters_json) as Record<string, number>,
    firstTimeNs: row.first_time_ns,
    lastTimeNs: row.last_time_ns,
    resume: row.resume_json === null ? null : parseJson(row.resume_json),
  };
}
