import {
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBResult,
  type DuckDBValue,
  ResultReturnType,
} from '@duckdb/node-api';
import { throwIfAborted } from './abort.ts';

export interface StreamOptions {
  readonly parameters?: DuckDBValue[] | undefined;
  /** What interrupts the connection. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a query and hands out its chunks of at most 2048 rows as they are made.
 * @throws what the query fails with, be it after its first rows; CancelledError when it broke off and the signal has fired.
 */
export async function* streamedChunks(
  connection: DuckDBConnection,
  sql: string,
  options: StreamOptions = {},
): AsyncGenerator<DuckDBDataChunk> {
  yield* chunksOf(connection, sql, await connection.stream(sql, options.parameters), options);
}

/**
 * Chunks of a query that was started as a stream. The library ends a stream that failed or was interrupted like one that is
 * complete; only the result's type tells them apart, and rows must not be missing unnoticed.
 */
export async function* chunksOf(
  connection: DuckDBConnection,
  sql: string,
  result: DuckDBResult,
  { parameters, signal }: StreamOptions = {},
): AsyncGenerator<DuckDBDataChunk> {
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    yield chunk;
  }
  if (result.returnType !== ResultReturnType.INVALID) return;
  throwIfAborted(signal);
  // The reason is not handed on either: the query fails again, this time with it.
  await connection.run(`EXPLAIN ANALYZE ${sql}`, parameters);
  throw new Error('The query broke off before its end.');
}
