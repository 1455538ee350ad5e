import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { findDifferences, type TableSpec } from '#shared/arrow/columns.ts';
import { eventsPage } from '#shared/arrow/events-page.ts';
import { histogram } from '#shared/arrow/histogram.ts';
import { evidence, lines } from '#shared/arrow/lines.ts';
import { templateHistogram, templates } from '#shared/arrow/templates.ts';
import type { Incident } from '#shared/domain/detection.ts';
import type { EventRow, LineRow, TemplateRow } from '#shared/domain/event-row.ts';
import { type Columns, encodeTable } from '../../../../src-main/service/tables/arrow-table.ts';
import {
  eventColumns,
  evidenceColumns,
  histogramColumns,
  lineColumns,
  templateColumns,
  templateHistogramColumns,
} from '../../../../src-main/service/tables/event-tables.ts';

const event: EventRow = {
  eventId: 2 ** 33,
  sourceId: 1,
  path: 'a',
  member: null,
  line: 2 ** 33,
  lineCount: 1,
  byteOffset: 2 ** 40,
  timeNs: 1_700_000_000_123_456_789n,
  severity: 9,
  severityText: null,
  service: null,
  host: null,
  component: null,
  templateId: null,
  template: null,
  templateName: null,
  content: 'x',
  parameters: ['1', ''],
  attributes: null,
};
const line: LineRow = { line: 1, byteOffset: 0, kind: 'blank', eventId: null, text: '' };
const template: TemplateRow = {
  templateId: 't',
  text: 'x',
  name: null,
  maskNames: [],
  count: 1,
  firstTimeNs: null,
  lastTimeNs: null,
  firstEventId: 0,
  severityBand: 3,
};
const incident = {
  incidentId: 'i',
  evidence: [{ path: 'a', member: null, line: 1, offset: 0, text: '', eventId: 0 }],
} as unknown as Incident;
const counts = { fromNs: 0n, bucketNs: 5n, buckets: 2, counts: new Float64Array(14) };

const decode = (columns: Columns) => tableFromIPC(encodeTable(columns));

describe('tables of the service', () => {
  it.each<[string, Columns, Columns, TableSpec]>([
    ['events', eventColumns([event, event]), eventColumns([]), eventsPage],
    ['histogram', histogramColumns(counts), histogramColumns(null), histogram],
    ['templates', templateColumns([template]), templateColumns([]), templates],
    [
      'template-histogram',
      templateHistogramColumns({ templateIds: ['t'], bucket: Int32Array.of(1), count: Float64Array.of(1) }),
      templateHistogramColumns({ templateIds: [], bucket: new Int32Array(0), count: new Float64Array(0) }),
      templateHistogram,
    ],
    ['lines', lineColumns([line]), lineColumns([]), lines],
    ['evidence', evidenceColumns([incident]), evidenceColumns([]), evidence],
  ])('%s is as declared, with rows and without', (_name, filled, empty, spec) => {
    expect(findDifferences(decode(filled), spec)).toEqual([]);
    expect(findDifferences(decode(empty), spec)).toEqual([]);
    expect(decode(filled).numRows).toBeGreaterThan(0);
    expect(decode(empty).numRows).toBe(0);
  });

  it('would be caught with a missing column, another type or an unexpected null', () => {
    const { content, ...without } = eventColumns([event]);
    expect(findDifferences(decode(without), eventsPage)).toEqual(['column content is missing']);
    expect(findDifferences(decode({ ...without, content: without['line']! }), eventsPage)).toEqual([
      'column content is Float64 instead of text',
    ]);
    expect(findDifferences(decode({ ...without, content: without['attributes']! }), eventsPage)).toEqual([
      'column content has nulls',
    ]);
    expect(content?.length).toBe(1);
  });

  it('carry nanoseconds and large numbers exactly', () => {
    const table = decode(eventColumns([event]));
    expect(table.getChild('time_ns')?.get(0)).toBe(1_700_000_000_123_456_789n);
    expect(table.getChild('byte_offset')?.get(0)).toBe(2 ** 40);
  });
});
