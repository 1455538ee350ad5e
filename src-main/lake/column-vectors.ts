import duckdb from '@duckdb/node-bindings';
import { CHUNK_ROWS, StringHeap } from './string-heap.ts';

/**
 * One column of many rows, in DuckDB's own memory layout:
 * - `numbers`: a typed array whose element is the column's physical type;
 * - `slices`: byte ranges of one buffer (`end` absent: `start` has one more value and ends are the next start). They must
 *   be valid UTF-8;
 * - `values`: a byte string a row, null for NULL.
 */
export type AppendColumn =
  | {
      readonly kind: 'numbers';
      readonly name: string;
      readonly type: NumberType;
      readonly values: NumberArray;
      readonly isNull?: (row: number) => boolean;
    }
  | {
      readonly kind: 'slices';
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly start: Uint32Array;
      readonly end?: Uint32Array;
      readonly isNull?: (row: number) => boolean;
    }
  | {
      readonly kind: 'values';
      readonly name: string;
      readonly type: 'VARCHAR' | 'BLOB';
      readonly values: readonly (Uint8Array | null)[];
    };

type NumberArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array | BigUint64Array | BigInt64Array;
type NumberType = 'DOUBLE' | 'FLOAT' | 'INTEGER' | 'UINTEGER' | 'UTINYINT' | 'UBIGINT' | 'BIGINT';
type Kind<K extends AppendColumn['kind']> = Extract<AppendColumn, { kind: K }>;

export function sqlType(column: AppendColumn): NumberType | 'VARCHAR' | 'BLOB' {
  return column.kind === 'slices' ? 'VARCHAR' : column.type;
}

export function logicalType(column: AppendColumn): duckdb.LogicalType {
  return duckdb.create_logical_type(duckdb.Type[sqlType(column)]);
}

/** Fills vectors with the rows of one column. */
export interface ColumnFiller {
  /** Fills rows 0..count-1 of a vector with rows from..from+count-1; at most one chunk of rows. */
  fill(vector: duckdb.Vector, from: number, count: number): void;
  /** Frees the text that filled vectors refer to: only after DuckDB has copied them. */
  dispose(): void;
}

const nothing = (): void => {};

export function createFiller(column: AppendColumn): ColumnFiller {
  switch (column.kind) {
    case 'numbers':
      return { fill: (vector, from, count) => fillNumbers(vector, column, from, count), dispose: nothing };
    case 'slices':
      return createSlicesFiller(column);
    case 'values':
      return { fill: (vector, from, count) => fillValues(vector, column.values, from, count), dispose: nothing };
  }
}

function fillNumbers(vector: duckdb.Vector, { values, isNull }: Kind<'numbers'>, from: number, count: number): void {
  const size = values.BYTES_PER_ELEMENT;
  const at = values.byteOffset + from * size;
  duckdb.copy_data_to_vector(vector, 0, values.buffer as ArrayBuffer, at, count * size);
  if (isNull !== undefined) markNulls(vector, from, count, isNull);
}

function createSlicesFiller({ bytes, start, end = start.subarray(1), isNull }: Kind<'slices'>): ColumnFiller {
  const heap = StringHeap.isSupported() ? new StringHeap(bytes) : null;
  return {
    fill(vector, from, count) {
      if (heap !== null) heap.fill(vector, start, end, from, count);
      else {
        for (let i = 0; i < count; i++) {
          duckdb.vector_assign_string_element_len(vector, i, bytes.subarray(start[from + i], end[from + i]));
        }
      }
      if (isNull !== undefined) markNulls(vector, from, count, isNull);
    },
    dispose: () => heap?.dispose(),
  };
}

function fillValues(vector: duckdb.Vector, values: readonly (Uint8Array | null)[], from: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = values[from + i] ?? null;
    if (value !== null) duckdb.vector_assign_string_element_len(vector, i, value);
  }
  markNulls(vector, from, count, (row) => (values[row] ?? null) === null);
}

function markNulls(vector: duckdb.Vector, from: number, count: number, isNull: (row: number) => boolean): void {
  let validity: Uint8Array<ArrayBuffer> | null = null;
  for (let i = 0; i < count; i++) {
    if (!isNull(from + i)) continue;
    // One bit a row, least significant first, set = not NULL.
    validity ??= new Uint8Array(CHUNK_ROWS / 8).fill(0xff);
    validity[i >> 3]! &= ~(1 << (i & 7));
  }
  if (validity === null) return;
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(vector, 0, validity.buffer, 0, validity.length);
}
