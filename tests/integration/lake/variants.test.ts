import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ParameterPiece, Shape, ShapeVariant, TemplateTable } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { eventIdsOf } from '../../../src-main/lake/event-index.ts';
import { variantCountsSql } from '../../../src-main/lake/variant-counts.ts';
import { eventLine, fillCase } from '../../helpers/case-builder.ts';

const answer: Shape = {
  shapeId: 'ffffffffffffff01',
  parts: ['answer ', ' in ', ' ms'],
  maskNames: ['number', 'number'],
};
const alone: Shape = { shapeId: '0000000000000002', parts: ['alone ', ''], maskNames: ['text'] };

/** What is hard in a value: separators and escapes of the store, a quote, NUL, nothing. */
const ODD = `a\u001Fb\u001E0'"\0c`;
const EVENTS: readonly (readonly [Shape, readonly string[]])[] = [
  [answer, ['200', '7']],
  [answer, ['503', '7']],
  [answer, ['503', '8']],
  [answer, [ODD, '7']],
  [answer, ['7', '200']],
  [alone, [ODD]],
  [alone, ['']],
  [alone, ['200']],
];

const piece = (index: number): ParameterPiece => ({ index });
const variant = (
  variantId: string,
  shape: Shape,
  ...when: readonly (readonly [ParameterPiece[], string])[]
): ShapeVariant => ({
  variantId,
  shapeId: shape.shapeId,
  when: when.map(([pieces, value]) => ({ pieces, value })),
});

const VARIANTS: readonly ShapeVariant[] = [
  variant('0000000000000101', answer, [[piece(0)], '503'], [[piece(1)], '8']),
  variant('0000000000000102', answer, [[piece(0)], '503']),
  variant('0000000000000103', answer, [[piece(0)], ODD]),
  variant('0000000000000104', answer, [[piece(0), { text: ' in ' }, piece(1)], '200 in 7']),
  variant('fffffffffffff105', alone, [[piece(0)], ODD]),
];
const LETTERS = ['A', 'B', 'C', 'D', 'E'];

const TABLE: TemplateTable = {
  templates: ['rest', 'other', ...LETTERS].map((templateId) => ({
    templateId,
    text: templateId,
    parts: [templateId],
    maskNames: [],
  })),
  alignments: [
    { shapeId: answer.shapeId, templateId: 'rest', wildcards: [[piece(0)], [piece(1)]] },
    { shapeId: alone.shapeId, templateId: 'other', wildcards: [[piece(0)]] },
    ...VARIANTS.map(({ variantId }, i) => ({ shapeId: variantId, templateId: LETTERS[i]!, wildcards: [] })),
  ],
  variants: VARIANTS,
};

let folder: string;
let catalog: CaseCatalog;
let reader: CaseReader;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'variants-'));
  catalog = await openCase(folder, { mode: 'create' });
  const lines = EVENTS.map(([shape, parameters], i) =>
    eventLine(shape, parameters, { epochSeconds: 1_700_000_000 + i }),
  );
  await fillCase(catalog, [{ path: 'a.log', blocks: [lines] }], [answer, alone], TABLE);
  reader = await CaseReader.open(catalog, catalog.lakeDir);
});
afterAll(async () => {
  reader.close();
  catalog.close();
  await rm(folder, { recursive: true });
});

describe('variants of shapes', () => {
  it('give events their template by value, the first that fits, and leave the content as it was', async () => {
    const events = await reader.events(Uint32Array.from(EVENTS, (_, i) => i));
    expect(events.map(({ templateId }) => templateId)).toEqual(['D', 'B', 'A', 'C', 'rest', 'E', 'other', 'other']);
    expect(events.map(({ content }) => content)).toEqual(
      EVENTS.map(([{ parts }, own]) => parts.map((part, i) => part + (own[i] ?? '')).join('')),
    );
    expect(events[4]!.parameters).toEqual(['7', '200']);
  });

  it('are the same in views, lists and counts', async () => {
    const rows = await reader.query('SELECT template_id FROM events ORDER BY event_id');
    expect(rows.map((row) => row['template_id'])).toEqual(['D', 'B', 'A', 'C', 'rest', 'E', 'other', 'other']);
    const index = await reader.eventIndex({ templateIds: ['B', 'E'] });
    expect([...eventIdsOf(index, 0, index.count)]).toEqual([1, 5]);
    const table = await reader.templatesTable();
    expect(Object.fromEntries(table.map(({ templateId, count }) => [templateId, count]))).toEqual({
      rest: 1,
      other: 2,
      A: 1,
      B: 1,
      C: 1,
      D: 1,
      E: 1,
    });
  });

  it('are counted beside what they were before', async () => {
    const { manifest, lakeDir } = reader;
    const sql = variantCountsSql(lakeDir, manifest, [answer.shapeId], [], VARIANTS.slice(0, 2));
    const rows = (await reader.query(sql)).map((row) => [row['before'], row['after'], Number(row['count'])]);
    expect(new Set(rows.map((row) => row.join(' ')))).toEqual(
      new Set([
        `${answer.shapeId} 0000000000000101 1`,
        `${answer.shapeId} 0000000000000102 1`,
        `${answer.shapeId} ${answer.shapeId} 3`,
      ]),
    );
  });

  it('are kept by the catalog in their order', () => {
    expect(catalog.templates.listVariants()).toEqual(VARIANTS);
    expect(catalog.manifest().variants).toEqual(VARIANTS);
  });
});

describe('statistics of a wildcard', () => {
  beforeAll(async () => {
    const templates = [
      {
        templateId: 'answer',
        text: 'answer <*> in <*> ms',
        parts: ['answer ', ' in ', ' ms'],
        maskNames: ['number', 'number'],
      },
      { templateId: 'alone', text: 'alone <*>', parts: ['alone ', ''], maskNames: ['text'] },
    ];
    const alignments = [
      { shapeId: answer.shapeId, templateId: 'answer', wildcards: [[piece(0)], [piece(1)]] },
      { shapeId: alone.shapeId, templateId: 'alone', wildcards: [[piece(0)]] },
    ];
    catalog.saveTemplates({ templates, alignments });
    await reader.refresh();
  });

  it('count each value, with its first event, in the order asked for', async () => {
    const frequent = await reader.parameterStatistics({ templateId: 'answer', wildcard: 0, values: 2 });
    expect(frequent).toMatchObject({ events: 5, empty: 0, distinct: 4, type: 'text', numbers: null });
    expect(frequent.top).toEqual([
      { value: '503', count: 2, firstTimeNs: 1_700_000_001_000_000_000n, firstEventId: 1 },
      { value: '200', count: 1, firstTimeNs: 1_700_000_000_000_000_000n, firstEventId: 0 },
    ]);
    const newest = await reader.parameterStatistics({ templateId: 'answer', wildcard: 0, values: 1, order: 'newest' });
    expect(newest.top.map(({ value }) => value)).toEqual(['7']);
    const rare = await reader.parameterStatistics({ templateId: 'answer', wildcard: 0, values: 9, order: 'rare' });
    expect(rare.top.map(({ value }) => value)).toEqual(['200', '7', ODD, '503']);
  });

  it('describe numbers, by hand: 7, 7, 7, 8, 200', async () => {
    const { numbers, type, unit } = await reader.parameterStatistics({ templateId: 'answer', wildcard: 1, buckets: 2 });
    expect({ type, unit }).toEqual({ type: 'duration', unit: 'ms' });
    expect(numbers).toEqual({
      count: 5,
      min: 7,
      max: 200,
      mean: 45.8,
      median: 7,
      p05: 7,
      p95: 200,
      buckets: [
        { from: 7, to: 103.5, count: 4 },
        { from: 103.5, to: 200, count: 1 },
      ],
    });
  });

  it('say what is empty, narrow by a filter, and stop when told', async () => {
    expect(await reader.parameterStatistics({ templateId: 'alone', wildcard: 0 })).toMatchObject({
      events: 3,
      empty: 1,
    });
    const filter = { fromNs: 1_700_000_007_000_000_000n };
    expect(await reader.parameterStatistics({ templateId: 'alone', wildcard: 0, filter })).toMatchObject({ events: 1 });
    const stopped = reader.parameterStatistics({ templateId: 'alone', wildcard: 0 }, AbortSignal.abort());
    await expect(stopped).rejects.toMatchObject({ code: 'job.cancelled' });
    const unknown = reader.parameterStatistics({ templateId: 'alone', wildcard: 1 });
    await expect(unknown).rejects.toMatchObject({ code: 'templates.not-found' });
  });
});
