import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import { sweepStaleFolders } from '../../base/stale-folders.ts';
import { toWriteError } from '../../base/write-errors.ts';
import type { ByteReader } from './byte-reader.ts';
import type { UnpackedTable } from '../tables/table-source.ts';
import type { TableKind } from '../tables/table-rows.ts';
import { fileError } from './file-issues.ts';
import type { OpenEntry } from './open-files.ts';
import { openReader, type PackedTableProbe } from './probe-source.ts';
import { resolveSizes } from './sizes.ts';
import type { OpenOptions } from './types.ts';

const CHUNK_BYTES = 2 ** 20;
/** Below the system's temporary folder, where a reader has no case. */
const PRIVATE_PREFIX = 'log-sentinel-table-';

export interface SpoolOptions {
  /** Where the spool's own folder is made; undefined: below the system's temporary folder. */
  readonly spoolDir: string | undefined;
  /** Longest table laid on disk. */
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * A table out of an archive or a compression, laid on disk for as long as it is read: its readers go back and forth in it. It
 * lies in a folder only this user can enter, under a name of its own, never one of the archive.
 */
export class TableSpool {
  readonly path: string;
  /** What the layers met while it was unpacked; the table may be cut then. */
  readonly errors: readonly FileError[];
  readonly warnings: readonly FileWarning[];
  private readonly folder: string;

  private constructor(folder: string, errors: readonly FileError[], warnings: readonly FileWarning[]) {
    this.folder = folder;
    this.path = fileIn(folder);
    this.errors = errors;
    this.warnings = warnings;
  }

  /**
   * Unpacks all a reader has, up to the limit, and closes the reader.
   * @throws CancelledError; IngestError `source.disk-full` and the like when it cannot be written. Nothing is left then.
   */
  static async unpack(reader: ByteReader, options: SpoolOptions): Promise<TableSpool> {
    let folder: string | null = null;
    try {
      folder = await makeFolder(options.spoolDir);
      const limit = await copy(reader, fileIn(folder), options);
      const { errors, warnings } = reader;
      return new TableSpool(folder, limit === null ? [...errors] : [limit, ...errors], [...warnings]);
    } catch (cause) {
      if (folder !== null) await rm(folder, { recursive: true, force: true });
      throw cause;
    } finally {
      await reader.close();
    }
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function fileIn(folder: string): string {
  return join(folder, 'table');
}

async function makeFolder(spoolDir: string | undefined): Promise<string> {
  const base = spoolDir ?? tmpdir();
  try {
    if (spoolDir === undefined) sweepStaleFolders(base, PRIVATE_PREFIX);
    else await mkdir(base, { recursive: true });
    return await mkdtemp(join(base, spoolDir === undefined ? `${PRIVATE_PREFIX}${process.pid}-` : 'table-'));
  } catch (cause) {
    throw toWriteError(base, cause);
  }
}

/** @returns the limit that was reached, or null. */
async function copy(reader: ByteReader, path: string, { maxBytes, signal }: SpoolOptions): Promise<FileError | null> {
  const file = await orWriteError(path, () => open(path, 'wx', 0o600));
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let size = 0;
  try {
    for (;;) {
      const length = await reader.fill(chunk, signal);
      if (length === 0) return null;
      size += length;
      if (size > maxBytes) return overLimit(reader, maxBytes);
      await orWriteError(path, () => file.writeFile(chunk.subarray(0, length)));
    }
  } finally {
    await file.close();
  }
}

async function orWriteError<T>(path: string, writing: () => Promise<T>): Promise<T> {
  try {
    return await writing();
  } catch (cause) {
    throw toWriteError(path, cause);
  }
}

function overLimit({ storedOffset, decodedOffset }: ByteReader, maxBytes: number): FileError {
  const message = `Stopped at the limit maxTableBytes ${maxBytes}: a table is laid on disk to be read. Unpack it yourself and read the file.`;
  return fileError('E_LIMIT_SIZE', message, { offset: storedOffset, decodedOffset });
}

/** A table laid on disk, and how it came there. */
export interface SpooledTable {
  readonly path: string;
  readonly kind: TableKind;
  readonly unpacked: UnpackedTable;
  remove(): Promise<void>;
}

/** Lays the table that a probe found on disk. @throws as `TableSpool.unpack` */
export async function unpackTable(
  { file }: OpenEntry,
  { stored, compression, tableKind: kind }: PackedTableProbe,
  options: OpenOptions,
): Promise<SpooledTable> {
  const { limits } = resolveSizes(options);
  const start = stored.fileOffset(0);
  const reader = openReader({ stored, compression }, 0, limits);
  const { spoolDir, signal } = options;
  const spool = await TableSpool.unpack(reader, { spoolDir, maxBytes: limits.maxTableBytes, signal });
  const change = await file.findChange();
  const errors = change === null ? spool.errors : [...spool.errors, change];
  return {
    path: spool.path,
    kind,
    unpacked: { start, errors, warnings: spool.warnings },
    remove: () => spool.remove(),
  };
}
