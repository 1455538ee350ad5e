import type { EventFilter } from '#shared/domain/event-filter.ts';
import { parseEventQuery, textTermKey } from '#shared/domain/event-query.ts';
import type { EventBits } from './event-bits.ts';
import { type EventColumns, rowAtTime, type ShapeNumbers, UNTIMED } from './event-columns.ts';
import type { FilterContext } from './event-filter-sql.ts';

/** Rows looked at together: their marks stay in the processor's cache. */
const CHUNK_ROWS = 32_768;
const BANDS = 7;

/** A filter as conditions on columns; null conditions let everything pass. */
export interface ColumnSelection {
  /** Rows [from, to) in ascending order; others do not pass. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
  /** By value of `band`. */
  readonly bands: Uint8Array | null;
  /** By value of `shape`. */
  readonly shapes: Uint8Array | null;
  readonly events: EventBits | null;
}

/**
 * A filter as conditions on columns, if it asks for nothing else: time, levels, templates, windows, text.
 * @param bitsOf Events in which a text term of the query was found.
 * @returns Null when the filter needs more than the columns.
 */
export function trySelect(
  filter: EventFilter,
  context: FilterContext,
  columns: EventColumns,
  bitsOf: ReadonlyMap<string, EventBits>,
): ColumnSelection | null {
  const terms = parseEventQuery(filter.query ?? '');
  for (const values of [filter.sourceIds, filter.services, filter.hosts, filter.components]) {
    if (values?.length) return null;
  }
  if (context.unitIds !== null && context.session !== null) return null;
  const isTimed = filter.fromNs !== undefined || filter.toNs !== undefined || context.unitIds !== null;
  const found: { bits: EventBits; isNegated: boolean }[] = [];
  for (const term of terms) {
    const bits = term.kind === 'field' ? undefined : bitsOf.get(textTermKey(term));
    if (bits === undefined) return null;
    found.push({ bits, isNegated: term.isNegated });
  }
  return {
    ranges: rangesOf(filter, context, columns),
    bands: bandMarks(filter.severityBands, isTimed && columns.hasUntimed),
    shapes: shapeMarks(filter, columns),
    events: joinBits(found),
  };
}

/**
 * Visits the rows of a selection in order, in pieces.
 * @param visit Called with rows [from, to) and, unless all of them pass, a 1 for each that does, from index 0.
 */
export function visitRows(
  columns: EventColumns,
  selection: ColumnSelection,
  visit: (from: number, to: number, marks: Uint8Array | null) => void,
): void {
  const hasMarks = selection.bands !== null || selection.shapes !== null || selection.events !== null;
  const marks = hasMarks ? new Uint8Array(CHUNK_ROWS) : null;
  for (const [first, end] of selection.ranges) {
    for (let from = first; from < end; from += CHUNK_ROWS) {
      const to = Math.min(end, from + CHUNK_ROWS);
      if (marks !== null) markRows(columns, selection, from, to, marks);
      visit(from, to, marks);
    }
  }
}

function markRows(c: EventColumns, selection: ColumnSelection, from: number, to: number, marks: Uint8Array): void {
  const { bands, shapes, events } = selection;
  if (bands === null) marks.fill(1, 0, to - from);
  else markBands(c.band, bands, from, to, marks);
  if (shapes !== null) markShapes(c.shape, shapes, from, to, marks);
  if (events !== null) markEvents(c.ids, events, from, to, marks);
}

function markBands(band: Uint8Array, passes: Uint8Array, from: number, to: number, marks: Uint8Array): void {
  for (let row = from; row < to; row++) marks[row - from] = passes[band[row] as number] as number;
}

function markShapes(shape: ShapeNumbers, passes: Uint8Array, from: number, to: number, marks: Uint8Array): void {
  for (let row = from; row < to; row++) {
    marks[row - from] = (marks[row - from] as number) & (passes[shape[row] as number] as number);
  }
}

function markEvents(ids: Uint32Array | null, events: EventBits, from: number, to: number, marks: Uint8Array): void {
  for (let row = from; row < to; row++) {
    const id = ids === null ? row : (ids[row] as number);
    marks[row - from] = (marks[row - from] as number) & ((events[id >>> 5] as number) >>> (id & 31));
  }
}

function rangesOf(filter: EventFilter, context: FilterContext, columns: EventColumns): [number, number][] {
  const from = filter.fromNs === undefined ? 0 : rowAtTime(columns, filter.fromNs);
  const to = filter.toNs === undefined ? columns.count : rowAtTime(columns, filter.toNs);
  const spans = context.unitIds === null ? null : context.unitSpans;
  if (spans === null) return from < to ? [[from, to]] : [];
  return spans
    .map(({ startNs, endNs }): [number, number] => [
      Math.max(from, rowAtTime(columns, startNs)),
      Math.min(to, rowAtTime(columns, endNs)),
    ])
    .filter(([first, end]) => first < end);
}

function bandMarks(wanted: readonly number[] | undefined, isTimed: boolean): Uint8Array | null {
  if (!wanted?.length && !isTimed) return null;
  const marks = new Uint8Array(2 * UNTIMED);
  for (let band = 0; band < BANDS; band++) {
    const passes = !wanted?.length || wanted.includes(band) ? 1 : 0;
    marks[band] = passes;
    marks[band + UNTIMED] = isTimed ? 0 : passes;
  }
  return marks;
}

function shapeMarks(filter: EventFilter, { shapes }: EventColumns): Uint8Array | null {
  const { templateIds = [], hiddenTemplateIds = [] } = filter;
  if (templateIds.length === 0 && hiddenTemplateIds.length === 0) return null;
  const wanted = new Set<string | null>(templateIds);
  const hidden = new Set<string | null>(hiddenTemplateIds);
  const passes = (templateId: string | null): number =>
    (wanted.size === 0 || wanted.has(templateId)) && !hidden.has(templateId) ? 1 : 0;
  const marks = Uint8Array.from(shapes, ({ templateId }) => passes(templateId));
  return Uint8Array.from([...marks, passes(null)]);
}

function joinBits(found: readonly { readonly bits: EventBits; readonly isNegated: boolean }[]): EventBits | null {
  const [first, ...rest] = found;
  if (first === undefined) return null;
  const joined = first.isNegated ? first.bits.map((word) => ~word) : first.bits.slice();
  for (const { bits, isNegated } of rest) {
    for (let i = 0; i < joined.length; i++) {
      const word = bits[i] as number;
      joined[i] = (joined[i] as number) & (isNegated ? ~word : word);
    }
  }
  return joined;
}
