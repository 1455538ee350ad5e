import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SentinelClient } from '#shared/contract/client.ts';
import { SILENT_LOG } from '../../../src-main/base/log.ts';
import { createBackend } from '../../../src-main/service/backend.ts';

type Backend = Awaited<ReturnType<typeof createBackend>>;

let homeDir: string;
let backend: Backend;
let client: SentinelClient;
let caseId: string;

beforeAll(async () => {
  homeDir = mkdtempSync(join(tmpdir(), 'log-sentinel-edits-'));
  backend = await createBackend({ homeDir, version: '0.0.0', samplePath: null, log: SILENT_LOG });
  client = backend.client;
  caseId = (await client.cases.create({ name: 'edits' })).summary.caseId;
  await read(dump('first.log', 1500, ['warm', 'cold']));
});
afterAll(async () => {
  await backend.dispose();
  rmSync(homeDir, { recursive: true, force: true });
});

async function finish({ jobId }: { jobId: string }): Promise<void> {
  for await (const event of await client.jobs.events({ jobId })) {
    if (event.type === 'failed') throw new Error(`${event.error.code} ${event.error.message}`);
  }
}

const read = async (path: string, options = {}): Promise<void> =>
  finish(await client.jobs.startAnalyze({ caseId, paths: [path], options }));

function dump(name: string, events: number, states: readonly string[]): string {
  const path = join(homeDir, name);
  const lines = Array.from({ length: events }, (_, i) => {
    const time = new Date(Date.UTC(2024, 4, 1) + i * 1000).toISOString();
    const content = i % 3 === 0 ? `cache is ${states[i % states.length]}` : `answered ${200 + (i % 5)} in ${i % 40} ms`;
    return `${time} INFO shop: ${content}`;
  });
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

async function counts(): Promise<Record<string, number>> {
  const { rows } = await client.sql.run({
    caseId,
    sql: 'SELECT template, count FROM templates WHERE count > 0',
    maxRows: 99,
  });
  return Object.fromEntries(rows.map(([template, count]) => [String(template), Number(count)]));
}

async function idOf(text: string): Promise<string> {
  const sql = `SELECT template_id FROM templates WHERE template = '${text}'`;
  return String((await client.sql.run({ caseId, sql, maxRows: 1 })).rows[0]![0]);
}

const isStale = async (): Promise<boolean> => (await client.cases.info({ caseId })).scoresAreStale;

describe('edits of a scored case', () => {
  it('make its scores stale until they are taken back or the case is scored again', async () => {
    expect(await isStale()).toBe(false);
    const templateIds = [await idOf('cache is warm'), await idOf('cache is cold')];
    expect(await client.templates.merge({ caseId, templateIds, isPreview: true })).toMatchObject({
      scoresAreStale: true,
    });
    expect(await isStale()).toBe(false);
    expect(await client.templates.merge({ caseId, templateIds })).toMatchObject({
      scoresAreStale: true,
      movedEvents: 500,
    });
    expect(await isStale()).toBe(true);
    await expect(finish(await client.jobs.startReplay({ caseId }))).rejects.toThrow(/replay\.templates-changed/);
    expect(await client.templates.undo({ caseId })).toMatchObject({ scoresAreStale: false });
    expect(await isStale()).toBe(false);
    await client.templates.merge({ caseId, templateIds });
    await finish(await client.jobs.startReanalyse({ caseId }));
    expect(await isStale()).toBe(false);
  });

  it('do not, when they only name things', async () => {
    const templateId = await idOf('cache is <*>');
    expect(await client.templates.rename({ caseId, templateId, name: 'Cache' })).toMatchObject({
      scoresAreStale: false,
    });
  });

  it('let features count the templates of values, and the run be replayed from its input', async () => {
    const templateId = await idOf('answered <*> in <*> ms');
    await client.templates.split({ caseId, templateId, by: { kind: 'values', wildcard: 0, values: ['203'] } });
    await finish(await client.jobs.startReanalyse({ caseId }));
    const split = await idOf('answered 203 in <*> ms');
    const sql = `SELECT sum(value) FROM features WHERE name = 'events template=${split}'`;
    expect((await client.sql.run({ caseId, sql, maxRows: 1 })).rows).toEqual([[200]]);
    const { jobId } = await client.jobs.startReplay({ caseId });
    for await (const event of await client.jobs.events({ jobId })) {
      if (event.type === 'failed') throw new Error(event.error.message);
      if (event.type === 'done') expect(event.result).toMatchObject({ replay: { isMatch: true, from: 'input' } });
    }
  });

  it('made while more is read are in what is mined at its end, with a template for every event', async () => {
    const { jobId } = await client.jobs.startAnalyze({
      caseId,
      paths: [dump('large.log', 120_000, ['warm', 'cold'])],
      options: { lastStage: 'templates' },
    });
    let edits = 0;
    let templateId = await idOf('answered <*> in <*> ms');
    for await (const event of await client.jobs.events({ jobId })) {
      if (event.type === 'failed') throw new Error(event.error.message);
      if (event.type !== 'rows' && event.type !== 'file') continue;
      const by = { kind: 'values' as const, wildcard: 0, values: [String(200 + (edits % 3))] };
      const split = await client.templates.split({ caseId, templateId, by });
      if (split.isStored) edits++;
      if (edits === 3) templateId = await idOf('answered <*> in <*> ms');
    }
    expect(edits).toBeGreaterThan(0);
    const sql = 'SELECT count(*), count(template_id) FROM events';
    const [[events, withTemplate] = []] = (await client.sql.run({ caseId, sql, maxRows: 1 })).rows;
    expect(Number(events)).toBe(121_500);
    expect(withTemplate).toBe(events);
    const after = await counts();
    expect(after['answered 200 in <*> ms']).toBe(200 + 16_000);
    for (let i = 0; i < edits; i++) await client.templates.undo({ caseId });
    expect((await counts())['answered 200 in <*> ms']).toBeUndefined();
  });

  it('are applied to what the case reads next', async () => {
    const before = await counts();
    await read(dump('second.log', 300, ['warm', 'cold', 'lukewarm']), { lastStage: 'templates' });
    const after = await counts();
    expect(after['cache is <*>']).toBe((before['cache is <*>'] ?? 0) + 100);
    expect(after['answered 203 in <*> ms']! - before['answered 203 in <*> ms']!).toBe(40);
    expect(Object.keys(after).some((text) => text.includes('warm'))).toBe(false);
    expect((await client.templates.edits({ caseId })).map(({ edit }) => edit.kind)).toEqual([
      'merge',
      'rename',
      'split-values',
    ]);
  });
});
