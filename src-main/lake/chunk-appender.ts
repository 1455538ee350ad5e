import duckdb from '@duckdb/node-bindings';
import { StringHeap } from './string-heap.ts';

/** Rows of a DuckDB vector (a constant of its build); a data chunk holds no more. */
const CHUNK_ROWS = 2048;

/**
 * One column to append, in DuckDB's own memory layout:
 * - `numbers`: a typed array whose element is the column's physical type;
 * - `slices`: byte ranges of one buffer (`end` absent: `start` has one more value and ends are the next start). They must be valid UTF-8;
 * - `values`: a byte string a row, null for NULL.
 */
export type AppendColumn =
  | { readonly kind: 'numbers'; readonly name: string; readonly type: NumberType; readonly values: NumberArray }
  | {
      readonly kind: 'slices';
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly start: Uint32Array;
      readonly end?: Uint32Array;
    }
  | {
      readonly kind: 'values';
      readonly name: string;
      readonly type: 'VARCHAR' | 'BLOB';
      readonly values: readonly (Uint8Array | null)[];
    };

type Slices = Extract<AppendColumn, { kind: 'slices' }>;
type NumberArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array | BigUint64Array | BigInt64Array;
type NumberType = 'DOUBLE' | 'FLOAT' | 'INTEGER' | 'UINTEGER' | 'UTINYINT' | 'UBIGINT' | 'BIGINT';

const TYPE_IDS = {
  DOUBLE: duckdb.Type.DOUBLE,
  FLOAT: duckdb.Type.FLOAT,
  INTEGER: duckdb.Type.INTEGER,
  UINTEGER: duckdb.Type.UINTEGER,
  UTINYINT: duckdb.Type.UTINYINT,
  UBIGINT: duckdb.Type.UBIGINT,
  BIGINT: duckdb.Type.BIGINT,
  VARCHAR: duckdb.Type.VARCHAR,
  BLOB: duckdb.Type.BLOB,
} as const;

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
  const definition = columns.map((column) => `${column.name} ${columnType(column)}`).join(', ');
  await duckdb.query(connection, `CREATE OR REPLACE TABLE ${table} (${definition})`);
  appendRows(connection, table, rows, columns);
}

/** Adds `rows` rows to a table; `columns` are all of its columns, in order. */
export function appendRows(
  connection: duckdb.Connection,
  table: string,
  rows: number,
  columns: readonly AppendColumn[],
): void {
  const appender = duckdb.appender_create(connection, null, table);
  const chunk = duckdb.create_data_chunk(
    columns.map((column) => duckdb.create_logical_type(TYPE_IDS[columnType(column)])),
  );
  const heaps = columns.map(heapOf);
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - from);
    duckdb.data_chunk_reset(chunk);
    for (const [index, column] of columns.entries()) {
      fillVector(duckdb.data_chunk_get_vector(chunk, index), column, heaps[index] ?? null, from, count);
    }
    duckdb.data_chunk_set_size(chunk, count);
    duckdb.append_data_chunk(appender, chunk);
  }
  duckdb.appender_close_sync(appender);
  for (const heap of heaps) heap?.dispose();
}

/** Text so short that it fits into cells, or an unknown memory layout, goes string by string. */
function heapOf(column: AppendColumn): StringHeap | null {
  const isLong = column.kind === 'slices' && column.bytes.length > 64;
  return isLong && StringHeap.isSupported() ? new StringHeap(column.bytes) : null;
}

function columnType(column: AppendColumn): keyof typeof TYPE_IDS {
  return column.kind === 'slices' ? 'VARCHAR' : column.type;
}

function fillVector(
  vector: duckdb.Vector,
  column: AppendColumn,
  heap: StringHeap | null,
  from: number,
  count: number,
): void {
  if (column.kind === 'numbers') fillNumbers(vector, column.values, from, count);
  else if (column.kind === 'slices') fillSlices(vector, column, heap, from, count);
  else fillValues(vector, column.values, from, count);
}

function fillNumbers(vector: duckdb.Vector, values: NumberArray, from: number, count: number): void {
  const size = values.BYTES_PER_ELEMENT;
  const at = values.byteOffset + from * size;
  duckdb.copy_data_to_vector(vector, 0, values.buffer as ArrayBuffer, at, count * size);
}

function fillSlices(
  vector: duckdb.Vector,
  { bytes, start, end = start.subarray(1) }: Slices,
  heap: StringHeap | null,
  from: number,
  count: number,
): void {
  if (heap !== null) {
    heap.fill(vector, start, end, from, count);
    return;
  }
  for (let i = 0; i < count; i++) {
    duckdb.vector_assign_string_element_len(vector, i, bytes.subarray(start[from + i], end[from + i]));
  }
}

function fillValues(vector: duckdb.Vector, values: readonly (Uint8Array | null)[], from: number, count: number): void {
  // One bit a row, least significant first, set = not NULL.
  const validity = new Uint8Array(CHUNK_ROWS / 8).fill(0xff);
  let hasNull = false;
  for (let i = 0; i < count; i++) {
    const value = values[from + i] ?? null;
    if (value !== null) {
      duckdb.vector_assign_string_element_len(vector, i, value);
      continue;
    }
    hasNull = true;
    validity[i >> 3]! &= ~(1 << (i & 7));
  }
  if (!hasNull) return;
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(vector, 0, validity.buffer, 0, validity.length);
}
