import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import type { Shape, TemplateTable } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { eventIdsOf } from '../../../src-main/lake/event-index.ts';
import { eventLine, fillCase } from '../../helpers/case-builder.ts';

const lost: Shape = { shapeId: '00000000000000a1', parts: ['lost ', ' after ', 'ms'], maskNames: ['number', 'number'] };
const user: Shape = { shapeId: 'ffffffffffffffff', parts: ['user ', ' in'], maskNames: ['text'] };
const userOut: Shape = { shapeId: '00000000000000a3', parts: ['user root out'], maskNames: [] };
const start: Shape = { shapeId: '00000000000000a4', parts: ['start'], maskNames: [] };
const SHAPES = [lost, user, userOut, start];

const TEMPLATES: TemplateTable = {
  templates: [
    {
      templateId: 'tLost',
      text: 'lost <*> after <*>ms',
      parts: ['lost ', ' after ', 'ms'],
      maskNames: ['number', 'number'],
    },
    { templateId: 'tUser', text: 'user <*> <*>', parts: ['user ', ' ', ''], maskNames: ['text', 'text'] },
    { templateId: 'tStart', text: 'start', parts: ['start'], maskNames: [] },
  ],
  alignments: [
    { shapeId: lost.shapeId, templateId: 'tLost', wildcards: [[{ index: 0 }], [{ index: 1 }]] },
    { shapeId: user.shapeId, templateId: 'tUser', wildcards: [[{ index: 0 }], [{ text: 'in' }]] },
    { shapeId: userOut.shapeId, templateId: 'tUser', wildcards: [[{ text: 'root' }], [{ text: 'out' }]] },
    { shapeId: start.shapeId, templateId: 'tStart', wildcards: [] },
  ],
};

const T = 1_700_000_000;
const ns = (seconds: number): bigint => BigInt(seconds) * 1_000_000_000n;

let folder: string;
let catalog: CaseCatalog;
let reader: CaseReader;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reader-'));
  catalog = await openCase(folder, { mode: 'create' });
  await fillCase(
    catalog,
    [
      {
        path: 'logs/app.log',
        blocks: [
          [
            eventLine(
              lost,
              ['7', '250'],
              {
                epochSeconds: T,
                nanos: 123_456_789,
                severity: 17,
                severityText: 'ERROR',
                service: 'db',
                host: 'h1',
                attributes: '{"req":"A-1","size":12}',
              },
              'HDR ',
            ),
            { text: '  at Frame.one', kind: 'continuation' },
            { text: '', kind: 'blank' },
            eventLine(user, ['a\u{1e}b\u{1f}c'], {
              epochSeconds: T + 10,
              severity: 9,
              severityText: 'INFO',
              service: 'web',
              host: 'h2',
            }),
          ],
          [
            { text: '  at Frame.two', kind: 'continuation' },
            eventLine(userOut, [], {
              epochSeconds: T + 20,
              severity: 9,
              severityText: 'INFO',
              service: 'web',
              host: 'h2',
            }),
            { text: '<<garbage>>', kind: 'rejected' },
          ],
        ],
      },
      {
        path: 'logs/old.log',
        blocks: [
          [
            eventLine(start, []),
            eventLine(lost, ['', '9'], {
              epochSeconds: T + 5,
              severity: 13,
              severityText: 'WARN',
              service: 'db',
              component: 'Pool',
            }),
            eventLine(start, [], { epochSeconds: T + 15, severity: 21, service: 'db' }),
            eventLine(user, ["O'Brien 100%"], { severity: 9, service: 'web' }),
          ],
        ],
      },
    ],
    SHAPES,
    TEMPLATES,
  );
  reader = await CaseReader.open(catalog, catalog.lakeDir);
});
afterAll(async () => {
  reader.close();
  catalog.close();
  await rm(folder, { recursive: true });
});

async function find(filter: EventFilter): Promise<number[]> {
  const index = await reader.eventIndex(filter);
  const ids = [...eventIdsOf(index, 0, index.count)];
  // What is shown as SQL must give the very same list, in a set sense: untimed events have no place of their own there.
  const shown = await reader.query(index.sql);
  expect(shown.map((row) => Number(row['event_id'])).toSorted((a, b) => a - b)).toEqual(ids.toSorted((a, b) => a - b));
  return ids;
}

describe('CaseReader events', () => {
  it('merges sources by time and keeps events without a time behind the one before them', async () => {
    expect(await find({})).toEqual([0, 3, 4, 1, 5, 6, 2]);
  });

  it('gives every field back, with content and parameters rebuilt exactly', async () => {
    const events = await reader.events(Uint32Array.of(0, 1, 2, 4, 6, 99));
    expect(events[0]).toEqual({
      eventId: 0,
      sourceId: 1,
      path: 'logs/app.log',
      member: null,
      line: 1,
      lineCount: 2,
      byteOffset: 0,
      timeNs: ns(T) + 123_456_789n,
      severity: 17,
      severityText: 'ERROR',
      service: 'db',
      host: 'h1',
      component: null,
      templateId: 'tLost',
      template: 'lost <*> after <*>ms',
      templateName: null,
      content: 'lost 7 after 250ms',
      parameters: ['7', '250'],
      attributes: '{"req":"A-1","size":12}',
    });
    expect(events.map((event) => [event.content, event.parameters])).toEqual([
      ['lost 7 after 250ms', ['7', '250']],
      ['user a\u{1e}b\u{1f}c in', ['a\u{1e}b\u{1f}c', 'in']],
      ['user root out', ['root', 'out']],
      ['lost  after 9ms', ['', '9']],
      ["user O'Brien 100% in", ["O'Brien 100%", 'in']],
    ]);
  });

  it.each<[string, EventFilter, number[]]>([
    ['words anywhere in the lines, ignoring case', { query: 'LOST'.toLowerCase() }, [0, 4]],
    ['capitals as they are', { query: 'Lost' }, []],
    ['several words', { query: 'lost 250' }, [0]],
    ['quoted text', { query: '"lost 7"' }, [0]],
    ['text of a continuation line', { query: 'frame.one' }, [0]],
    ['text of a continuation line in a later block', { query: 'frame.two' }, [1]],
    ['text of the header', { query: 'HDR' }, [0]],
    ['negated words', { query: '-user -start' }, [0, 4]],
    ['regular expressions', { query: '/after \\d{3}ms$/' }, [0]],
    ['fields', { query: 'service:web' }, [1, 6, 2]],
    ['negated fields, with events that lack them', { query: '-host:h2' }, [0, 3, 4, 5, 6]],
    ['wildcards in fields', { query: 'host:h*' }, [0, 1, 2]],
    ['quotes in fields', { query: `"O'Brien 100%"` }, [6]],
    ['levels', { query: 'level:error' }, [0]],
    ['levels from one on', { query: 'level:>=warn' }, [0, 4, 5]],
    ['attributes', { query: 'req:a-1' }, [0]],
    ['attributes by number', { query: 'size:>10' }, [0]],
    ['parameters', { query: 'param:250' }, [0]],
    ['file names', { query: 'file:old.log' }, [3, 4, 5, 6]],
    ['texts that look like a pattern', { query: '<<garbage>>' }, []],
    ['time, which leaves out events without one', { fromNs: ns(T + 5), toNs: ns(T + 15) }, [4, 1]],
    ['severity bands', { severityBands: [0, 6] }, [3, 5]],
    ['templates', { templateIds: ['tUser'] }, [1, 6, 2]],
    ['hidden templates', { hiddenTemplateIds: ['tUser', 'tStart'] }, [0, 4]],
    [
      'sources, services, hosts and components together',
      { sourceIds: [2], services: ['db'], components: ['Pool'] },
      [4],
    ],
    ['nothing for a text nobody wrote', { query: `'; DROP TABLE silver; --` }, []],
  ])('finds by %s', async (_what, filter, expected) => {
    expect(await find(filter)).toEqual(expected);
  });

  it('names a regular expression that is not one', async () => {
    await expect(reader.eventIndex({ query: '/(/' })).rejects.toMatchObject({ code: 'lake.regex-invalid' });
  });

  it('pages, locates and finds the next severe event in a list', async () => {
    const index = await reader.eventIndex({});
    expect((await reader.eventPage(index, 5, 10)).map((event) => event.eventId)).toEqual([6, 2]);
    expect(await reader.eventPage(index, 7, 10)).toEqual([]);
    expect(await reader.locate(index, { eventId: 5 })).toBe(4);
    expect(await reader.locate(index, { eventId: 70 })).toBeNull();
    expect(await reader.locate(index, { timeNs: ns(T + 6) })).toBe(3);
    expect(await reader.locate(index, { timeNs: ns(T + 21) })).toBeNull();
    expect(await reader.nextSevere(index, -1, 'forward', 5)).toBe(0);
    expect(await reader.nextSevere(index, 0, 'forward', 5)).toBe(4);
    expect(await reader.nextSevere(index, 4, 'backward', 4)).toBe(2);
    expect(await reader.nextSevere(index, 4, 'forward', 5)).toBeNull();
  });

  it('gives the lines around one as they were read', async () => {
    expect(await reader.linesAround(1, 4, 2, 2)).toEqual([
      { line: 2, byteOffset: 23, kind: 'continuation', eventId: 0, text: '  at Frame.one' },
      { line: 3, byteOffset: 38, kind: 'blank', eventId: null, text: '' },
      { line: 4, byteOffset: 39, kind: 'event', eventId: 1, text: 'user a\u{1e}b\u{1f}c in' },
      { line: 5, byteOffset: 53, kind: 'continuation', eventId: 1, text: '  at Frame.two' },
      { line: 6, byteOffset: 68, kind: 'event', eventId: 2, text: 'user root out' },
    ]);
  });
});

describe('CaseReader tables', () => {
  it('counts events by time bucket and severity band', async () => {
    const histogram = await reader.histogram({}, 3);
    expect(histogram).toMatchObject({ fromNs: ns(T) + 123_456_789n, buckets: 3 });
    const counts = [...(histogram?.counts ?? [])];
    expect([counts.slice(0, 7), counts.slice(7, 14), counts.slice(14)]).toEqual([
      [0, 0, 0, 0, 1, 1, 0],
      [0, 0, 0, 1, 0, 0, 0],
      [0, 0, 0, 1, 0, 0, 1],
    ]);
    const part = await reader.histogram({ query: 'lost' }, 1, { fromNs: ns(T + 5), toNs: ns(T + 6) });
    expect([...(part?.counts ?? [])]).toEqual([0, 0, 0, 0, 1, 0, 0]);
  });

  it('lists templates rare first, with their use under a filter', async () => {
    const rows = await reader.templatesTable();
    expect(rows.map((row) => [row.templateId, row.count, row.firstEventId, row.severityBand])).toEqual([
      ['tLost', 2, 0, 5],
      ['tStart', 2, 3, 6],
      ['tUser', 3, 1, 3],
    ]);
    expect(rows[1]).toMatchObject({ firstTimeNs: ns(T + 15), lastTimeNs: ns(T + 15), text: 'start' });
    expect((await reader.templatesTable({ sourceIds: [1] })).map((row) => [row.templateId, row.count])).toEqual([
      ['tLost', 1],
      ['tUser', 2],
    ]);
  });

  it('counts templates over time and summarises their parameters', async () => {
    const histogram = await reader.templateHistogram(2);
    expect(histogram.templateIds.map((id, i) => [id, histogram.bucket[i], histogram.count[i]])).toEqual([
      ['tLost', 0, 2],
      ['tStart', 1, 1],
      ['tUser', 0, 1],
      ['tUser', 1, 1],
    ]);
    expect(await reader.parameterSummaries('tUser', 2)).toEqual([
      {
        distinct: 3,
        top: [
          { value: "O'Brien 100%", count: 1 },
          { value: 'a\u{1e}b\u{1f}c', count: 1 },
        ],
      },
      {
        distinct: 2,
        top: [
          { value: 'in', count: 2 },
          { value: 'out', count: 1 },
        ],
      },
    ]);
  });

  it('counts the values of each facet', async () => {
    expect(await reader.facets({}, 2)).toEqual({
      severity: [
        { value: 'info', count: 3 },
        { value: 'error', count: 1 },
      ],
      service: [
        { value: 'db', count: 3 },
        { value: 'web', count: 3 },
      ],
      host: [
        { value: 'h2', count: 2 },
        { value: 'h1', count: 1 },
      ],
      component: [{ value: 'Pool', count: 1 }],
      source: [
        { value: 'logs/old.log', count: 4 },
        { value: 'logs/app.log', count: 3 },
      ],
    });
  });
});

describe('CaseReader over changes', () => {
  it('takes up new commits only when asked, and forgets cancelled calls', async () => {
    const aborted = AbortSignal.abort();
    await expect(reader.facets({}, 2, aborted)).rejects.toMatchObject({ code: 'job.cancelled' });
    await expect(reader.eventIndex({ query: 'later' }, aborted)).rejects.toMatchObject({ code: 'job.cancelled' });
    expect(await reader.refresh()).toBe(false);
    await fillCase(
      catalog,
      [{ path: 'later.log', blocks: [[eventLine(start, [], { epochSeconds: T + 1 }, 'later ')]] }],
      SHAPES,
      null,
    );
    expect(await find({ query: 'later' })).toEqual([]);
    expect(await reader.refresh()).toBe(true);
    expect(await find({ query: 'later' })).toEqual([7]);
    expect(await find({})).toEqual([0, 7, 3, 4, 1, 5, 6, 2]);
    catalog.saveTemplates({ ...TEMPLATES, names: new Map([['tStart', 'Start-up']]) });
    await reader.refresh();
    expect((await reader.events(Uint32Array.of(7)))[0]?.templateName).toBe('Start-up');
  });
});

describe('CaseReader lists', () => {
  it('are made again when the caller who started them gives up', async () => {
    const controller = new AbortController();
    const started = reader.eventIndex({ query: 'shared' }, controller.signal);
    const joined = reader.eventIndex({ query: 'shared' });
    controller.abort();
    await expect(started).rejects.toMatchObject({ code: 'job.cancelled' });
    expect((await joined).count).toBe(0);
  });

  it('keeps what it has read of files only where all of them fit, with the same answers', async () => {
    const tight = await CaseReader.open(catalog, catalog.lakeDir, { memoryBytes: 1 });
    try {
      const kept = `SELECT current_setting('enable_external_file_cache') AS kept`;
      expect([await reader.query(kept), await tight.query(kept)]).toEqual([[{ kept: true }], [{ kept: false }]]);
      const all = 'SELECT * FROM events ORDER BY event_id';
      expect(await tight.query(all)).toEqual(await reader.query(all));
    } finally {
      tight.close();
    }
  });
});
