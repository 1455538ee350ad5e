import { LineKind } from '#shared/domain/line-account.ts';
import type { ScanColumn } from './column-vectors.ts';
import { SCANNED_ROWS } from './column-scan.ts';
import { isStorableTime } from './day-partitions.ts';
import { epochNsColumn, int64Column, int64Sequence } from './int64-columns.ts';
import { pickEvents } from './pick-events.ts';
import type { SegmentColumns } from './segment-columns.ts';
import { wordColumn } from './segment-words.ts';
import { textColumns } from './segment-text.ts';

/** What becomes one Parquet file: typed columns, and the SELECT over them that adds the constant ones. */
export interface SegmentRows {
  readonly count: number;
  readonly columns: readonly ScanColumn[];
  readonly select: string;
}

/** The event of a line that belongs to none. */
const NO_EVENT = -1;

/** The bronze rows of a block. */
export function lineRows(c: SegmentColumns): SegmentRows {
  const count = c.lineCount;
  const lines = { name: 'text', bytes: c.bytes, start: c.lineStart, end: c.lineEnd, count };
  const { text, raw } = textColumns(lines);
  const eventIds = eventIdOfLines(c);
  const columns: ScanColumn[] = [
    int64s('line', int64Sequence(count, c.firstLine)),
    int64s('byte_offset', int64Column(count, 0, c.lineOffset)),
    { kind: 'numbers', name: 'kind', type: 'UTINYINT', values: c.lineKind },
    int64s('event_id', int64Column(count, 0, eventIds), (row) => eventIds[row] === NO_EVENT),
    text,
  ];
  if (raw !== null) columns.push(raw);
  const select = `SELECT ${c.sourceId}::INTEGER AS source_id, line, byte_offset, kind, event_id, text,
    ${raw === null ? 'NULL::BLOB' : raw.name} AS raw FROM ${SCANNED_ROWS}`;
  return { count, columns, select };
}

/**
 * Which event each line belongs to: the first of its line, the open one for continuations, none for blank and rejected
 * lines.
 */
function eventIdOfLines(c: SegmentColumns): Float64Array {
  const ids = new Float64Array(c.lineCount);
  let event = c.openEventId ?? NO_EVENT;
  let next = 0;
  for (let line = 0; line < c.lineCount; line++) {
    if (next < c.eventCount && c.eventLine[next] === line) {
      event = c.firstEventId + next;
      while (next < c.eventCount && c.eventLine[next] === line) next++;
    }
    const kind = c.lineKind[line];
    ids[line] = kind === LineKind.event || kind === LineKind.continuation ? event : NO_EVENT;
  }
  return ids;
}

/** The silver rows of a block: of the events with these indexes, in their order; null: of all. */
export function eventRows(block: SegmentColumns, indexes: Uint32Array | null): SegmentRows {
  const c = indexes === null ? block : pickEvents(block, indexes);
  const count = c.eventCount;
  const isUntimed = (row: number): boolean => !isStorableTime(c.epochSeconds[row] as number);
  const parameters = { name: 'parameters', bytes: c.parameters.bytes, start: c.parameters.offsets, count };
  const ids = indexes === null ? int64Sequence(count, c.firstEventId) : int64Column(count, c.firstEventId, indexes);
  const columns: ScanColumn[] = [
    int64s('event_id', ids),
    int64s('line', int64Column(count, c.firstLine, c.eventLine)),
    { kind: 'numbers', name: 'line_count', type: 'INTEGER', values: c.eventLineCount },
    int64s('byte_offset', int64Column(count, 0, offsetOfEvents(c))),
    int64s('time_ns', epochNsColumn(count, c.epochSeconds, c.nanos), isUntimed),
    { kind: 'numbers', name: 'severity', type: 'UTINYINT', values: c.severity },
    { kind: 'numbers', name: 'shape_id', type: 'UBIGINT', values: c.shapeIds },
    textColumns(parameters).text,
  ];
  // A column without any value is a constant of the query.
  const optional = (name: string, column: ScanColumn | null): string => {
    if (column === null) return `NULL::VARCHAR AS ${name}`;
    columns.push(column);
    return name;
  };
  const select = `SELECT event_id, ${c.sourceId}::INTEGER AS source_id, line, line_count, byte_offset, time_ns, severity,
    ${optional('severity_text', wordColumn('severity_text', c.severityText, count))},
    ${optional('service', wordColumn('service', c.service, count))}, ${optional('host', wordColumn('host', c.host, count))},
    ${optional('component', wordColumn('component', c.component, count))}, shape_id, parameters,
    ${optional('attributes', attributes(c))} FROM ${SCANNED_ROWS}`;
  return { count, columns, select };
}

function int64s(name: string, values: BigInt64Array, isNull?: (row: number) => boolean): ScanColumn {
  return { kind: 'numbers', name, type: 'BIGINT', values, isNull };
}

function offsetOfEvents(c: SegmentColumns): Float64Array {
  const offsets = new Float64Array(c.eventCount);
  for (let event = 0; event < c.eventCount; event++) {
    offsets[event] = c.lineOffset[c.eventLine[event] as number] as number;
  }
  return offsets;
}

function attributes(c: SegmentColumns): ScanColumn | null {
  const { bytes, offsets } = c.attributes;
  if (offsets[c.eventCount] === offsets[0]) return null;
  return textColumns({ name: 'attributes', bytes, start: offsets, count: c.eventCount, isEmptyNull: true }).text;
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
