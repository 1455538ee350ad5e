import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { CancelledError } from '#shared/base/errors.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { streamedChunks } from '../../base/streamed-chunks.ts';
import type { StoredFile } from '../sources/stored-file.ts';
import { type ColumnKind, TableDamage, type TableRows } from './table-rows.ts';

const MAGIC = 'PAR1';
const FOOTER_BYTES = 8;
const SETTINGS = {
  threads: '1',
  memory_limit: '256MiB',
  temp_directory: '',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

/**
 * Opens a Parquet file: DuckDB decodes it and writes its rows as JSON.
 * @throws TableDamage for a file without a sound footer
 */
export async function openParquet(path: string, file: StoredFile): Promise<TableRows> {
  await checkFooter(file);
  const instance = await DuckDBInstance.create(':memory:', SETTINGS);
  const connection = await instance.connect();
  const close = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await connection.run("SET TimeZone = 'UTC'");
    const table = `read_parquet(${sqlString(escapeGlob(path))}, hive_partitioning = false)`;
    const columns = await readColumns(connection, table);
    const [count = 0n] = (await (await connection.run(`SELECT count(*) FROM ${table}`)).getRows())[0] ?? [];
    return {
      columns: columns.map(({ name, type }) => ({ name, kind: kindOf(type) })),
      rowCount: Number(count),
      read: (from, signal) => readRows(connection, rowsSql(table, columns, from), signal),
      close,
    };
  } catch (cause) {
    close();
    throw damageOf(cause);
  }
}

/** The footer's length and magic close the file; without them nothing of it can be found. */
async function checkFooter(file: StoredFile): Promise<void> {
  const size = file.sizeBytes;
  const tail = Buffer.alloc(Math.min(FOOTER_BYTES, size));
  await file.readAt(tail, size - tail.length);
  if (tail.toString('latin1', tail.length - 4) !== MAGIC) {
    throw new TableDamage('The Parquet file ends without its footer', { isTruncated: true, offset: size });
  }
  const length = tail.length < FOOTER_BYTES ? 0 : tail.readUInt32LE(0);
  if (length === 0 || length > size - FOOTER_BYTES - 4) {
    throw new TableDamage(`The Parquet footer claims ${length} bytes`, { offset: Math.max(0, size - FOOTER_BYTES) });
  }
}

async function readColumns(connection: DuckDBConnection, table: string) {
  const rows = await (await connection.run(`DESCRIBE SELECT * FROM ${table}`)).getRowObjects();
  return rows.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
}

/** Numbers that JSON has no word for are written as text. */
function rowsSql(table: string, columns: ReadonlyArray<{ name: string; type: string }>, from: number): string {
  const replaced = columns
    .filter(({ type }) => type === 'DOUBLE' || type === 'FLOAT')
    .map(({ name }) => {
      const column = sqlName(name);
      return `CASE WHEN isfinite(${column}) THEN to_json(${column}) WHEN ${column} IS NOT NULL THEN to_json(${column}::VARCHAR) END AS ${column}`;
    });
  const list = replaced.length === 0 ? '*' : `* REPLACE (${replaced.join(', ')})`;
  return `SELECT to_json(t)::VARCHAR FROM (SELECT ${list} FROM ${table} LIMIT ALL OFFSET ${from}) t`;
}

async function* readRows(
  connection: DuckDBConnection,
  sql: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[]> {
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    for await (const chunk of streamedChunks(connection, sql, { signal })) {
      throwIfAborted(signal);
      yield chunk.getColumnValues(0).map(String);
    }
  } catch (cause) {
    throwIfAborted(signal);
    throw cause instanceof CancelledError ? cause : damageOf(cause);
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

function damageOf(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  return new TableDamage(`The Parquet file cannot be read: ${cause.message.split('\n')[0]}`, { offset: 0 });
}

function kindOf(type: string): ColumnKind {
  if (/^(?:TIMESTAMP|DATE\b)/.test(type)) return 'time';
  if (type === 'VARCHAR' || type.startsWith('ENUM')) return 'text';
  return /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/.test(type) ? 'number' : 'other';
}

/** A path is a pattern to DuckDB; in brackets its special characters are themselves. */
function escapeGlob(path: string): string {
  return path.replaceAll(/[*?[]/g, '[$&]');
}

function sqlString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
