import type { FileError } from '#shared/domain/issue-class.ts';
import { fileError } from '../sources/file-issues.ts';
import type { SourceLimits } from '../sources/types.ts';
import type { StoredFile } from '../sources/stored-file.ts';
import { openArrow } from './arrow-rows.ts';
import { openParquet } from './parquet-rows.ts';
import { listTables, openSqlite, openSqliteTable } from './sqlite-rows.ts';
import { TableDamage, type TableKind, type TableRows } from './table-rows.ts';

/** How a table of a SQLite file is named in `packing`: the name itself may hold anything. */
const SQLITE_PACKING = 'sqlite:';

/** @param packing Of the SQLite file itself. */
export function sqlitePacking(packing: string, table: string): string {
  return `${packing} ${SQLITE_PACKING}${Buffer.from(table).toString('hex')}`.trimStart();
}

export interface PackedTable {
  /** Of the file that holds the table. */
  readonly packing: string;
  /** Of a SQLite file; null for all others. */
  readonly table: string | null;
}

/** Takes a packing apart that may end in the table of a SQLite file. */
export function splitTablePacking(packing: string): PackedTable {
  const at = packing.lastIndexOf(SQLITE_PACKING);
  if (at < 0) return { packing, table: null };
  const table = Buffer.from(packing.slice(at + SQLITE_PACKING.length), 'hex').toString();
  return { packing: packing.slice(0, at).trimEnd(), table };
}

/** A table that lies on disk. */
export interface TableFile {
  readonly path: string;
  readonly stored: StoredFile;
  readonly kind: TableKind;
  /** Of a SQLite file, when one of its tables was named. */
  readonly table: string | null;
}

/** Opens a table for reading. @throws TableDamage, and the system's error */
export function openTableRows(
  { path, stored, kind, table }: TableFile,
  limits: SourceLimits,
): Promise<TableRows> | TableRows {
  if (kind === 'parquet') return openParquet(path, stored);
  if (kind !== 'sqlite') return openArrow(stored, kind, limits);
  if (table === null) {
    // Its tables would be sources of their own if they could be listed: say why not.
    const database = openSqlite(path);
    try {
      const names = listTables(database).map(({ name }) => name);
      throw new TableDamage(`No table of the SQLite file is read (it has ${names.join(', ') || 'none'})`, {
        offset: 0,
      });
    } finally {
      database.close();
    }
  }
  return openSqliteTable(path, table);
}

/**
 * Damage as an error of the file: where it is, what was kept, what to try.
 * @param start Of an unpacked table: where on disk its bytes begin, packed; null for one that is a file itself.
 */
export function tableError(damage: TableDamage, rowsKept: number, start: number | null = null): FileError {
  const kept = rowsKept === 0 ? 'Nothing of it was read' : `${rowsKept} rows before it are kept`;
  const message = `${damage.message}. ${kept}; fetch the file again, or export the table anew.`;
  const line = rowsKept === 0 ? null : rowsKept + 1;
  const place =
    start === null ? { offset: damage.offset, line } : { offset: start, decodedOffset: damage.offset, line };
  const kind = damage.isLimit ? 'E_LIMIT_EXPANSION' : damage.isTruncated ? 'E_TRUNCATED' : 'E_CORRUPT';
  return fileError(kind, message, place);
}
