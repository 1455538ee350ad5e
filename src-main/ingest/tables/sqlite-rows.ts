import Database from 'better-sqlite3';
import { throwIfAborted } from '../../base/abort.ts';
import { jsonCell } from './json-cell.ts';
import { type ColumnKind, type TableColumn, TableDamage, type TableRows } from './table-rows.ts';

const BATCH_ROWS = 512;

/** Opens a SQLite file for reading. @throws TableDamage */
export function openSqlite(path: string): Database.Database {
  try {
    const database = new Database(path, { readonly: true, fileMustExist: true });
    database.defaultSafeIntegers(true);
    return database;
  } catch (cause) {
    throw damageOf(cause);
  }
}

export interface SqliteTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
}

/** Tables and views of the file, without SQLite's own, by name. @throws TableDamage */
export function listTables(database: Database.Database): SqliteTable[] {
  try {
    const names = database
      .prepare(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      )
      .pluck()
      .all() as string[];
    return names.sort().flatMap((name) => {
      const columns = tryColumns(database, name);
      return columns === null ? [] : [{ name, columns }];
    });
  } catch (cause) {
    throw damageOf(cause);
  }
}

/** Null for a view that refers to what is not there, or a table of a module this program lacks. */
function tryColumns(database: Database.Database, name: string): TableColumn[] | null {
  try {
    return database
      .prepare(`SELECT * FROM ${sqlName(name)}`)
      .columns()
      .map((column) => ({ name: column.name, kind: kindOf(column.type) }));
  } catch (cause) {
    if ((cause as { code?: string }).code === 'SQLITE_ERROR') return null;
    throw cause;
  }
}

/** The first rows as plain data. */
export function readSomeRows(
  database: Database.Database,
  { name }: SqliteTable,
  count: number,
): Record<string, unknown>[] {
  const rows = database.prepare(`SELECT * FROM ${sqlName(name)} LIMIT ?`).all(count) as Record<string, unknown>[];
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [column, typeof value === 'bigint' ? Number(value) : value]),
    ),
  );
}

/** The rows of a table or view, in the order of the file. @throws TableDamage when there is no such table */
export function openSqliteTable(path: string, name: string): TableRows {
  const database = openSqlite(path);
  try {
    const table = listTables(database).find((one) => one.name === name);
    if (table === undefined) throw new TableDamage(`There is no table ${name} in it`);
    const count = database
      .prepare(`SELECT count(*) FROM ${sqlName(name)}`)
      .pluck()
      .get() as bigint;
    return {
      columns: table.columns,
      rowCount: Number(count),
      read: (from, signal) => readRows(database, table, from, signal),
      close: () => {
        database.close();
      },
    };
  } catch (cause) {
    database.close();
    throw damageOf(cause);
  }
}

async function* readRows(
  database: Database.Database,
  { name, columns }: SqliteTable,
  from: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[]> {
  const keys = columns.map((column) => JSON.stringify(column.name));
  const statement = database.prepare(`SELECT * FROM ${sqlName(name)} LIMIT -1 OFFSET ?`).raw();
  let batch: string[] = [];
  try {
    for (const row of statement.iterate(from) as IterableIterator<unknown[]>) {
      batch.push(`{${row.map((value, index) => `${keys[index]}:${jsonCell(value)}`).join(',')}}`);
      if (batch.length < BATCH_ROWS) continue;
      throwIfAborted(signal);
      yield batch;
      batch = [];
    }
  } catch (cause) {
    throwIfAborted(signal);
    if (batch.length > 0) yield batch;
    throw damageOf(cause);
  }
  if (batch.length > 0) yield batch;
}

function kindOf(declared: string | null): ColumnKind {
  if (declared === null) return 'other';
  if (/date|time/i.test(declared)) return 'time';
  if (/char|text|clob/i.test(declared)) return 'text';
  return /int|real|floa|doub|num|dec/i.test(declared) ? 'number' : 'other';
}

function damageOf(cause: unknown): unknown {
  if (cause instanceof TableDamage || !(cause instanceof Database.SqliteError)) return cause;
  const offset = cause.code === 'SQLITE_CORRUPT' || cause.code === 'SQLITE_NOTADB' ? 0 : null;
  return new TableDamage(`The SQLite file cannot be read (${cause.code}): ${cause.message}`, { offset });
}

function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
