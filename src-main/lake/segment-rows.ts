import { LineKind } from '#shared/domain/line-account.ts';
import { isStorableTime } from './day-partitions.ts';
import type { ParquetColumn } from './parquet/column-types.ts';
import {
  bigintColumn,
  constantColumn,
  idColumn,
  integerColumn,
  sequenceColumn,
  smallColumn,
  timeColumn,
} from './parquet/number-columns.ts';
import { emptyColumn, repeatedColumn, sliceColumn, wordColumn } from './parquet/text-columns.ts';
import { pickEvents } from './pick-events.ts';
import type { DictionaryColumn, SegmentColumns } from './segment-columns.ts';
import { textSlices } from './segment-text.ts';

/** The event of a line that belongs to none. */
const NO_EVENT = -1;

/** What becomes one Parquet file. */
export interface SegmentRows {
  readonly count: number;
  readonly columns: readonly ParquetColumn[];
}

/** The bronze rows of a block. */
export function lineRows(c: SegmentColumns): SegmentRows {
  const count = c.lineCount;
  const { ids, isDefined } = eventIdOfLines(c);
  const { text, raw } = textSlices({ bytes: c.bytes, start: c.lineStart, end: c.lineEnd, count });
  const columns = [
    constantColumn('source_id', c.sourceId),
    sequenceColumn('line', c.firstLine),
    bigintColumn('byte_offset', c.lineOffset),
    smallColumn('kind', c.lineKind),
    bigintColumn('event_id', ids, 0, isDefined),
    sliceColumn('text', 'VARCHAR', text),
    raw === null ? emptyColumn('raw', 'BLOB') : sliceColumn('raw', 'BLOB', raw),
  ];
  return { count, columns };
}

/**
 * Which event each line belongs to: the first of its line, the open one for continuations, none for blank and rejected
 * lines.
 */
function eventIdOfLines(c: SegmentColumns): { readonly ids: Float64Array; readonly isDefined: Uint8Array } {
  const ids = new Float64Array(c.lineCount);
  const isDefined = new Uint8Array(c.lineCount);
  let event = c.openEventId ?? NO_EVENT;
  let next = 0;
  for (let line = 0; line < c.lineCount; line++) {
    if (next < c.eventCount && c.eventLine[next] === line) {
      event = c.firstEventId + next;
      while (next < c.eventCount && c.eventLine[next] === line) next++;
    }
    const kind = c.lineKind[line];
    if (event === NO_EVENT || (kind !== LineKind.event && kind !== LineKind.continuation)) continue;
    ids[line] = event;
    isDefined[line] = 1;
  }
  return { ids, isDefined };
}

/** The silver rows of a block: of the events with these indexes, in their order; null: of all. */
export function eventRows(block: SegmentColumns, indexes: Uint32Array | null): SegmentRows {
  const c = indexes === null ? block : pickEvents(block, indexes);
  const count = c.eventCount;
  const words = (name: string, column: DictionaryColumn): ParquetColumn =>
    wordColumn(name, column, count) ?? emptyColumn(name, 'VARCHAR');
  const { bytes, offsets } = c.parameters;
  const parameters = textSlices({ bytes, start: offsets, count }).text;
  const columns = [
    indexes === null ? sequenceColumn('event_id', c.firstEventId) : bigintColumn('event_id', indexes, c.firstEventId),
    constantColumn('source_id', c.sourceId),
    bigintColumn('line', c.eventLine, c.firstLine),
    integerColumn('line_count', c.eventLineCount),
    bigintColumn('byte_offset', offsetOfEvents(c)),
    timeColumn('time_ns', c.epochSeconds, c.nanos),
    smallColumn('severity', c.severity),
    words('severity_text', c.severityText),
    words('service', c.service),
    words('host', c.host),
    words('component', c.component),
    idColumn('shape_id', c.shapeIds),
    sliceColumn('parameters', 'VARCHAR', parameters),
    attributes(c),
  ];
  return { count, columns };
}

function offsetOfEvents(c: SegmentColumns): Float64Array {
  const offsets = new Float64Array(c.eventCount);
  for (let event = 0; event < c.eventCount; event++) {
    offsets[event] = c.lineOffset[c.eventLine[event] as number] as number;
  }
  return offsets;
}

function attributes(c: SegmentColumns): ParquetColumn {
  const { bytes, offsets } = c.attributes;
  if (offsets[c.eventCount] === offsets[0]) return emptyColumn('attributes', 'VARCHAR');
  return repeatedColumn(
    'attributes',
    textSlices({ bytes, start: offsets, count: c.eventCount, isEmptyNull: true }).text,
  );
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
