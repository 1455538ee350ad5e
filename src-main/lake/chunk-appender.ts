import duckdb from '@duckdb/node-bindings';
import { type AppendColumn, createFiller, logicalType, sqlType } from './column-vectors.ts';
import { CHUNK_ROWS } from './string-heap.ts';

export type { AppendColumn } from './column-vectors.ts';

/**
 * Creates (or replaces) an in-memory table and fills it with `rows` rows of typed columns.
 * No JavaScript string is made: bytes go straight into DuckDB's vectors.
 */
export async function createTable(
  connection: duckdb.Connection,
  table: string,
  rows: number,
  columns: readonly AppendColumn[],
): Promise<void> {
  const definition = columns.map((column) => `${column.name} ${sqlType(column)}`).join(', ');
  await duckdb.query(connection, `CREATE OR REPLACE TABLE ${table} (${definition})`);
  appendRows(connection, table, rows, columns);
}

/** Adds `rows` rows to a table; `columns` are all of its columns, in order. */
function appendRows(
  connection: duckdb.Connection,
  table: string,
  rows: number,
  columns: readonly AppendColumn[],
): void {
  const appender = duckdb.appender_create(connection, null, table);
  const chunk = duckdb.create_data_chunk(columns.map(logicalType));
  const fillers = columns.map(createFiller);
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - from);
    duckdb.data_chunk_reset(chunk);
    for (const [index, filler] of fillers.entries()) {
      filler.fill(duckdb.data_chunk_get_vector(chunk, index), from, count);
    }
    duckdb.data_chunk_set_size(chunk, count);
    duckdb.append_data_chunk(appender, chunk);
  }
  duckdb.appender_close_sync(appender);
  for (const filler of fillers) filler.dispose();
}
