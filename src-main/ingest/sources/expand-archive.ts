import { CancelledError, IngestError } from '#shared/base/errors.ts';
import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { expandSqlite } from '../tables/expand-sqlite.ts';
import { sniffTable } from '../tables/table-kind.ts';
import { ArchiveBudget, LimitReached } from './archive-budget.ts';
import { PlainReader } from './byte-reader.ts';
import { type ArchiveKind, SNIFF_BYTES, sniffArchive, sniffCompression } from './content-kind.ts';
import { DecodedBytes } from './decoded-bytes.ts';
import { fileError, fileErrorFrom, fileWarning } from './file-issues.ts';
import { listTar } from './list-tar.ts';
import { listZip } from './list-zip.ts';
import type { ListReport, Member, MemberFile } from './member.ts';
import { judgeMemberName } from './member-name.ts';
import { openLayer } from './open-layer.ts';
import { formatPacking, type Layer, parsePacking } from './packing.ts';
import { showPath } from './path-names.ts';
import { readPiece, type StoredBytes } from './stored-bytes.ts';
import { TableSpool } from './table-spool.ts';
import type { Compression, SourceLimits } from './types.ts';

/** A file inside an archive; fields as in `SourceFile`. */
export interface FoundMember {
  readonly member: string;
  readonly packing: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number | null;
  readonly compression: Compression;
  /** The compressed stream it lies in, where a step back means decompressing again; '' when it can be read directly. */
  readonly stream: string;
  /** Where in that stream. */
  readonly streamPosition: number;
}

export type MemberProblem = { readonly member: string | null } & (
  | { readonly status: 'rejected' | 'partial'; readonly error: FileError }
  | { readonly status: 'skipped' | 'whole'; readonly warning: FileWarning }
);

export interface ArchiveContent {
  /** In the order of the archive. */
  readonly members: FoundMember[];
  readonly problems: MemberProblem[];
}

/**
 * Finds the files in an archive, compressed or not, and in the archives inside it. Lists are read from front to back, once;
 * of a member's content only the head is looked at. The tables of a SQLite file are members as well; to list them it is laid
 * on disk for a moment, and nothing else is written.
 * @returns null when the bytes are no archive. @throws CancelledError, and IngestError when a table cannot be laid on disk.
 */
export async function expandArchive(bytes: StoredBytes, options: ExpandArchiveOptions): Promise<ArchiveContent | null> {
  const walk = new ArchiveWalk(options, bytes.sizeBytes);
  const place = { layers: [], name: null, modifiedMs: null, stream: '', streamPosition: 0 };
  const isArchive = await walk.look({ ...place, bytes, storedBytes: bytes.sizeBytes });
  return isArchive ? walk.content : null;
}

export interface ExpandArchiveOptions {
  readonly limits: SourceLimits;
  /** As in `ExpandOptions`. */
  readonly tables: readonly string[] | undefined;
  readonly spoolDir: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Bytes that may be an archive, and how they were reached. */
interface Place {
  readonly bytes: StoredBytes;
  readonly layers: readonly Layer[];
  /** Null for the file on disk. */
  readonly name: string | null;
  readonly storedBytes: number;
  readonly modifiedMs: number | null;
  readonly stream: string;
  readonly streamPosition: number;
}

/** First entries of zip files that are programs or office documents. */
const NO_LOGS = /^(?:META-INF\/|\[Content_Types\]\.xml$|mimetype$|AndroidManifest\.xml$)/;

class ArchiveWalk {
  readonly content: ArchiveContent = { members: [], problems: [] };
  private readonly options: ExpandArchiveOptions;
  private readonly limits: SourceLimits;
  private readonly budget: ArchiveBudget;
  private readonly signal: AbortSignal | undefined;

  constructor(options: ExpandArchiveOptions, storedBytes: number) {
    this.options = options;
    this.limits = options.limits;
    this.budget = new ArchiveBudget(options.limits, storedBytes);
    this.signal = options.signal;
  }

  /** Lists the archive at a place, also one inside compressions; returns false when there is none. */
  async look(place: Place): Promise<boolean> {
    const head = await readPiece(place.bytes, 0, SNIFF_BYTES, this.signal);
    const archive = sniffArchive(head);
    if (archive !== null) {
      await this.list(place, archive);
      return true;
    }
    if (place.layers.length > 0 && sniffTable(head) === 'sqlite') return this.listTables(place);
    const compression = sniffCompression(head);
    if (compression === 'none' || place.layers.length >= this.limits.maxLayers) return false;
    const layer = { kind: compression } as const;
    const layers = [...place.layers, layer];
    const stream = place.stream === '' ? formatPacking(layers) : place.stream;
    const inner = openLayer(place.bytes, layer, this.limits);
    try {
      return await this.look({ ...place, bytes: inner, layers, stream });
    } finally {
      await closeLayer(inner);
    }
  }

  /** Returns false where no table can be read: the file as a whole says why, when it is opened. */
  private async listTables(place: Place): Promise<boolean> {
    const { spoolDir, tables } = this.options;
    const { maxTableBytes: maxBytes } = this.limits;
    const spool = await TableSpool.unpack(new PlainReader(place.bytes, 0), { spoolDir, maxBytes, signal: this.signal });
    try {
      const packing = formatPacking(place.layers);
      const found = expandSqlite(spool.path, { ...place, packing, sizeBytes: place.storedBytes }, tables);
      this.content.members.push(...(found?.members ?? []));
      this.content.problems.push(...(found?.problems ?? []));
      return found !== null;
    } finally {
      await spool.remove();
    }
  }

  private async list(place: Place, archive: ArchiveKind): Promise<void> {
    const report: ListReport = { errors: [], warnings: [] };
    const before = this.content.members.length;
    try {
      await this.gather(place, archive, report);
    } catch (cause) {
      const isForAll = cause instanceof LimitReached && place.name !== null;
      if (cause instanceof CancelledError || cause instanceof IngestError || isForAll) throw cause;
      const offset = place.bytes.fileOffset(0);
      report.errors.push(cause instanceof LimitReached ? cause.error : fileErrorFrom(cause, { offset }));
    }
    this.tellTrouble(place, report, before);
  }

  private async gather(place: Place, archive: ArchiveKind, report: ListReport): Promise<void> {
    const { maxLayers } = this.limits;
    const offset = place.bytes.fileOffset(0);
    if (place.layers.length >= maxLayers) {
      const message = `Stopped at the limit maxLayers ${maxLayers}: archives and compressions inside one another. Unpack the outer ones yourself if they are sound.`;
      report.errors.push(fileError('E_LIMIT_DEPTH', message, { offset }));
      return;
    }
    let isEmpty = true;
    const members = archive === 'tar' ? listTar : listZip;
    for await (const member of members(place.bytes, report, this.signal)) {
      throwIfAborted(this.signal);
      if (isEmpty && archive === 'zip' && NO_LOGS.test(showPath(member.name))) {
        const message =
          'It is a program or an office document, not log text. Leave it out, or name the log files only.';
        report.errors.push(fileError('E_BINARY', message, { offset }));
        return;
      }
      isEmpty = false;
      await this.take(member, place);
    }
    if (!isEmpty || report.errors.length > 0) return;
    report.errors.push(fileError('E_EMPTY', `The ${archive} archive holds no entries.`, { offset }));
  }

  /** What the list itself met; trouble inside a member is told when the member is read. */
  private tellTrouble(place: Place, report: ListReport, membersBefore: number): void {
    const { members, problems } = this.content;
    const found = members.slice(membersBefore);
    const below = place.bytes.troubleWithin(0, Number.POSITIVE_INFINITY);
    const own = below.filter((error) => !found.some((member) => isInside(error, member, place)));
    const status = found.length > 0 ? 'partial' : 'rejected';
    for (const error of [...own, ...report.errors]) problems.push({ member: place.name, status, error });
    const warnings = place.bytes instanceof DecodedBytes ? place.bytes.warnings : [];
    for (const warning of [...warnings, ...report.warnings]) {
      problems.push({ member: place.name, status: 'whole', warning });
    }
  }

  private async take(member: Member, place: Place): Promise<void> {
    const { content } = member;
    if (content.kind === 'folder') return;
    const shown = showPath(member.name);
    const name = place.name === null ? shown : `${place.name}!${shown}`;
    const offset = place.bytes.fileOffset(content.kind === 'file' ? content.layer.start : 0);
    this.budget.take(content.kind === 'file' ? content.sizeBytes : 0, offset);
    const hostile = judgeMemberName(member.name, offset);
    if (hostile !== null) this.content.problems.push({ member: name, status: 'rejected', error: hostile });
    else if (content.kind === 'refused') {
      this.content.problems.push({ member: name, status: 'rejected', error: content.error });
    } else if (content.kind === 'skipped') {
      const warning = fileWarning('W_SKIPPED', content.message);
      this.content.problems.push({ member: name, status: 'skipped', warning });
    } else await this.open(member, content, place, name);
  }

  private async open(member: Member, content: MemberFile, place: Place, name: string): Promise<void> {
    const layers = [...place.layers, content.layer];
    const bytes = openLayer(place.bytes, content.layer, this.limits);
    const isDirect = place.stream === '';
    const stream = isDirect && bytes instanceof DecodedBytes ? formatPacking(layers) : place.stream;
    const streamPosition = isDirect ? 0 : place.streamPosition + content.layer.start;
    try {
      const compression = sniffCompression(await readPiece(bytes, 0, SNIFF_BYTES, this.signal));
      const { storedBytes } = content;
      const { modifiedMs } = member;
      if (await this.look({ bytes, layers, name, storedBytes, modifiedMs, stream, streamPosition })) return;
      const sizeBytes = storedBytes;
      const packing = formatPacking(layers);
      this.content.members.push({ member: name, packing, sizeBytes, modifiedMs, compression, stream, streamPosition });
    } finally {
      await closeLayer(bytes);
    }
  }
}

async function closeLayer(bytes: StoredBytes): Promise<void> {
  if (bytes instanceof DecodedBytes) await bytes.close();
}

/** Whether an error of the layer under an archive lies in the data of a member, directly in it or in an archive inside. */
function isInside(error: FileError, member: FoundMember, place: Place): boolean {
  const layer = parsePacking(member.packing)[place.layers.length];
  const at = error.decodedOffset;
  if (at === null || layer === undefined) return false;
  const size = layer.kind === 'tar' ? layer.sizeBytes : layer.kind === 'zip' ? layer.storedBytes : 0;
  return 'start' in layer && at >= layer.start && at < layer.start + size;
}
