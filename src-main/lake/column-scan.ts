import duckdb from '@duckdb/node-bindings';
import { type ColumnFiller, createFiller, logicalType, type ScanColumn } from './column-vectors.ts';
import { CHUNK_ROWS } from './string-heap.ts';

/** Name of the relation that queries read the columns by. */
export const SCANNED_ROWS = 'scanned_rows()';

/**
 * Lets queries of one connection read typed arrays as if they were a table, without making one: rows are handed over
 * chunk by chunk while the query runs. Loading a table first costs as much again as writing it to Parquet.
 * The engine must run on one thread, so that rows keep their order.
 */
export class ColumnScan {
  #columns: readonly ScanColumn[] = [];
  #rows = 0;
  #at = 0;
  #fillers: readonly ColumnFiller[] = [];

  constructor(connection: duckdb.Connection) {
    const scan = duckdb.create_table_function();
    duckdb.table_function_set_name(scan, SCANNED_ROWS.slice(0, -2));
    duckdb.table_function_set_bind(scan, (info) => {
      for (const column of this.#columns) duckdb.bind_add_result_column(info, column.name, logicalType(column));
      duckdb.bind_set_cardinality(info, this.#rows, true);
    });
    duckdb.table_function_set_init(scan, (info) => {
      duckdb.init_set_max_threads(info, 1);
      this.#at = 0;
    });
    duckdb.table_function_set_function(scan, (info, chunk) => {
      try {
        duckdb.data_chunk_set_size(chunk, this.#fill(chunk));
      } catch (error) {
        duckdb.function_set_error(info, error instanceof Error ? error.message : String(error));
      }
    });
    duckdb.register_table_function(connection, scan);
  }

  /**
   * Runs `query` while `SCANNED_ROWS` stands for these columns. One at a time.
   * @throws what the query throws.
   */
  async during<T>(rows: number, columns: readonly ScanColumn[], query: () => Promise<T>): Promise<T> {
    this.#columns = columns;
    this.#rows = rows;
    this.#fillers = columns.map(createFiller);
    try {
      return await query();
    } finally {
      for (const filler of this.#fillers) filler.dispose();
      this.#fillers = [];
      this.#columns = [];
    }
  }

  /** @returns Rows filled; 0 ends the scan. */
  #fill(chunk: duckdb.DataChunk): number {
    const from = this.#at;
    const count = Math.min(CHUNK_ROWS, this.#rows - from);
    if (count <= 0) return 0;
    for (const [index, filler] of this.#fillers.entries()) {
      filler.fill(duckdb.data_chunk_get_vector(chunk, index), from, count);
    }
    this.#at = from + count;
    return count;
  }
}
