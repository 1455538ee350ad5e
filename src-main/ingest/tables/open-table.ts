import type { FileError } from '#shared/domain/issue-class.ts';
import { fileError } from '../sources/file-issues.ts';
import type { StoredFile } from '../sources/stored-file.ts';
import type { SourceFile } from '../sources/types.ts';
import { openArrow } from './arrow-rows.ts';
import { openParquet } from './parquet-rows.ts';
import { listTables, openSqlite, openSqliteTable } from './sqlite-rows.ts';
import { TableDamage, type TableKind, type TableRows } from './table-rows.ts';

/** How a table of a SQLite file is named in `packing`: the name itself may hold anything. */
const SQLITE_PACKING = 'sqlite:';

export function sqlitePacking(table: string): string {
  return SQLITE_PACKING + Buffer.from(table).toString('hex');
}

/** The table a packing names; null for a packing of archives. */
export function sqliteTableOf(packing: string): string | null {
  if (!packing.startsWith(SQLITE_PACKING)) return null;
  return Buffer.from(packing.slice(SQLITE_PACKING.length), 'hex').toString();
}

/** Opens a table for reading. @throws TableDamage, and the system's error */
export function openTableRows(source: SourceFile, file: StoredFile, kind: TableKind): Promise<TableRows> | TableRows {
  if (source.pathHex !== null) throw new TableDamage('Tables are read by names in UTF-8 only; rename the file');
  const path = source.absolutePath;
  if (kind === 'parquet') return openParquet(path, file);
  if (kind !== 'sqlite') return openArrow(file, kind);
  const table = sqliteTableOf(source.packing);
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

/** Damage as an error of the file: where it is, what was kept, what to try. */
export function tableError(damage: TableDamage, rowsKept: number): FileError {
  const kept = rowsKept === 0 ? 'Nothing of it was read' : `${rowsKept} rows before it are kept`;
  const message = `${damage.message}. ${kept}; fetch the file again, or export the table anew.`;
  const place = { offset: damage.offset, line: rowsKept === 0 ? null : rowsKept + 1 };
  return fileError(damage.isTruncated ? 'E_TRUNCATED' : 'E_CORRUPT', message, place);
}
