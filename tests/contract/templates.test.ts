import { tableFromIPC } from 'apache-arrow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TemplateChange } from '#shared/contract/template-edits.ts';
import { tableUrl } from '#shared/contract/tables.ts';
import { readLog } from './read-log.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

const START_MS = Date.UTC(2024, 4, 1);
const EVENTS = 400;

describe.each(Object.entries(TRANSPORTS))('editing templates over the %s', (_name, open) => {
  let transport: Transport;
  let caseId: string;

  beforeAll(async () => {
    transport = await open();
    caseId = await readLog(transport, 'edits', logLines());
  });
  afterAll(() => transport.dispose());
  afterEach(async () => {
    await importEdits({ format: 'log-sentinel/template-edits', version: 1, edits: [] }, 'replace');
  });

  const client = () => transport.client;
  const importEdits = (
    patch: Parameters<ReturnType<typeof client>['templates']['importEdits']>[0]['patch'],
    mode: 'append' | 'replace',
  ) => client().templates.importEdits({ caseId, patch, mode });

  /** Text and count of every template, through the table that panels read. */
  async function templatesOf(id = caseId): Promise<Record<string, number>> {
    const response = await transport.request(tableUrl('templates', { caseId: id }));
    const table = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
    const counts = [...table.getChild('count')!].map(Number);
    return Object.fromEntries([...table.getChild('template')!].map((text, i) => [String(text), counts[i]!]));
  }

  /** Every event's content and what its template makes of it; they must be the same. */
  async function checkRoundTrip(id = caseId): Promise<void> {
    const { rows } = await client().sql.run({
      caseId: id,
      sql: `SELECT e.content, t.template, list_aggregate(e.parameters, 'string_agg', chr(31)) AS values, len(e.parameters) AS n
            FROM events e JOIN templates t USING (template_id) ORDER BY e.event_id`,
      maxRows: 10_000,
    });
    expect(rows).toHaveLength(EVENTS);
    for (const [content, template, values, n] of rows) {
      const own = Number(n) === 0 ? [] : String(values).split('\u001F');
      const rebuilt = String(template)
        .split('<*>')
        .map((part, i) => part + (own[i] ?? ''))
        .join('');
      expect(rebuilt).toBe(content);
    }
  }

  async function idOf(text: string, id = caseId): Promise<string> {
    const { rows } = await client().sql.run({
      caseId: id,
      sql: `SELECT template_id FROM templates WHERE template = '${text.replaceAll("'", "''")}'`,
      maxRows: 2,
    });
    expect(rows).toHaveLength(1);
    return String(rows[0]![0]);
  }

  const summary = ({ before, after, movedEvents, isStored }: TemplateChange) => ({
    before: Object.fromEntries(before.map(({ text, count }) => [text, count])),
    after: Object.fromEntries(after.map(({ text, count }) => [text, count])),
    movedEvents,
    isStored,
  });

  it('merges templates after a preview that changes nothing', async () => {
    const templateIds = [await idOf('cache is warm'), await idOf('cache is cold')];
    const { version } = await client().cases.info({ caseId });
    const preview = await client().templates.merge({ caseId, templateIds, isPreview: true });
    const expected = {
      before: { 'cache is warm': 40, 'cache is cold': 40 },
      after: { 'cache is <*>': 80 },
      movedEvents: 80,
    };
    expect(summary(preview)).toEqual({ ...expected, isStored: false });
    expect(preview).toMatchObject({ version, scoresAreStale: false });
    expect(preview.alike.map(({ text, count }) => [text, count])).toEqual([['cache is full', 40]]);
    expect(await templatesOf()).toHaveProperty(['cache is warm'], 40);
    const change = await client().templates.merge({ caseId, templateIds });
    expect(summary(change)).toEqual({ ...expected, isStored: true });
    expect(change.version).toBeGreaterThan(version);
    expect((await client().cases.info({ caseId })).version).toBe(change.version);
    expect(await templatesOf()).toMatchObject({ 'cache is <*>': 80, 'cache is full': 40 });
    await checkRoundTrip();
  });

  it('splits by the values of a parameter, which only the events tell', async () => {
    const templateId = await idOf('answered <*> in <*> ms');
    const split = await client().templates.split({
      caseId,
      templateId,
      by: { kind: 'values', wildcard: 0, values: ['200', '503', '999'] },
    });
    expect(summary(split)).toEqual({
      before: { 'answered <*> in <*> ms': 240 },
      after: { 'answered <*> in <*> ms': 40, 'answered 200 in <*> ms': 120, 'answered 503 in <*> ms': 80 },
      movedEvents: 200,
      isStored: true,
    });
    expect(await templatesOf()).toMatchObject({ 'answered 503 in <*> ms': 80, 'answered <*> in <*> ms': 40 });
    await checkRoundTrip();
    const only = { templateIds: [await idOf('answered 503 in <*> ms')] };
    const list = await client().events.openIndex({ caseId, filter: only });
    expect(list.count).toBe(80);
    const response = await transport.request(
      tableUrl('events', { caseId, indexId: list.indexId, offset: 0, limit: 3 }),
    );
    const page = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
    expect(String(page.getChild('content')!.get(0))).toMatch(/^answered 503 in \d+ ms$/);
    const [applied] = await client().templates.edits({ caseId });
    expect(applied).toMatchObject({ events: 240, edit: { kind: 'split-values', values: ['200', '503', '999'] } });
    expect(applied!.templateIds).toHaveLength(4);
  });

  it('masks: a token, a pattern, a kind, and a parameter that is constant text', async () => {
    const token = await client().templates.mask({
      caseId,
      mask: { kind: 'parameter', templateId: await idOf('cache is warm'), start: 9, end: 13 },
    });
    expect(summary(token).after).toEqual({ 'cache is <*>': 120 });
    await client().templates.undo({ caseId });
    const pattern = await client().templates.mask({
      caseId,
      mask: { kind: 'pattern', pattern: 'answered \\d+', maskName: 'answer' },
    });
    expect(summary(pattern).after).toEqual({ '<*> in <*> ms': 240 });
    await checkRoundTrip();
    const templateId = await idOf('<*> in <*> ms');
    expect((await client().templates.get({ caseId, templateId })).maskNames).toEqual(['answer', 'number']);
    const kind = await client().templates.mask({
      caseId,
      mask: { kind: 'kind', templateId, wildcard: 1, maskName: 'latency' },
    });
    expect(kind).toMatchObject({ movedEvents: 0, isStored: true });
    expect((await client().templates.get({ caseId, templateId })).maskNames).toEqual(['answer', 'latency']);
    await client().templates.undo({ caseId });
    await client().templates.undo({ caseId });
    const answered = await idOf('answered <*> in <*> ms');
    const constant = await client().templates.mask({
      caseId,
      mask: { kind: 'constant', templateId: answered, wildcard: 0 },
    });
    expect(Object.keys(summary(constant).after).toSorted()).toEqual([
      'answered 200 in <*> ms',
      'answered 404 in <*> ms',
      'answered 503 in <*> ms',
    ]);
    await checkRoundTrip();
  });

  it('names a template without changing its id, and takes names away', async () => {
    const templateId = await idOf('cache is warm');
    const named = await client().templates.rename({ caseId, templateId, name: 'Warm' });
    expect(named).toMatchObject({ movedEvents: 0, isStored: true, after: [{ templateId, name: 'Warm', count: 40 }] });
    expect((await client().templates.get({ caseId, templateId })).name).toBe('Warm');
    expect((await client().templates.rename({ caseId, templateId, name: 'Warm' })).isStored).toBe(false);
    await client().templates.rename({ caseId, templateId, name: null });
    expect((await client().templates.get({ caseId, templateId })).name).toBeNull();
  });

  it('takes back the last edit or any other, and says when there is none', async () => {
    const before = await templatesOf();
    const templateId = await idOf('answered <*> in <*> ms');
    const by = { kind: 'values' as const, wildcard: 0, values: ['200'] };
    const first = await client().templates.split({ caseId, templateId, by });
    await client().templates.rename({ caseId, templateId: await idOf('cache is full'), name: 'Full' });
    const undone = await client().templates.undo({ caseId, editId: first.edits[0]!.editId });
    expect(undone).toMatchObject({ isStored: true, movedEvents: 120, edits: first.edits });
    expect(await templatesOf()).toEqual(before);
    const patch = { format: 'log-sentinel/template-edits' as const, version: 1 as const, edits: undone.edits };
    expect((await importEdits(patch, 'append')).movedEvents).toBe(120);
    await client().templates.undo({ caseId });
    await client().templates.undo({ caseId });
    await expect(client().templates.undo({ caseId })).rejects.toMatchObject({ code: 'templates.no-edit' });
  });

  it('keeps each of several edits that are asked for at once', async () => {
    const texts = ['cache is warm', 'cache is cold', 'cache is full', 'shutting down'];
    const ids = await Promise.all(texts.map((text) => idOf(text)));
    await Promise.all(ids.map((templateId, i) => client().templates.rename({ caseId, templateId, name: `N${i}` })));
    const edits = await client().templates.edits({ caseId });
    expect(new Set(edits.map(({ edit }) => (edit.kind === 'rename' ? edit.name : null)))).toEqual(
      new Set(['N0', 'N1', 'N2', 'N3']),
    );
  });

  it('carries edits to another dump', async () => {
    await client().templates.merge({
      caseId,
      templateIds: [await idOf('cache is warm'), await idOf('cache is cold')],
      takesAlike: true,
    });
    const templateId = await idOf('answered <*> in <*> ms');
    await client().templates.split({ caseId, templateId, by: { kind: 'values', wildcard: 0, values: ['503'] } });
    await client().templates.rename({ caseId, templateId: await idOf('answered 503 in <*> ms'), name: 'Unavailable' });
    const patch = await client().templates.exportEdits({ caseId });
    expect(patch.edits.map(({ kind }) => kind)).toEqual(['merge', 'split-values', 'rename']);
    const lines = ['cache is lukewarm', 'answered 503 in 7 ms', 'answered 200 in 9 ms', 'answered 503 in 8 ms'];
    const other = await readLog(transport, 'other', toLog(lines));
    const change = await client().templates.importEdits({ caseId: other, patch });
    expect(change.isStored).toBe(true);
    expect(await templatesOf(other)).toEqual({
      'cache is <*>': 1,
      'answered 503 in <*> ms': 2,
      'answered <*> in <*> ms': 1,
    });
    const named = await client().templates.get({
      caseId: other,
      templateId: await idOf('answered 503 in <*> ms', other),
    });
    expect(named.name).toBe('Unavailable');
    const again = await client().templates.importEdits({ caseId: other, patch });
    expect(again).toMatchObject({ movedEvents: 0, edits: [] });
  });

  it('refuses what cannot be done, by code', async () => {
    const templateId = await idOf('cache is warm');
    const merge = (templateIds: string[], text?: string) => client().templates.merge({ caseId, templateIds, text });
    const warm = [templateId, await idOf('cache is cold')];
    await expect(merge([templateId, 'nobody'])).rejects.toMatchObject({ code: 'templates.not-found' });
    await expect(merge(warm, 'cache was <*>')).rejects.toMatchObject({ code: 'templates.no-fit' });
    await expect(merge(warm, '<*> <*>')).rejects.toMatchObject({ code: 'templates.too-wide' });
    const mask = (pattern: string) =>
      client().templates.mask({ caseId, mask: { kind: 'pattern', pattern, maskName: 'bad' } });
    await expect(mask('(unclosed')).rejects.toMatchObject({ code: 'templates.bad-pattern' });
    await expect(
      client().templates.mask({ caseId, mask: { kind: 'parameter', templateId, start: 3, end: 400 } }),
    ).rejects.toMatchObject({ code: 'templates.bad-range' });
    await expect(
      client().templates.split({ caseId, templateId, by: { kind: 'values', wildcard: 0, values: ['a'] } }),
    ).rejects.toMatchObject({ code: 'templates.bad-range' });
    expect(await client().templates.edits({ caseId })).toEqual([]);
  });

  it('tells what a wildcard holds', async () => {
    const templateId = await idOf('answered <*> in <*> ms');
    const status = await client().templates.parameters({ caseId, templateId, wildcard: 0, values: 2 });
    expect(status).toMatchObject({ type: 'number', unit: null, events: 240, empty: 0, distinct: 3 });
    expect(status.top.map(({ value, count }) => [value, count])).toEqual([
      ['200', 120],
      ['503', 80],
    ]);
    expect(status.top[1]!.firstTimeNs).toBe(BigInt(START_MS + 121_000) * 1_000_000n);
    expect(status.top[1]!.firstEventId).toBe(121);
    const latency = await client().templates.parameters({ caseId, templateId, wildcard: 1, buckets: 10 });
    expect(latency).toMatchObject({ type: 'duration', unit: 'ms', distinct: 50 });
    expect(latency.numbers).toMatchObject({ count: 240, min: 0, max: 49 });
    expect(latency.numbers!.buckets).toHaveLength(10);
    expect(latency.numbers!.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(240);
    const filter = { fromNs: BigInt(START_MS + 300_000) * 1_000_000n };
    const later = await client().templates.parameters({ caseId, templateId, wildcard: 0, filter, order: 'newest' });
    expect(later).toMatchObject({ events: 60, distinct: 3 });
    await expect(client().templates.parameters({ caseId, templateId, wildcard: 2 })).rejects.toMatchObject({
      code: 'templates.not-found',
    });
  });

  it('tells how good the templates are and what could be done', async () => {
    const health = await client().templates.health({ caseId });
    expect(health).toMatchObject({ verdict: 'good', templates: 7, events: EVENTS, edits: 0, singletons: 1 });
    expect(health.top).toMatchObject({ text: 'answered <*> in <*> ms', count: 240, share: 0.6 });
    expect(health.growth.at(-1)).toEqual({ events: EVENTS, templates: 7 });
    expect(health.alike[0]).toMatchObject({ text: 'cache is <*>' });
  });
});

function toLog(contents: readonly string[]): string {
  const lines = contents.map((content, i) => `${new Date(START_MS + i * 1000).toISOString()} INFO shop: ${content}`);
  return `${lines.join('\n')}\n`;
}

/** 240 answers, 120 cache messages, and some others. */
function logLines(): string {
  const states = ['warm', 'cold', 'full'];
  const contents = Array.from({ length: EVENTS }, (_, i) => {
    if (i === EVENTS - 1) return 'shutting down';
    if (i < 120) return `cache is ${states[i % 3]}`;
    if (i >= 360) return i % 2 === 0 ? `queue ${i} drained` : `worker ${i} idle`;
    return `answered ${[200, 503, 200, 404, 200, 503][i % 6]} in ${i % 50} ms`;
  });
  return toLog(contents);
}
