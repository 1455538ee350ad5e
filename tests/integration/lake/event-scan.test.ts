import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Shape, TemplateTable } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import type { ScanBatch, ScanOptions } from '../../../src-main/lake/event-scan.ts';
import { type BuiltSource, eventLine, fillCase } from '../../helpers/case-builder.ts';

const took: Shape = { shapeId: '00000000000000b1', parts: ['blk_', ' took ', ''], maskNames: ['number', 'duration'] };
const read: Shape = { shapeId: '00000000000000b2', parts: ['read blk_', ''], maskNames: ['number'] };
const TEMPLATES: TemplateTable = {
  templates: [
    { templateId: 'tTook', text: 'blk_<*> took <*>', parts: ['blk_', ' took ', ''], maskNames: ['number', 'duration'] },
    { templateId: 'tRead', text: 'read blk_<*>', parts: ['read blk_', ''], maskNames: ['number'] },
  ],
  alignments: [
    { shapeId: took.shapeId, templateId: 'tTook', wildcards: [[{ index: 0 }], [{ index: 1 }]] },
    { shapeId: read.shapeId, templateId: 'tRead', wildcards: [[{ index: 0 }]] },
  ],
};
const T = 1_700_000_000;

let folder: string;
let catalog: CaseCatalog;
let reader: CaseReader | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scan-'));
  catalog = await openCase(folder, { mode: 'create' });
  reader = null;
});
afterEach(async () => {
  reader?.close();
  catalog.close();
  await rm(folder, { recursive: true });
});

async function open(sources: readonly BuiltSource[]): Promise<CaseReader> {
  await fillCase(catalog, sources, [took, read], TEMPLATES);
  reader = await CaseReader.open(catalog, catalog.lakeDir);
  return reader;
}

async function scan(from: CaseReader, options: ScanOptions = {}) {
  const { dimensions, batches } = await from.scanEvents(options);
  const all: ScanBatch[] = [];
  for await (const batch of batches()) all.push(batch);
  const join = <T>(pick: (batch: ScanBatch) => Iterable<T>): T[] => all.flatMap((batch) => [...pick(batch)]);
  return { dimensions, batches: all, join };
}

describe('CaseReader.scanEvents', () => {
  it('gives events as typed columns in time order over sources', async () => {
    const from = await open([
      {
        path: 'a',
        blocks: [
          [
            eventLine(took, ['1', '12.5ms'], {
              epochSeconds: T,
              nanos: 250_000_000,
              severity: 9,
              service: 'db',
              host: 'h',
            }),
            eventLine(read, ['2'], { epochSeconds: T + 2, severity: 17, service: 'api' }),
          ],
        ],
      },
      {
        path: 'b',
        blocks: [[eventLine(read, ['1'], { epochSeconds: T + 1 }), eventLine(took, ['9', '-3e2 s'], {})]],
      },
    ]);
    const { dimensions, join } = await scan(from, {
      numbers: [{ template: 0, column: 0, from: { wildcard: 1 } }],
      keys: [
        { template: 0, column: 0, from: { wildcard: 0 } },
        { template: 1, column: 0, from: { wildcard: 0 } },
      ],
    });
    expect(dimensions).toEqual({
      templateIds: ['tTook', 'tRead'],
      templateTexts: ['blk_<*> took <*>', 'read blk_<*>'],
      services: ['api', 'db'],
      hosts: ['h'],
    });
    expect(join((batch) => batch.eventId)).toEqual([0, 2, 3, 1]);
    expect(join((batch) => batch.timeSeconds)).toEqual([T + 0.25, T + 1, Number.NaN, T + 2]);
    expect(join((batch) => batch.template)).toEqual([0, 1, 0, 1]);
    expect(join((batch) => batch.severity)).toEqual([9, 0, 0, 17]);
    expect(join((batch) => batch.service)).toEqual([1, -1, -1, 0]);
    expect(join((batch) => batch.host)).toEqual([0, -1, -1, -1]);
    expect(join((batch) => batch.numbers[0] as Float64Array)).toEqual([12.5, Number.NaN, -300, Number.NaN]);
    const keys = join((batch) => batch.keys[0] as Uint32Array);
    // Both templates name block 1: the same key wherever it stands.
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
    expect(keys).not.toContain(0);
  });

  it('reads numbers from attributes and leaves out events outside the bounds', async () => {
    const line = (seconds: number | undefined, attributes: string) =>
      eventLine(read, ['1'], { ...(seconds !== undefined && { epochSeconds: T + seconds }), attributes });
    const from = await open([
      {
        path: 'a',
        blocks: [[line(0, '{"ms":1}'), line(1, '{"ms":"2.5ms"}'), line(2, '{}'), line(undefined, '{"ms":7}')]],
      },
    ]);
    const { join } = await scan(from, {
      numbers: [{ template: 1, column: 0, from: { attribute: 'ms' } }],
      fromNs: BigInt(T + 1) * 1_000_000_000n,
    });
    expect(join((batch) => batch.eventId)).toEqual([1, 2]);
    expect(join((batch) => batch.numbers[0] as Float64Array)).toEqual([2.5, Number.NaN]);
  });

  it('keeps event order over many batches and blocks without a sort', async () => {
    const block = (from: number) =>
      Array.from({ length: 5000 }, (_, i) =>
        eventLine(read, [String((from + i) % 97)], { epochSeconds: T + from + i }),
      );
    const from = await open([{ path: 'a', blocks: [block(0), block(5000), block(10_000)] }]);
    const sessions = await from.sessions('blk_\\d+');
    const { batches, join } = await scan(from, { sessions });
    expect(batches.length).toBeGreaterThan(5);
    expect(join((batch) => batch.eventId)).toEqual(Array.from({ length: 15_000 }, (_, i) => i));
    expect(sessions.keys).toEqual(Array.from({ length: 97 }, (_, i) => `blk_${i}`));
    expect(join((batch) => batch.session)).toEqual(Array.from({ length: 15_000 }, (_, i) => i % 97));
  });

  it('ends its query when the loop is left or the signal fires', async () => {
    const block = Array.from({ length: 5000 }, (_, i) => eventLine(read, ['1'], { epochSeconds: T + i }));
    const from = await open([{ path: 'a', blocks: [block] }]);
    for await (const batch of (await from.scanEvents()).batches()) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    await expect(from.scanEvents({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'job.cancelled' });
    expect((await scan(from)).join((batch) => batch.eventId)).toHaveLength(5000);
  });
});

describe('CaseReader.sessions', () => {
  it('finds the first capture group or the match, in any line of the event, first line first', async () => {
    const from = await open([
      {
        path: 'a',
        blocks: [
          [
            eventLine(read, ['7'], {}, 'req=A '),
            { text: ' at blk_8 req=B', kind: 'continuation' },
            { text: 'no key', events: [{ shapeId: 0xb2n }] },
            { text: ' req=B', kind: 'continuation' },
          ],
          [{ text: ' req=C', kind: 'continuation' }, eventLine(read, ['7'], {}, 'req=B ')],
        ],
      },
    ]);
    expect(await from.sessions('req=(\\w+)')).toEqual({ ofEvent: Int32Array.of(0, 1, 1), keys: ['A', 'B'] });
    expect(await from.sessions('blk_\\d+')).toEqual({ ofEvent: Int32Array.of(0, -1, 0), keys: ['blk_7'] });
    expect(await from.sessions('(?:blk)_7')).toEqual({ ofEvent: Int32Array.of(0, -1, 0), keys: ['blk_7'] });
    await expect(from.sessions('(')).rejects.toMatchObject({ code: 'lake.regex-invalid' });
  });

  it('takes a word as a column or an attribute', async () => {
    const line = (attributes: string, service: string) => eventLine(read, ['1'], { attributes, service });
    const from = await open([
      { path: 'a', blocks: [[line('{"user.id":"u2"}', 's2'), line('{}', 's1'), line('{"user.id":5}', 's2')]] },
    ]);
    expect(await from.sessions('service')).toEqual({ ofEvent: Int32Array.of(0, 1, 0), keys: ['s2', 's1'] });
    expect(await from.sessions('user.id')).toEqual({ ofEvent: Int32Array.of(0, -1, 1), keys: ['u2', '5'] });
  });

  it('tells apart the events of one line', async () => {
    const event = (user: string) => ({ shapeId: 0xb2n, parameters: [user], attributes: `{"user":"${user}"}` });
    const from = await open([
      { path: 'a', blocks: [[{ text: '[{user:1},{user:2}]', events: [event('1'), event('2')] }]] },
    ]);
    expect(await from.sessions('blk_(\\d+)')).toEqual({ ofEvent: Int32Array.of(0, 1), keys: ['1', '2'] });
    const index = await from.eventIndex({ query: 'user:2' });
    expect(index.count).toBe(1);
    expect((await from.eventIndex({ query: '{user:1}' })).count).toBe(2);
  });
});
