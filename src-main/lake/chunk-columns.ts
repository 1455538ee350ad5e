import type { DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';

/** Fixed-width columns of a result chunk as typed arrays, without a JavaScript value per cell. Valid until the next chunk is read. */
export function int64Column(chunk: DuckDBDataChunk, index: number): BigInt64Array {
  const bytes = columnBytes(chunk, index, 8);
  return new BigInt64Array(bytes.buffer, bytes.byteOffset, chunk.rowCount);
}

export function doubleColumn(chunk: DuckDBDataChunk, index: number): Float64Array {
  const bytes = columnBytes(chunk, index, 8);
  return new Float64Array(bytes.buffer, bytes.byteOffset, chunk.rowCount);
}

export function int32Column(chunk: DuckDBDataChunk, index: number): Int32Array {
  const bytes = columnBytes(chunk, index, 4);
  return new Int32Array(bytes.buffer, bytes.byteOffset, chunk.rowCount);
}

export function uint32Column(chunk: DuckDBDataChunk, index: number): Uint32Array {
  const bytes = columnBytes(chunk, index, 4);
  return new Uint32Array(bytes.buffer, bytes.byteOffset, chunk.rowCount);
}

export function uint8Column(chunk: DuckDBDataChunk, index: number): Uint8Array {
  return columnBytes(chunk, index, 1);
}

function columnBytes(chunk: DuckDBDataChunk, index: number, width: number): Uint8Array<ArrayBuffer> {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
  return duckdb.vector_get_data(vector, chunk.rowCount * width) as Uint8Array<ArrayBuffer>;
}
