import { setImmediate } from 'node:timers/promises';
import { BIGINT, DuckDBDataChunk, type DuckDBConnection } from '@duckdb/node-api';
import type { EventBits } from './event-bits.ts';
import type { QueryEngine } from './query-engine.ts';
import type { FoundTerms } from './text-searches.ts';

const CHUNK_ROWS = 2048;
/** About 8 ms of work. */
const PAUSE_CHUNKS = 64;
let made = 0;

/**
 * Runs a query while what was found is there as tables of event ids.
 * @param work Gets the name of the table of each term; the tables are gone when it has ended.
 */
export async function withFoundTables<T>(
  engine: QueryEngine,
  found: FoundTerms,
  signal: AbortSignal | undefined,
  work: (tables: ReadonlyMap<string, string>) => Promise<T>,
): Promise<T> {
  const tables = new Map<string, string>();
  try {
    for (const [key, bits] of found) {
      const table = `found_${++made}`;
      tables.set(key, table);
      await engine.session(signal, (connection) => fillTable(connection, table, bits));
    }
    return await work(tables);
  } finally {
    for (const table of tables.values()) await engine.execute(`DROP TABLE IF EXISTS ${table}`);
  }
}

async function fillTable(connection: DuckDBConnection, table: string, bits: EventBits): Promise<void> {
  await connection.run(`CREATE TABLE ${table} (event_id BIGINT)`);
  const appender = await connection.createAppender(table);
  let chunks = 0;
  for (const ids of idChunks(bits)) {
    // Others are answered between the pieces of a large set.
    if (++chunks % PAUSE_CHUNKS === 0) await setImmediate();
    const chunk = DuckDBDataChunk.create([BIGINT], ids.length);
    chunk.setColumnValues(0, ids);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function* idChunks(bits: EventBits): Generator<bigint[]> {
  let ids: bigint[] = [];
  for (let word = 0; word < bits.length; word++) {
    for (let rest = bits[word] as number; rest !== 0; rest &= rest - 1) {
      ids.push(BigInt(word * 32 + (31 - Math.clz32(rest & -rest))));
      if (ids.length < CHUNK_ROWS) continue;
      yield ids;
      ids = [];
    }
  }
  if (ids.length > 0) yield ids;
}
