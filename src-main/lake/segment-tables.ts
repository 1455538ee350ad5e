import type duckdb from '@duckdb/node-bindings';
import { LineKind } from '#shared/domain/line-account.ts';
import { type AppendColumn, createTable } from './chunk-appender.ts';
import { isStorableTime, type DayPartitions } from './day-partitions.ts';
import { sqlString } from './engine.ts';
import type { DictionaryColumn, SegmentColumns } from './segment-columns.ts';
import { textColumns } from './segment-text.ts';

const LINES = 'block_lines';
const EVENTS = 'block_events';

/** Values of `event` in the lines table that are not an index into the block's events. */
const OPEN_EVENT = -1;
const NO_EVENT = -2;

/** Fills the table of the block's lines. @returns The SELECT that gives the bronze columns. */
export async function loadLines(connection: duckdb.Connection, c: SegmentColumns): Promise<string> {
  const { text, raw } = textColumns({
    name: 'text',
    bytes: c.bytes,
    start: c.lineStart,
    end: c.lineEnd,
    count: c.lineCount,
  });
  const columns: AppendColumn[] = [
    { kind: 'numbers', name: 'byte_offset', type: 'DOUBLE', values: c.lineOffset },
    { kind: 'numbers', name: 'kind', type: 'UTINYINT', values: c.lineKind },
    { kind: 'numbers', name: 'event', type: 'INTEGER', values: eventOfLines(c) },
    text,
  ];
  if (raw !== null) columns.push(raw);
  await createTable(connection, LINES, c.lineCount, columns);
  const openEvent = c.openEventId === undefined || c.openEventId < 0 ? 'NULL' : String(c.openEventId);
  return `SELECT ${c.sourceId}::INTEGER AS source_id, ${c.firstLine}::BIGINT + rowid AS line,
    byte_offset::BIGINT AS byte_offset, kind,
    CASE WHEN event >= 0 THEN ${c.firstEventId}::BIGINT + event WHEN event = ${OPEN_EVENT} THEN ${openEvent} END::BIGINT AS event_id,
    text, ${raw === null ? 'NULL::BLOB' : raw.name} AS raw FROM ${LINES}`;
}

/** Which event each line belongs to: the first of its line, the open one for continuations, none for blank and rejected lines. */
function eventOfLines(c: SegmentColumns): Int32Array {
  const eventOfLine = new Int32Array(c.lineCount);
  let event = OPEN_EVENT;
  let next = 0;
  for (let line = 0; line < c.lineCount; line++) {
    if (next < c.eventCount && c.eventLine[next] === line) {
      event = next;
      while (next < c.eventCount && c.eventLine[next] === line) next++;
    }
    const kind = c.lineKind[line];
    eventOfLine[line] = kind === LineKind.event || kind === LineKind.continuation ? event : NO_EVENT;
  }
  return eventOfLine;
}

/** Fills the table of the block's events. @returns The SELECT that gives the silver columns, over alias `e` with its `part` column. */
export async function loadEvents(
  connection: duckdb.Connection,
  c: SegmentColumns,
  partitions: DayPartitions,
): Promise<string> {
  const rows = c.eventCount;
  const parameters = textColumns({
    name: 'parameters',
    bytes: c.parameters.bytes,
    start: c.parameters.offsets,
    count: rows,
  });
  const hasAttributes = (c.attributes.offsets[rows] ?? 0) > (c.attributes.offsets[0] ?? 0);
  const columns: AppendColumn[] = [
    { kind: 'numbers', name: 'line', type: 'UINTEGER', values: c.eventLine },
    { kind: 'numbers', name: 'line_count', type: 'UINTEGER', values: c.eventLineCount },
    { kind: 'numbers', name: 'byte_offset', type: 'DOUBLE', values: gatherOffsets(c) },
    { kind: 'numbers', name: 'seconds', type: 'DOUBLE', values: c.epochSeconds },
    { kind: 'numbers', name: 'nanos', type: 'INTEGER', values: c.nanos },
    { kind: 'numbers', name: 'severity', type: 'UTINYINT', values: c.severity },
    { kind: 'numbers', name: 'shape_id', type: 'UBIGINT', values: c.shapeIds },
    parameters.text,
  ];
  if (partitions.ofRow !== null)
    columns.push({ kind: 'numbers', name: 'part', type: 'UTINYINT', values: partitions.ofRow });
  if (hasAttributes) {
    columns.push(
      textColumns({ name: 'attributes', bytes: c.attributes.bytes, start: c.attributes.offsets, count: rows }).text,
    );
  }
  const dictionaries: LoadedDictionary[] = [];
  // One after another: a connection runs one query at a time.
  for (const name of ['severityText', 'service', 'host', 'component'] as const) {
    dictionaries.push(await loadDictionary(connection, name, c[name], rows));
  }
  for (const { column } of dictionaries) if (column !== null) columns.push(column);
  await createTable(connection, EVENTS, rows, columns);
  const [severityText, service, host, component] = dictionaries.map((dictionary) => dictionary.expression);
  return `SELECT ${c.firstEventId}::BIGINT + e.rowid AS event_id, ${c.sourceId}::INTEGER AS source_id,
    ${c.firstLine}::BIGINT + e.line AS line, e.line_count::INTEGER AS line_count, e.byte_offset::BIGINT AS byte_offset,
    CASE WHEN e.seconds BETWEEN -9223372035 AND 9223372035 THEN e.seconds::BIGINT * 1000000000 + e.nanos END AS time_ns,
    e.severity, ${severityText} AS severity_text, ${service} AS service, ${host} AS host, ${component} AS component,
    e.shape_id, e.parameters, ${hasAttributes ? "nullif(e.attributes, '')" : 'NULL::VARCHAR'} AS attributes
    FROM ${EVENTS} e ${dictionaries.map((dictionary) => dictionary.join).join(' ')}`;
}

function gatherOffsets(c: SegmentColumns): Float64Array {
  const offsets = new Float64Array(c.eventCount);
  for (let event = 0; event < c.eventCount; event++) {
    offsets[event] = c.lineOffset[c.eventLine[event] as number] as number;
  }
  return offsets;
}

interface LoadedDictionary {
  readonly column: AppendColumn | null;
  readonly expression: string;
  readonly join: string;
}

/** Ids go into the events table, the used values into a small table beside it; the COPY joins them. */
async function loadDictionary(
  connection: duckdb.Connection,
  name: string,
  { ids, values }: DictionaryColumn,
  rows: number,
): Promise<LoadedDictionary> {
  const used = new Set<number>();
  let last = Number.NaN;
  for (let row = 0; row < rows; row++) {
    const id = ids[row] as number;
    if (id !== last) used.add((last = id));
  }
  const hasNull = used.delete(-1);
  if (used.size === 0) return { column: null, expression: 'NULL::VARCHAR', join: '' };
  const [only] = used;
  if (used.size === 1 && !hasNull) {
    return { column: null, expression: sqlString(wellFormed(values[only as number])), join: '' };
  }
  const sorted = Int32Array.from(used).sort();
  const encoder = new TextEncoder();
  await createTable(connection, `dictionary_${name}`, sorted.length, [
    { kind: 'numbers', name: 'id', type: 'INTEGER', values: sorted },
    {
      kind: 'values',
      name: 'value',
      type: 'VARCHAR',
      values: Array.from(sorted, (id) => encoder.encode(values[id] ?? '')),
    },
  ]);
  return {
    column: { kind: 'numbers', name: `${name}_id`, type: 'INTEGER', values: ids },
    expression: `d_${name}.value`,
    join: `LEFT JOIN dictionary_${name} d_${name} ON d_${name}.id = e.${name}_id`,
  };
}

function wellFormed(text: string | undefined): string {
  return (text ?? '').toWellFormed();
}

export interface TimeSummary {
  readonly minTimeNs: bigint | null;
  readonly maxTimeNs: bigint | null;
  readonly untimedRows: number;
  readonly isOrdered: boolean;
}

/** Bounds and order of the times of one partition (`part`), or of all rows when it is null. */
export function summariseTimes(
  c: SegmentColumns,
  ofRow: Uint8Array | null,
  part: number | null,
): TimeSummary & { rows: number } {
  let min = -1;
  let max = -1;
  let last = -1;
  let untimedRows = 0;
  let rows = 0;
  let isOrdered = true;
  for (let row = 0; row < c.eventCount; row++) {
    if (part !== null && ofRow !== null && ofRow[row] !== part) continue;
    rows++;
    if (!isStorableTime(c.epochSeconds[row] as number)) {
      untimedRows++;
      continue;
    }
    if (last >= 0 && isEarlier(c, row, last)) isOrdered = false;
    if (min < 0 || isEarlier(c, row, min)) min = row;
    if (max < 0 || isEarlier(c, max, row)) max = row;
    last = row;
  }
  return { minTimeNs: timeOf(c, min), maxTimeNs: timeOf(c, max), untimedRows, isOrdered, rows };
}

function isEarlier(c: SegmentColumns, a: number, b: number): boolean {
  const difference = (c.epochSeconds[a] as number) - (c.epochSeconds[b] as number);
  return difference < 0 || (difference === 0 && (c.nanos[a] as number) < (c.nanos[b] as number));
}

function timeOf(c: SegmentColumns, row: number): bigint | null {
  if (row < 0) return null;
  return BigInt(c.epochSeconds[row] as number) * 1_000_000_000n + BigInt(c.nanos[row] as number);
}
