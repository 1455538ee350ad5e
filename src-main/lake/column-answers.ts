import type { Histogram, TemplateRow } from '#shared/domain/event-row.ts';
import type { NamedTemplate } from '#shared/domain/lake-manifest.ts';
import { type ColumnSelection, visitRows } from './column-selection.ts';
import { type EventBits, setBit } from './event-bits.ts';
import { type EventColumns, rowAtTime, UNTIMED } from './event-columns.ts';

const BANDS = 7;
const BAND_BITS = UNTIMED - 1;

/** Ids of the selected events, in time order. */
export function selectedIds(columns: EventColumns, selection: ColumnSelection): Uint32Array {
  const { ids } = columns;
  const picked = new Uint32Array(countRows(columns, selection));
  let at = 0;
  visitRows(columns, selection, (from, to, marks) => {
    for (let row = from; row < to; row++) {
      if (marks === null || marks[row - from] === 1) picked[at++] = ids === null ? row : (ids[row] as number);
    }
  });
  return picked;
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

export function countRows(columns: EventColumns, selection: ColumnSelection): number {
  let count = 0;
  visitRows(columns, selection, (from, to, marks) => {
    if (marks === null) count += to - from;
    else for (let i = 0; i < to - from; i++) count += marks[i] as number;
  });
  return count;
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
  const { band } = columns;
  let bucket = 0;
  const bounded = within(selection, edges[0] as number, edges[buckets] as number);
  visitRows(columns, bounded, (from, to, marks) => {
    for (let row = from; row < to; ) {
      while ((edges[bucket + 1] as number) <= row) bucket++;
      const end = Math.min(to, edges[bucket + 1] as number);
      const base = bucket * BANDS;
      for (; row < end; row++) {
        const value = band[row] as number;
        if (value >= UNTIMED || (marks !== null && marks[row - from] === 0)) continue;
        counts[base + value] = (counts[base + value] as number) + 1;
      }
    }
  });
  return { fromNs, bucketNs, buckets, counts };
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
  const { shapes, shape, band, ids } = columns;
  const use = (): TemplateUse => ({ count: 0, firstRow: -1, lastRow: -1, firstEventId: Infinity, band: 0 });
  const ofShape = Array.from({ length: shapes.length + 1 }, use);
  visitRows(columns, selection, (from, to, marks) => {
    for (let row = from; row < to; row++) {
      if (marks !== null && marks[row - from] === 0) continue;
      const own = ofShape[shape[row] as number] as TemplateUse;
      const value = band[row] as number;
      const id = ids === null ? row : (ids[row] as number);
      own.count++;
      if (id < own.firstEventId) own.firstEventId = id;
      if ((value & BAND_BITS) > own.band) own.band = value & BAND_BITS;
      if (value >= UNTIMED) continue;
      if (own.firstRow < 0) own.firstRow = row;
      own.lastRow = row;
    }
  });
  const place = new Map<string | null, number>(templates.map(({ templateId }, index) => [templateId, index]));
  const ofTemplate = templates.map(use);
  for (const [index, { templateId }] of shapes.entries()) {
    const into = ofTemplate[place.get(templateId) ?? -1];
    if (into !== undefined) addUse(into, ofShape[index] as TemplateUse);
  }
  return ofTemplate;
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
