import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchProgress } from '#shared/contract/events.ts';
import { ARROW_MIME, type TableName, type TableQuery, tableUrl, VERSION_HEADER } from '#shared/contract/tables.ts';
import { readLog } from './read-log.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

const START_MS = Date.UTC(2024, 4, 1);
const EVENTS = 300;

describe.each(Object.entries(TRANSPORTS))('tables over the %s', (_name, open) => {
  let transport: Transport;
  let caseId: string;

  beforeAll(async () => {
    transport = await open();
    caseId = await readLog(transport, 'tables', logLines());
  });
  afterAll(() => transport.dispose());

  const read = async <N extends TableName>(name: N, query: TableQuery<N>) => {
    const response = await transport.request(tableUrl(name, query));
    expect(response.status, await response.clone().text()).toBe(200);
    expect(response.headers.get('content-type')).toBe(ARROW_MIME);
    expect(Number(response.headers.get(VERSION_HEADER))).toBeGreaterThan(0);
    return tableFromIPC(new Uint8Array(await response.arrayBuffer()));
  };

  it('pages through the events of a filter in time order', async () => {
    const all = await transport.client.events.openIndex({ caseId });
    expect(all.count).toBe(EVENTS);
    const errors = await transport.client.events.openIndex({ caseId, filter: { severityBands: [5] } });
    expect(errors.count).toBe(EVENTS / 100);
    const page = await read('events', { caseId, indexId: errors.indexId, offset: 1, limit: 10 });
    expect(page.numRows).toBe(2);
    expect([...page.getChild('event_id')!]).toEqual([199, 299]);
    expect([...page.getChild('content')!]).toEqual(['order 199 failed with code 7', 'order 299 failed with code 7']);
    expect(page.getChild('time_ns')!.get(0)).toBe(BigInt(START_MS + 199_000) * 1_000_000n);
  });

  it('locates a time and an event, and finds the next error either way', async () => {
    const { events } = transport.client;
    const { indexId } = await events.openIndex({ caseId });
    const timeNs = BigInt(START_MS + 150_500) * 1_000_000n;
    expect(await events.locate({ caseId, indexId, target: { timeNs } })).toEqual({ row: 151, eventId: 151 });
    expect(await events.locate({ caseId, indexId, target: { eventId: 42 } })).toEqual({ row: 42, eventId: 42 });
    const jump = { caseId, indexId, fromRow: 150, minSeverityBand: 5 };
    expect(await events.nextSevere({ ...jump, direction: 'forward' })).toEqual({ row: 199, eventId: 199 });
    expect(await events.nextSevere({ ...jump, direction: 'backward' })).toEqual({ row: 99, eventId: 99 });
  });

  it('searches with progress, and gives the same count to the list, the timeline and the templates', async () => {
    const { events } = transport.client;
    const filter = { query: '"failed with" /code \\d$/' };
    const told: SearchProgress[] = [];
    for await (const step of await events.search({ caseId, filter })) told.push(step);
    expect(told.at(-1)).toEqual({ share: 1, found: 3 });
    expect(told.map(({ share }) => share)).toEqual(told.map(({ share }) => share).toSorted((a, b) => a - b));
    expect((await events.openIndex({ caseId, filter })).count).toBe(3);
    const histogram = await read('histogram', { caseId, filter, buckets: 3 });
    expect([...histogram.getChild('severity_5')!].map(Number)).toEqual([1, 1, 1]);
    const templates = await read('templates', { caseId, filter });
    expect([...templates.getChild('count')!].map(Number)).toEqual([3]);
  });

  it('says what is wrong with a pattern wherever it is used', async () => {
    const { events } = transport.client;
    const filter = { query: '/code (/' };
    const follow = async () => {
      for await (const _step of await events.search({ caseId, filter })) {
        // It fails before the first step.
      }
    };
    const failure = { code: 'lake.regex-invalid', message: expect.stringContaining('missing ): code (') };
    await expect(follow()).rejects.toMatchObject(failure);
    await expect(events.openIndex({ caseId, filter })).rejects.toMatchObject(failure);
    const response = await transport.request(tableUrl('histogram', { caseId, filter, buckets: 3 }));
    expect(await response.json()).toMatchObject(failure);
  });

  it('gives a search up when the caller does, and answers the next one', async () => {
    const { events } = transport.client;
    const stop = new AbortController();
    stop.abort();
    const filter = { query: 'placed' };
    await expect(events.openIndex({ caseId, filter }, { signal: stop.signal })).rejects.toThrow();
    for await (const _step of await events.search({ caseId, filter })) break;
    expect((await events.openIndex({ caseId, filter: { query: 'order' } })).count).toBe(EVENTS);
  });

  it('counts every event once in the histogram, in the right bands', async () => {
    const table = await read('histogram', { caseId, buckets: 30 });
    const sum = (name: string) => [...table.getChild(name)!].reduce<number>((total, value) => total + Number(value), 0);
    expect(table.numRows).toBe(30);
    expect(sum('severity_3')).toBe(EVENTS - 3);
    expect(sum('severity_5')).toBe(3);
    const range = { fromNs: BigInt(START_MS) * 1_000_000n, toNs: BigInt(START_MS + 100_000) * 1_000_000n };
    const part = await read('histogram', { caseId, buckets: 10, ...range });
    expect([...part.getChild('severity_5')!].map(Number)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('lists templates, rare first, and takes one apart', async () => {
    const table = await read('templates', { caseId });
    expect(Number(table.getChild('count')!.get(0))).toBe(3);
    const templateId = String(table.getChild('template_id')!.get(0));
    const detail = await transport.client.templates.get({ caseId, templateId });
    expect(detail).toMatchObject({ templateId, count: 3, text: 'order <*> failed with code <*>' });
    expect(detail.parameters[1]!.top).toEqual([{ value: '7', count: 3 }]);
    await transport.client.templates.rename({ caseId, templateId, name: 'Lost order' });
    expect((await transport.client.templates.get({ caseId, templateId })).name).toBe('Lost order');
    const sparks = await read('template-histogram', { caseId, buckets: 8 });
    expect([...sparks.getChild('count')!].reduce<number>((total, value) => total + Number(value), 0)).toBe(EVENTS);
  });

  it('shows an event with its lines as read', async () => {
    const detail = await transport.client.events.get({ caseId, eventId: 99 });
    expect(detail.rawLines).toEqual([
      `${new Date(START_MS + 99_000).toISOString()} ERROR shop: order 99 failed with code 7`,
    ]);
    expect(detail).toMatchObject({ line: 100, lineCount: 1, parameters: ['99', '7'] });
    const lines = await read('lines', { caseId, sourceId: 1, line: 100, before: 2, after: 0 });
    expect([...lines.getChild('line')!].map(Number)).toEqual([98, 99, 100]);
    const facets = await transport.client.events.facets({ caseId });
    expect(facets.severity).toEqual([
      { value: 'info', count: EVENTS - 3 },
      { value: 'error', count: 3 },
    ]);
  });

  it('answers bad questions with their codes', async () => {
    const status = async (path: string) => {
      const response = await transport.request(path);
      return { status: response.status, code: ((await response.json()) as { code: string }).code };
    };
    expect(await status('/tables/secrets?q={}')).toEqual({ status: 404, code: 'contract.not-found' });
    expect(await status('/tables/events?q=nonsense')).toEqual({ status: 400, code: 'contract.bad-input' });
    const tooMany = tableUrl('events', { caseId, indexId: 'l1', offset: 0, limit: 1_000_000_000 });
    expect(await status(tooMany)).toEqual({ status: 400, code: 'contract.bad-input' });
    const gone = tableUrl('events', { caseId, indexId: 'gone', offset: 0, limit: 10 });
    expect(await status(gone)).toEqual({ status: 422, code: 'events.index-gone' });
    const unknown = tableUrl('templates', { caseId: '0123456789abcdef' });
    expect(await status(unknown)).toEqual({ status: 404, code: 'case.not-found' });
  });
});

/** One event a second; every hundredth is an error. */
function logLines(): string {
  const lines = Array.from({ length: EVENTS }, (_, index) => {
    const time = new Date(START_MS + index * 1000).toISOString();
    const isError = index % 100 === 99;
    return isError
      ? `${time} ERROR shop: order ${index} failed with code 7`
      : `${time} INFO shop: order ${index} took ${index % 50} ms`;
  });
  return `${lines.join('\n')}\n`;
}
