import { CancelledError } from '#shared/base/errors.ts';
import { sqliteTableOf, tableError } from '../tables/open-table.ts';
import { sniffTable } from '../tables/table-kind.ts';
import { TableDamage } from '../tables/table-rows.ts';
import { TableSource } from '../tables/table-source.ts';
import { fileErrorFrom } from './file-issues.ts';
import { readPiece } from './stored-bytes.ts';
import { fileSystemPath, StoredFile } from './stored-file.ts';
import { RejectedSource } from './text-source.ts';
import type { OpenedSource, OpenOptions, SourceFile } from './types.ts';

const HEAD_BYTES = 1024 + 16;

/**
 * Opens a file, or a table of one, whose content is rows. Tables inside archives and compressions are not opened.
 * @returns null for anything else, and for a file that cannot be opened: reading it as text says why. @throws CancelledError
 */
export async function openTable(file: SourceFile, options: OpenOptions): Promise<OpenedSource | null> {
  const isNamed = sqliteTableOf(file.packing) !== null;
  if (file.packing !== '' && !isNamed) return null;
  let stored: StoredFile;
  try {
    stored = await StoredFile.open(fileSystemPath(file));
  } catch (cause) {
    return isNamed ? new RejectedSource(file, fileErrorFrom(cause)) : null;
  }
  const release = (): Promise<void> => stored.close();
  try {
    const kind = Number.isFinite(stored.sizeBytes)
      ? sniffTable(await readPiece(stored, 0, HEAD_BYTES, options.signal))
      : null;
    if (kind === null) {
      await release();
      return isNamed ? new RejectedSource(file, tableError(new TableDamage('It is no SQLite file any more'), 0)) : null;
    }
    return await TableSource.open(file, { stored, kind, release }, options);
  } catch (cause) {
    await release();
    if (cause instanceof CancelledError) throw cause;
    const error = cause instanceof TableDamage ? tableError(cause, 0) : fileErrorFrom(cause);
    return new RejectedSource(file, error, stored.sizeBytes);
  }
}
