import { CancelledError } from '#shared/base/errors.ts';
import type { FileError } from '#shared/domain/issue-class.ts';
import { splitTablePacking, tableError } from '../tables/open-table.ts';
import { sniffTable } from '../tables/table-kind.ts';
import { TableDamage } from '../tables/table-rows.ts';
import { describeDamage, TableSource, type TableToOpen, type UnpackedTable } from '../tables/table-source.ts';
import { fileErrorFrom } from './file-issues.ts';
import { readPiece } from './stored-bytes.ts';
import { fileSystemPath, StoredFile } from './stored-file.ts';
import type { SpooledTable } from './table-spool.ts';
import { RejectedSource } from './text-source.ts';
import type { OpenedSource, OpenOptions, SourceFile } from './types.ts';

const HEAD_BYTES = 1024 + 16;

/**
 * Opens a file on disk, or a table of one, whose content is rows.
 * @returns null for anything else, and for a file that cannot be opened: reading it as text says why. @throws CancelledError
 */
export async function openTable(file: SourceFile, options: OpenOptions): Promise<OpenedSource | null> {
  const { packing, table } = splitTablePacking(file.packing);
  if (packing !== '') return null;
  let stored: StoredFile;
  try {
    stored = await StoredFile.open(fileSystemPath(file));
  } catch (cause) {
    return table === null ? null : new RejectedSource(file, fileErrorFrom(cause));
  }
  const release = (): Promise<void> => stored.close();
  try {
    const kind = Number.isFinite(stored.sizeBytes)
      ? sniffTable(await readPiece(stored, 0, HEAD_BYTES, options.signal))
      : null;
    if (kind !== null) {
      const opened = { path: file.absolutePath, stored, kind, table, unpacked: null, release };
      return await openRows(file, opened, options);
    }
  } catch (cause) {
    await release();
    if (cause instanceof CancelledError) throw cause;
    return new RejectedSource(file, fileErrorFrom(cause), stored.sizeBytes);
  }
  await release();
  return table === null ? null : new RejectedSource(file, lostTable(null));
}

/**
 * Opens a table that was laid on disk.
 * @param letGo Called when the source no longer needs it. @throws CancelledError; `letGo` is up to the caller then.
 */
export async function openSpooledTable(
  file: SourceFile,
  { path, kind, unpacked }: SpooledTable,
  letGo: () => Promise<void>,
  options: OpenOptions,
): Promise<OpenedSource> {
  const { table } = splitTablePacking(file.packing);
  const stored = await StoredFile.open(path);
  const release = async (): Promise<void> => {
    await stored.close();
    await letGo();
  };
  if (table === null || kind === 'sqlite') {
    return openRows(file, { path, stored, kind, table, unpacked, release }, options);
  }
  await release();
  return new RejectedSource(file, lostTable(unpacked.start));
}

/** Opens the rows; the table is released when it has none. @throws CancelledError */
async function openRows(file: SourceFile, opened: TableToOpen, options: OpenOptions): Promise<OpenedSource> {
  const { unpacked, stored, release } = opened;
  if (file.pathHex !== null && unpacked === null) {
    await release();
    return rejected(file, new TableDamage('Tables are read by names in UTF-8 only; rename the file'), null);
  }
  try {
    return await TableSource.open(file, opened, options);
  } catch (cause) {
    await release();
    if (cause instanceof CancelledError) throw cause;
    return rejected(file, cause, unpacked, unpacked === null ? stored.sizeBytes : (file.sizeBytes ?? 0));
  }
}

/** @param start As for `tableError`. */
export function lostTable(start: number | null): FileError {
  return tableError(new TableDamage('It is no SQLite file any more'), 0, start);
}

function rejected(file: SourceFile, cause: unknown, unpacked: UnpackedTable | null, bytesIn = 0): OpenedSource {
  return new RejectedSource(file, describeDamage(cause, 0, unpacked)[0] ?? fileErrorFrom(cause), bytesIn);
}
