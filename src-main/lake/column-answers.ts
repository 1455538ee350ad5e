import type { Histogram, TemplateRow } from '#shared/domain/event-row.ts';
import type { NamedTemplate } from '#shared/domain/lake-manifest.ts';
import { type ColumnSelection, visitRows } from './column-selection.ts';
import { type EventBits, setBit } from './event-bits.ts';
import { type EventColumns, rowAtTime, UNTIMED } from './event-columns.ts';

const BANDS = 7;
const BAND_BITS = UNTIMED - 1;
const BAND_VALUES = 2 * UNTIMED;
/** Values of a band and its flags: untimed, not selected. */
const TALLY = 32;

/** Ids of the selected events, in time order. */
export function selectedIds(columns: EventColumns, selection: ColumnSelection): Uint32Array {
  const { ids } = columns;
  // Room for all of them: pages that nobody writes to cost nothing.
  const picked = new Uint32Array(selection.ranges.reduce((sum, [from, to]) => sum + to - from, 0));
  let count = 0;
  visitRows(columns, selection, (from, to, marks) => {
    count = appendRows(from, to, marks, picked, count);
  });
  if (ids !== null) for (let i = 0; i < count; i++) picked[i] = ids[picked[i] as number] as number;
  return picked.slice(0, count);
}

/** @returns Rows in `picked` then. */
function appendRows(from: number, to: number, marks: Uint8Array | null, picked: Uint32Array, count: number): number {
  let at = count;
  if (marks === null) {
    for (let row = from; row < to; row++) picked[at++] = row;
    return at;
  }
  for (let row = from; row < to; row++) {
    picked[at] = row;
    at += marks[row - from] as number;
  }
  return at;
}

/** Adds the selected events to a set. */
export function markSelected(columns: EventColumns, selection: ColumnSelection, bits: EventBits): void {
  const { ids } = columns;
  visitRows(columns, selection, (from, to, marks) => {
    for (let row = from; row < to; row++) {
      if (marks === null || marks[row - from] === 1) setBit(bits, ids === null ? row : (ids[row] as number));
    }
  });
}

/**
 * Counts the selected events by time bucket and severity band.
 * @param range `toNs` exclusive, at least one nanosecond after `fromNs`; as of `readHistogram`.
 */
export function countByTime(
  columns: EventColumns,
  selection: ColumnSelection,
  range: { readonly fromNs: bigint; readonly toNs: bigint; readonly buckets: number },
): Histogram {
  const { fromNs, toNs, buckets } = range;
  const span = toNs > fromNs ? toNs - fromNs : 1n;
  const bucketNs = (span + BigInt(buckets) - 1n) / BigInt(buckets);
  const counts = new Float64Array(buckets * BANDS);
  const edges = bucketEdges(columns, fromNs, toNs, bucketNs, buckets);
  const tally = new Uint32Array(2 * TALLY);
  let bucket = 0;
  const { bands } = selection;
  // Rows are counted by band anyway: the bands that do not pass are left out afterwards.
  const bounded = within({ ...selection, bands: null }, edges[0] as number, edges[buckets] as number);
  visitRows(columns, bounded, (from, to, marks) => {
    for (let row = from; row < to; ) {
      while ((edges[bucket + 1] as number) <= row) bucket++;
      const end = Math.min(to, edges[bucket + 1] as number);
      tally.fill(0);
      tallyBands(columns.band, row, end, marks, row - from, tally);
      for (let band = 0; band < BANDS; band++) {
        if (bands?.[band] === 0) continue;
        const at = bucket * BANDS + band;
        counts[at] = (counts[at] as number) + (tally[band] as number) + (tally[band + TALLY] as number);
      }
      row = end;
    }
  });
  return { fromNs, bucketNs, buckets, counts };
}

/**
 * Counts rows [from, to) by band. Neighbours are counted in two halves of the tally: most are of one band, and a counter
 * that was just written would have to be waited for. Rows that do not pass go to the upper values of each half.
 * @param at Index of the first row's mark.
 */
function tallyBands(
  band: Uint8Array,
  from: number,
  to: number,
  marks: Uint8Array | null,
  at: number,
  tally: Uint32Array,
): void {
  if (marks === null) {
    for (let row = from; row < to; row++) {
      const slot = ((row & 1) * TALLY) | (band[row] as number);
      tally[slot] = (tally[slot] as number) + 1;
    }
    return;
  }
  const shift = at - from;
  for (let row = from; row < to; row++) {
    const slot = ((row & 1) * TALLY) | (((marks[row + shift] as number) ^ 1) << 4) | (band[row] as number);
    tally[slot] = (tally[slot] as number) + 1;
  }
}

/** Templates with the use the selection lets pass, rare first; templates without any such event are left out. */
export function countByTemplate(
  columns: EventColumns,
  selection: ColumnSelection,
  templates: readonly NamedTemplate[],
): TemplateRow[] {
  const uses = tallyTemplates(columns, selection, templates);
  return templates
    .flatMap((template, index) => {
      const use = uses[index];
      if (use === undefined || use.count === 0) return [];
      const time = (row: number): bigint | null => (row < 0 ? null : (columns.timeNs[row] as bigint));
      return [
        {
          templateId: template.templateId,
          text: template.text,
          name: template.name,
          maskNames: template.maskNames,
          count: use.count,
          firstTimeNs: time(use.firstRow),
          lastTimeNs: time(use.lastRow),
          firstEventId: use.firstEventId,
          severityBand: use.band,
        },
      ];
    })
    .toSorted((a, b) => a.count - b.count || a.firstEventId - b.firstEventId);
}

interface TemplateUse {
  count: number;
  /** Rows of the first and last event that has a time; -1 when none has. */
  firstRow: number;
  lastRow: number;
  firstEventId: number;
  band: number;
}

/** Use of each template, by its place in `templates`. */
function tallyTemplates(
  columns: EventColumns,
  selection: ColumnSelection,
  templates: readonly NamedTemplate[],
): TemplateUse[] {
  const use = (): TemplateUse => ({ count: 0, firstRow: -1, lastRow: -1, firstEventId: Infinity, band: 0 });
  const place = new Map<string | null, number>(templates.map(({ templateId }, index) => [templateId, index]));
  const ofTemplate = templates.map(use);
  const { bands } = selection;
  const { count, firstRow, lastRow, firstId } = tallyShapes(columns, { ...selection, bands: null });
  for (const [index, { templateId }] of columns.shapes.entries()) {
    const into = ofTemplate[place.get(templateId) ?? -1];
    if (into === undefined) continue;
    for (let value = 0; value < BAND_VALUES; value++) {
      const slot = index * BAND_VALUES + value;
      if (count[slot] === 0 || bands?.[value] === 0) continue;
      const isTimed = value < UNTIMED;
      addUse(into, {
        count: count[slot] as number,
        firstRow: isTimed ? (firstRow[slot] as number) : -1,
        lastRow: isTimed ? (lastRow[slot] as number) : -1,
        firstEventId: firstId[slot] as number,
        band: value & BAND_BITS,
      });
    }
  }
  return ofTemplate;
}

/** What is counted by shape and value of `band`: `shape * BAND_VALUES + band`. */
interface ShapeTally {
  readonly count: Uint32Array;
  readonly firstRow: Uint32Array;
  readonly lastRow: Uint32Array;
  readonly firstId: Uint32Array;
}

function tallyShapes(columns: EventColumns, selection: ColumnSelection): ShapeTally {
  const { shape, band, ids } = columns;
  const slots = (columns.shapes.length + 1) * BAND_VALUES;
  const count = new Uint32Array(slots);
  const firstRow = new Uint32Array(slots);
  const lastRow = new Uint32Array(slots);
  const rows = { count, firstRow, lastRow };
  visitRows(columns, selection, (from, to, marks) => tallyRows(columns, from, to, marks, rows));
  if (ids === null) return { count, firstRow, lastRow, firstId: firstRow };
  const firstId = new Uint32Array(slots).fill(0xffff_ffff);
  visitRows(columns, selection, (from, to, marks) => {
    for (let row = from; row < to; row++) {
      if (marks !== null && marks[row - from] === 0) continue;
      const slot = (shape[row] as number) * BAND_VALUES + (band[row] as number);
      const id = ids[row] as number;
      if (id < (firstId[slot] as number)) firstId[slot] = id;
    }
  });
  return { count, firstRow, lastRow, firstId };
}

function tallyRows(
  { shape, band }: EventColumns,
  from: number,
  to: number,
  marks: Uint8Array | null,
  { count, firstRow, lastRow }: Omit<ShapeTally, 'firstId'>,
): void {
  for (let row = from; row < to; row++) {
    if (marks !== null && marks[row - from] === 0) continue;
    const slot = (shape[row] as number) * BAND_VALUES + (band[row] as number);
    const before = count[slot] as number;
    if (before === 0) firstRow[slot] = row;
    count[slot] = before + 1;
    lastRow[slot] = row;
  }
}

function addUse(into: TemplateUse, use: TemplateUse): void {
  into.count += use.count;
  into.firstEventId = Math.min(into.firstEventId, use.firstEventId);
  into.band = Math.max(into.band, use.band);
  into.lastRow = Math.max(into.lastRow, use.lastRow);
  if (use.firstRow >= 0) into.firstRow = into.firstRow < 0 ? use.firstRow : Math.min(into.firstRow, use.firstRow);
}

/** First row of each bucket, and the row behind the last one. */
function bucketEdges(columns: EventColumns, fromNs: bigint, toNs: bigint, bucketNs: bigint, buckets: number): number[] {
  const edges: number[] = [];
  for (let bucket = 0; bucket <= buckets; bucket++) {
    const edge = fromNs + bucketNs * BigInt(bucket);
    edges.push(rowAtTime(columns, edge < toNs ? edge : toNs, edges.at(-1) ?? 0));
  }
  return edges;
}

function within(selection: ColumnSelection, first: number, end: number): ColumnSelection {
  const ranges = selection.ranges
    .map(([from, to]): [number, number] => [Math.max(from, first), Math.min(to, end)])
    .filter(([from, to]) => from < to);
  return { ...selection, ranges };
}
