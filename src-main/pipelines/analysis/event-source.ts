import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { streamedChunks } from '../../base/streamed-chunks.ts';
import type { EventBatch } from '../../features/event-batch.ts';
import { MAX_SLOTS } from '../../features/slot-planner.ts';
import { doubleColumn, int32Column, uint32Column, uint8Column } from '../../lake/chunk-columns.ts';
import { isInTimeOrder } from '../../lake/event-order.ts';
import { type EventPart, orderedParts } from './event-parts.ts';
import { createLookups, type EventSourceOptions, eventsSql } from './event-sql.ts';
import { KeyIndex } from './key-index.ts';

export type { EventRange } from './event-sql.ts';

/** Rows of a batch that the engine sorted. */
const SORTED_BATCH = 16_384;
/** Rows of a chunk, a constant of the engine's build. */
const CHUNK_ROWS = 2048;
/** Rows handed out at once of a part: some milliseconds of work. */
const PIECE_ROWS = 32_768;
/** What the engine may have ready of a result: behind its own 1 MB its threads mostly wait for this one. */
const STREAM_BUFFER = '32MiB';
/** Time of a place no event was put in. */
const ABSENT = Number.NEGATIVE_INFINITY;

/**
 * Streams a case's events in time order as column batches, through one connection.
 * The batch is reused: it is valid until the next one is asked for. Events without a time come with NaN; before all
 * others when the case is not in time order.
 */
export async function* streamEvents(
  connection: DuckDBConnection,
  options: EventSourceOptions,
): AsyncGenerator<EventBatch> {
  await createLookups(connection, options);
  await connection.run(`SET streaming_buffer_size = '${STREAM_BUFFER}'`);
  const keys = options.sessionTable === null ? new KeyIndex() : null;
  const isOrdered = isInTimeOrder(options.reader.manifest.segments);
  for await (const batch of isOrdered ? streamParts(connection, options) : streamSorted(connection, options)) {
    // Keys get their index in order of appearance, so only once the events are in theirs.
    if (keys === null) batch.session.set(batch.sessionCodes.subarray(0, batch.length));
    else keys.lookUp(batch.sessionCodes, batch.timeSeconds, batch.session, batch.length);
    yield batch;
  }
}

/** All events sorted by the engine, which may spill to disk for a case that is out of order. */
async function* streamSorted(
  connection: DuckDBConnection,
  options: EventSourceOptions,
): AsyncGenerator<UnfinishedBatch> {
  const batch = newBatch(SORTED_BATCH);
  const places = new Int32Array(CHUNK_ROWS);
  const sql = `${eventsSql(options, 'silver', null)} ORDER BY time_ns NULLS FIRST, event_id`;
  for await (const chunk of streamedChunks(connection, sql, { signal: options.signal })) {
    for (let row = 0; row < chunk.rowCount; row++) places[row] = batch.length + row;
    scatter(chunk, places, batch);
    batch.length += chunk.rowCount;
    if (batch.length + CHUNK_ROWS <= SORTED_BATCH) continue;
    yield batch;
    batch.length = 0;
  }
  if (batch.length > 0) yield batch;
}

/**
 * Part by part of a case whose ids run in time order: the engine's threads answer in any order and each row is put
 * where its id says. Time and memory stay linear in a part, where sorting all events would spill for a large case. While a
 * part is handed out in pieces the next one is read: between pieces this thread sees to what the engine has ready.
 */
async function* streamParts(
  connection: DuckDBConnection,
  options: EventSourceOptions,
): AsyncGenerator<UnfinishedBatch> {
  const parts = orderedParts(options.reader);
  const places = Math.max(0, ...parts.map((part) => part.ids));
  const batches = Array.from({ length: Math.min(2, parts.length) }, () => newBatch(places));
  const read = (index: number): Promise<UnfinishedBatch> | null => {
    const part = parts[index];
    if (part === undefined) return null;
    const filled = fillPart(connection, options, part, batches[index % 2]!);
    // Its failure is met when its turn comes; until then it must not count as unhandled.
    filled.catch(() => undefined);
    return filled;
  };
  let reading = read(0);
  try {
    for (let index = 0; reading !== null; index++) {
      const batch: UnfinishedBatch = await reading;
      reading = read(index + 1);
      for (let from = 0; from < batch.length; from += PIECE_ROWS) {
        yield pieceOf(batch, from, Math.min(batch.length, from + PIECE_ROWS));
        await setImmediate();
      }
    }
  } finally {
    // The connection is not to be closed under a query.
    await reading?.catch(() => undefined);
  }
}

async function fillPart(
  connection: DuckDBConnection,
  options: EventSourceOptions,
  part: EventPart,
  batch: UnfinishedBatch,
): Promise<UnfinishedBatch> {
  batch.timeSeconds.fill(ABSENT, 0, part.ids);
  const sql = eventsSql(options, part.silver, part.firstEventId);
  for await (const chunk of streamedChunks(connection, sql, { signal: options.signal }))
    scatter(chunk, int32Column(chunk, 0), batch);
  closeGaps(batch, part.ids);
  return batch;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Column = Float64Array | Int32Array | Uint32Array | Uint8Array;

interface UnfinishedBatch extends Writable<EventBatch> {
  /** As the engine gave it: the hash of a key, 0 for none, or the index in the session table. */
  readonly sessionCodes: Uint32Array;
}

function newBatch(rows: number): UnfinishedBatch {
  return {
    length: 0,
    timeSeconds: new Float64Array(rows),
    template: new Int32Array(rows),
    severity: new Uint8Array(rows),
    service: new Int32Array(rows),
    host: new Int32Array(rows),
    session: new Int32Array(rows),
    sessionCodes: new Uint32Array(rows),
    numbers: Array.from({ length: MAX_SLOTS }, () => new Float64Array(rows)),
    keys: Array.from({ length: MAX_SLOTS }, () => new Uint32Array(rows)),
  };
}

/** Rows [from, to) of a batch, in its own memory. */
function pieceOf(batch: UnfinishedBatch, from: number, to: number): UnfinishedBatch {
  return {
    length: to - from,
    timeSeconds: batch.timeSeconds.subarray(from, to),
    template: batch.template.subarray(from, to),
    severity: batch.severity.subarray(from, to),
    service: batch.service.subarray(from, to),
    host: batch.host.subarray(from, to),
    session: batch.session.subarray(from, to),
    sessionCodes: batch.sessionCodes.subarray(from, to),
    numbers: batch.numbers.map((column) => column.subarray(from, to)),
    keys: batch.keys.map((column) => column.subarray(from, to)),
  };
}

/** The batch's columns in the order of the statement's, behind its first. */
function columnsOf(batch: UnfinishedBatch): Column[] {
  const { timeSeconds, template, severity, service, host, sessionCodes, numbers, keys } = batch;
  return [timeSeconds, template, severity, service, host, sessionCodes, ...numbers, ...keys];
}

function scatter(chunk: DuckDBDataChunk, places: Int32Array, batch: UnfinishedBatch): void {
  const rows = chunk.rowCount;
  for (const [index, target] of columnsOf(batch).entries()) {
    const source = readColumn(chunk, index + 1, target);
    for (let row = 0; row < rows; row++) target[places[row]!] = source[row]!;
  }
}

function readColumn(chunk: DuckDBDataChunk, index: number, like: Column): Column {
  if (like instanceof Float64Array) return doubleColumn(chunk, index);
  if (like instanceof Int32Array) return int32Column(chunk, index);
  return like instanceof Uint32Array ? uint32Column(chunk, index) : uint8Column(chunk, index);
}

/** Moves the rows that are there together; most parts have no gap. */
function closeGaps(batch: UnfinishedBatch, places: number): void {
  const { timeSeconds } = batch;
  let rows = timeSeconds.indexOf(ABSENT);
  if (rows < 0 || rows > places) rows = places;
  for (let place = rows + 1; place < places; place++) {
    if (timeSeconds[place] === ABSENT) continue;
    for (const column of columnsOf(batch)) column[rows] = column[place]!;
    rows++;
  }
  batch.length = rows;
}
