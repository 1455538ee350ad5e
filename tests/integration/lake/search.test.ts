import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import type { Shape, TemplateTable } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader, type CaseReaderOptions } from '../../../src-main/lake/case-reader.ts';
import { eventIdsOf } from '../../../src-main/lake/event-index.ts';
import type { SearchProgress } from '../../../src-main/lake/text-search.ts';
import { eventLine, fillCase } from '../../helpers/case-builder.ts';

const T = 1_700_000_000;
const refused: Shape = { shapeId: '00000000000000b1', parts: ['Connection refused by ', ''], maskNames: ['ip'] };
const quoted: Shape = { shapeId: '00000000000000b2', parts: ['said "hello"'], maskNames: [] };
const tick: Shape = { shapeId: '00000000000000b3', parts: ['tick ', ''], maskNames: ['number'] };
const nobody: Shape = { shapeId: '00000000000000b4', parts: ['not mined yet'], maskNames: [] };
const TEMPLATES: TemplateTable = {
  templates: [refused, quoted, tick].map(({ parts, maskNames }, i) => ({
    templateId: `t${i}`,
    text: parts.join('<*>'),
    parts,
    maskNames,
  })),
  alignments: [refused, quoted, tick].map(({ shapeId, maskNames }, i) => ({
    shapeId,
    templateId: `t${i}`,
    wildcards: maskNames.map((_, index) => [{ index }]),
  })),
};

/** Events of two files that take turns in time, every seventh without one; a line in ten has a stack below it. */
function lines(seed: number, count: number) {
  return Array.from({ length: count }, (_, n) => {
    const shape = [tick, refused, tick, quoted, tick, nobody][(n * seed) % 6] as Shape;
    const severity = [0, 5, 9, 13, 17, 21][(n + seed) % 6] as number;
    const time = n % 7 === 3 ? {} : { epochSeconds: T + n * 2 + (seed % 2) };
    const parameter = shape === refused ? `10.0.0.${n % 9}` : String(n);
    const line = eventLine(shape, shape.maskNames.length === 0 ? [] : [parameter], { ...time, severity }, 'HDR ');
    // The file writes quotes as JSON does.
    const own = { ...line, text: String(line.text).replaceAll('"', '\\"') };
    return n % 10 === 4 ? [own, { text: '  at Refused.handler', kind: 'continuation' as const }] : [own];
  }).flat();
}

let folder: string;
let catalog: CaseCatalog;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'search-'));
  catalog = await openCase(folder, { mode: 'create' });
  const sources = [
    { path: 'a.log', blocks: [lines(1, 90), lines(5, 60)] },
    { path: 'b.log', blocks: [lines(3, 120)] },
  ];
  await fillCase(catalog, sources, [refused, quoted, tick, nobody], TEMPLATES);
});
afterAll(async () => {
  catalog.close();
  await rm(folder, { recursive: true });
});

async function withReader<T>(work: (reader: CaseReader) => Promise<T>, options: CaseReaderOptions = {}): Promise<T> {
  const reader = await CaseReader.open(catalog, catalog.lakeDir, options);
  try {
    return await work(reader);
  } finally {
    reader.close();
  }
}

const seconds = (from: number): bigint => BigInt(T + from) * 1_000_000_000n;

async function answers(reader: CaseReader, filter: EventFilter) {
  const { ids, count } = await reader.eventIndex(filter);
  const histogram = await reader.histogram(filter, 13);
  return { ids, count, counts: histogram?.counts, templates: await reader.templatesTable(filter) };
}

describe('columns in memory', () => {
  it.each<[string, EventFilter]>([
    ['everything', {}],
    ['a time range', { fromNs: seconds(20), toNs: seconds(140) }],
    ['a start only', { fromNs: seconds(77) }],
    ['an empty range', { fromNs: seconds(50), toNs: seconds(50) }],
    ['levels', { severityBands: [0, 4] }],
    ['levels in a range', { severityBands: [5, 6], toNs: seconds(100) }],
    ['a template', { templateIds: ['t0'] }],
    ['an unknown template', { templateIds: ['none'] }],
    ['hidden templates, with events that have none', { hiddenTemplateIds: ['t2', 't1'] }],
    ['words', { query: 'refused' }],
    ['negated words and a level', { query: '-refused -tick', severityBands: [1, 3, 5] }],
    ['a word and a pattern', { query: 'tick /1\\d$/' }],
    ['a source, which they do not have', { sourceIds: [2], query: 'tick' }],
    ['a field, which they do not have', { query: 'refused level:>=warn' }],
  ])('answer as the files do for %s', async (_what, filter) => {
    const fromFiles = await withReader((reader) => answers(reader, filter));
    const fromColumns = await withReader(async (reader) => {
      await reader.loadColumns();
      return answers(reader, filter);
    });
    expect(fromColumns).toEqual(fromFiles);
  });

  it('come by themselves for a case that is asked a second time', async () => {
    await withReader(async (reader) => {
      const before = await answers(reader, { query: 'tick' });
      await reader.eventIndex({ severityBands: [1] });
      await reader.loadColumns();
      expect(await answers(reader, { query: 'tick' })).toEqual(before);
    });
  });
});

describe('a case that changes', () => {
  it('reads only what is new, and tells events and templates as a reader that starts anew does', async () => {
    const dir = join(folder, 'growing');
    const growing = await openCase(dir, { mode: 'create' });
    await fillCase(growing, [{ path: 'a.log', blocks: [lines(1, 80)] }], [refused, quoted, tick, nobody], TEMPLATES);
    const reader = await CaseReader.open(growing, growing.lakeDir);
    await reader.loadColumns();
    const queries = ['refused', '/at Refused/', '-tick', '"said \\"hello"'];
    const ask = (from: CaseReader) => Promise.all(queries.map((query) => answers(from, { query })));
    const sameAsNew = async () => {
      const fresh = await CaseReader.open(growing, growing.lakeDir);
      expect(await ask(reader)).toEqual(await ask(fresh));
      fresh.close();
    };
    await ask(reader);

    const [first] = TEMPLATES.templates;
    growing.saveTemplates({ ...TEMPLATES, names: new Map([['t1', 'a greeting']]) });
    expect(await reader.refresh()).toBe(true);
    await sameAsNew();

    // Another template for the same shape, which no longer holds the word.
    const wide = { ...first!, templateId: 't9', text: '<*>', parts: ['', ''], maskNames: ['text'] };
    const alignment = {
      shapeId: refused.shapeId,
      templateId: 't9',
      wildcards: [[{ text: 'Connection refused by ' }, { index: 0 }]],
    };
    growing.saveTemplates({
      templates: [wide, ...TEMPLATES.templates.slice(1)],
      alignments: [alignment, ...TEMPLATES.alignments.slice(1)],
    });
    await reader.refresh();
    await sameAsNew();

    await fillCase(growing, [{ path: 'b.log', blocks: [lines(5, 70)] }], [refused, quoted, tick, nobody], null);
    await reader.refresh();
    const told: SearchProgress[] = [];
    await reader.search({ query: 'refused' }, undefined, (progress) => told.push(progress));
    expect(told[1]?.found).toBeGreaterThan(0);
    expect(told.at(-1)).toMatchObject({ share: 1 });
    await sameAsNew();
    reader.close();
    growing.close();
  });
});

describe('searching a case', () => {
  const countOf = (query: string) => withReader(async (reader) => (await reader.eventIndex({ query })).count);

  it('finds text of a template where the file writes it in another way, and says so in SQL', async () => {
    await withReader(async (reader) => {
      const index = await reader.eventIndex({ query: '"said \\"hello"' });
      const events = await reader.events(eventIdsOf(index, 0, index.count));
      expect(new Set(events.map(({ templateId }) => templateId))).toEqual(new Set(['t1']));
      const all = await reader.eventIndex({ templateIds: ['t1'] });
      expect(index.ids).toEqual(all.ids);
      const shown = await reader.query(index.sql);
      expect(shown.length).toBe(all.count);
    });
  });

  it('ignores the case of a pattern that says so', async () => {
    expect(await countOf('/connection REFUSED/')).toBe(0);
    expect(await countOf('/connection REFUSED/i')).toBe(await countOf('"Connection refused"'));
  });

  it('tells what the templates say before it reads lines, and ends with all', async () => {
    await withReader(async (reader) => {
      const told: SearchProgress[] = [];
      await reader.search({ query: 'refused' }, undefined, (progress) => told.push(progress));
      const { count: ofTemplate } = await reader.eventIndex({ templateIds: ['t0'] });
      const { count } = await reader.eventIndex({ query: 'refused' });
      expect(count).toBeGreaterThan(ofTemplate);
      expect(told).toEqual([
        { share: 0, found: 0 },
        { share: 0, found: ofTemplate },
        { share: 1, found: count },
      ]);
    });
  });

  it('reads the lines once for everybody who asks, and goes on when one of them gives up', async () => {
    await withReader(async (reader) => {
      const stop = new AbortController();
      const given = reader.search({ query: 'refused' }, stop.signal);
      const told: SearchProgress[] = [];
      const kept = reader.search({ query: 'refused -refused' }, undefined, (progress) => told.push(progress));
      stop.abort();
      await expect(given).rejects.toMatchObject({ code: 'job.cancelled' });
      await kept;
      expect(told.at(-1)?.share).toBe(1);
      const again: SearchProgress[] = [];
      await reader.search({ query: 'refused' }, undefined, (progress) => again.push(progress));
      expect(again).toEqual([]);
    });
  });

  it('starts anew after the only one who waited gave up', async () => {
    await withReader(async (reader) => {
      const stop = new AbortController();
      const given = reader.eventIndex({ query: 'refused' }, stop.signal);
      stop.abort();
      await expect(given).rejects.toMatchObject({ code: 'job.cancelled' });
      expect((await reader.eventIndex({ query: 'refused' })).count).toBeGreaterThan(0);
    });
  });

  it('says what is wrong with a pattern, in words of its language', async () => {
    const failing = withReader((reader) => reader.eventIndex({ query: '/refused (by/' }));
    await expect(failing).rejects.toMatchObject({
      code: 'lake.regex-invalid',
      details: { pattern: 'refused (by', reason: 'missing ): refused (by' },
      message: expect.stringContaining('no look-around'),
    });
    await expect(countOf('/(?=x)/')).rejects.toMatchObject({ code: 'lake.regex-invalid' });
  });

  it('stops a pattern at its deadline', async () => {
    const late = withReader((reader) => reader.eventIndex({ query: '/tick/' }), { patternDeadlineMs: 0 });
    await expect(late).rejects.toMatchObject({ code: 'lake.regex-timeout', details: { pattern: 'tick' } });
    const text = withReader((reader) => reader.eventIndex({ query: 'tick' }), { patternDeadlineMs: 0 });
    expect((await text).count).toBeGreaterThan(0);
  });

  it('takes time in step with the text for patterns that make others back-track', async () => {
    expect(await countOf('/^(\\w+\\s?)+$!/')).toBe(0);
  });

  it('leaves no table behind for questions that go to the files', async () => {
    await withReader(async (reader) => {
      await reader.facets({ query: 'refused' }, 5);
      const [row] = await reader.query(`SELECT count(*) AS n FROM duckdb_tables() WHERE table_name LIKE 'found_%'`);
      expect(row?.['n']).toBe(0n);
    });
  });
});
