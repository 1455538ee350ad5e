import type { FileError, FileStatus, FileWarning } from '#shared/domain/issue-class.ts';
import type { LineAccount } from '#shared/domain/line-account.ts';
import type { Shape, ShapeUse, TemplateTable } from '#shared/domain/template.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import type { ParserSpec } from '../../ingest/formats/index.ts';
import type { SourceFile } from '../../ingest/sources/index.ts';
import type { SegmentFile } from '../../lake/segment-columns.ts';
import type { SourceRepair } from './source-reading.ts';
import type { SourceProgress } from './source-progress.ts';

/** What the detection said of a source; stored so that a resumed run reads it the same way. */
export interface SourceFormat {
  readonly format: string;
  readonly confidence: number;
  readonly reason: string;
  readonly encoding: string;
  readonly encodingConfidence: number;
  readonly fingerprint: string;
  readonly spec: ParserSpec;
  /** Guesses made: year, zone, date order. */
  readonly warnings: readonly FileWarning[];
  /** What a user fixed for this source alone; null, or absent in older cases, for nothing. */
  readonly repair?: SourceRepair | null;
  /** What its account counts; absent in older cases: lines. */
  readonly unit?: 'lines' | 'rows';
}

/** A source as the ingest job needs it. */
export interface StoredSource {
  readonly sourceId: number;
  readonly file: SourceFile;
  /** `pending` until its last block is committed. */
  readonly status: FileStatus | 'pending';
  readonly format: SourceFormat | null;
  readonly progress: SourceProgress | null;
}

/** A path or member that gives no lines. */
export interface UnreadSource {
  readonly path: string;
  readonly member: string | null;
  readonly status: FileStatus;
  readonly errors: readonly FileError[];
  readonly warnings: readonly FileWarning[];
}

export interface FinishedSource {
  readonly status: FileStatus;
  readonly account: LineAccount;
  readonly errors: readonly FileError[];
  readonly warnings: readonly FileWarning[];
  /** What was counted beside the lines, by name: see `source-counters.ts`. */
  readonly counters?: Readonly<Record<string, number>>;
}

export interface CommittedBlock {
  readonly sourceId: number;
  readonly progress: SourceProgress;
  readonly segments: readonly SegmentFile[];
  readonly shapes: readonly CommittedShape[];
  /** Lines of the block that belong to an event whose row is written already; null for none. */
  readonly extraLines: { readonly eventId: number; readonly lines: number } | null;
}

/** A block's use of one shape. */
export interface CommittedShape {
  readonly shapeId: string;
  /** Null when an earlier commit stored it. */
  readonly shape: Shape | null;
  readonly count: number;
  /** First event of the block with this shape. */
  readonly firstEventId: number;
}

/** The catalog as the ingest job sees it; every method is one transaction. */
export interface IngestStore {
  /** Sources of this job in reading order; empty before the job listed its files. */
  sources(jobId: string): StoredSource[];
  /** Sources of every job of the case. */
  allSources(): StoredSource[];
  /** Takes over sources that another job did not finish. */
  adoptSources(jobId: string, sourceIds: readonly number[]): void;
  /** Fixes the job's list of files. Problems are stored as sources that gave no lines. */
  addSources(jobId: string, files: readonly SourceFile[], problems: readonly UnreadSource[]): StoredSource[];
  setFormat(sourceId: number, format: SourceFormat): void;
  commitBlock(block: CommittedBlock): void;
  finishSource(sourceId: number, result: FinishedSource): void;
  /** Events of the case so far, over all sources: the next event id. */
  countEvents(): number;
  /** In order of first appearance. */
  shapes(): ShapeUse[];
  /** Hand edits of the case's templates, in the order they are applied. */
  templateEdits(): TemplateEdit[];
  saveTemplates(table: TemplateTable): void;
}
