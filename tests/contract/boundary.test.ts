import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isContractProcedure } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import { RPC_PREFIX, uploadUrl } from '#shared/contract/tables.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

/** Path of every procedure, read from the contract itself. */
const PROCEDURES = Object.entries(contract).flatMap(([area, procedures]) =>
  Object.entries(procedures)
    .filter(([, procedure]) => isContractProcedure(procedure))
    .map(([name]) => `${area}/${name}`),
);

const DEEP = '['.repeat(5000) + ']'.repeat(5000);

/** Bodies no procedure may accept, or may only answer with an error of its own. */
function badBodies(seed: number): string[] {
  const long = 'x'.repeat(70_000);
  const values = [
    null,
    true,
    -1,
    1e308,
    'x',
    long,
    [],
    [[]],
    {},
    { __proto__: null, caseId: '../../etc/passwd' },
    { caseId: 5 },
  ];
  const ids = [
    '../..',
    '/etc/passwd',
    'file:///etc/passwd',
    '0123456789abcdef',
    "x' OR 1=1 --",
    '\u0000',
    long,
    `proc/${seed}`,
  ];
  const objects = ids.flatMap((id) => [
    { caseId: id },
    {
      caseId: id,
      jobId: id,
      incidentId: id,
      unitId: id,
      templateId: id,
      sql: id,
      path: id,
      dir: id,
      paths: [id],
      state: id,
      name: id,
    },
    { dir: `/proc/self/${id}`, extra: true },
    { jobId: id },
  ]);
  const json = [...values, ...objects].map((value) => JSON.stringify({ json: value }));
  return [
    ...json,
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '{"json":',
    DEEP,
    '{"json":{"a":1},"meta":[[9,"json","a"]]}',
    '{"json":{"__proto__":{"x":1},"constructor":{"prototype":{}}}}',
  ];
}

/** Those that would only do what they are asked to: make a case, list, or stream for ever. */
const TAKES_ANYTHING = new Set(['app/watch']);

describe.each(Object.entries(TRANSPORTS))('the boundary over the %s', (_name, open) => {
  let transport: Transport;

  beforeAll(async () => {
    transport = await open();
  });
  afterAll(() => transport.dispose());

  const call = (path: string, body: string) =>
    transport.request(`${RPC_PREFIX}/${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });

  const expectOwnError = async (path: string, body: string) => {
    const response = await call(path, body);
    const text = await response.text();
    expect(response.status, `${path} ${body.slice(0, 80)}: ${text.slice(0, 200)}`).not.toBe(500);
    expect(text).not.toMatch(/at \w+ \(|node_modules|src-main\//);
    if (!response.ok) expect(text).not.toContain(homedir());
  };

  it('answers bad messages to every procedure with an error of its own, and goes on', async () => {
    expect(PROCEDURES.length).toBeGreaterThan(40);
    for (const path of PROCEDURES.filter((procedure) => !TAKES_ANYTHING.has(procedure))) {
      await Promise.all(badBodies(path.length).map((body) => expectOwnError(path, body)));
    }
    expect((await transport.client.app.status()).restarts).toBe(0);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  }, 120_000);

  it('refuses an unknown procedure, and a call by GET', async () => {
    expect((await call('cases/nothing', '{}')).status).toBe(404);
    expect((await call('__proto__/constructor', '{}')).status).toBe(404);
    const get = await transport.request(`${RPC_PREFIX}/cases/list`);
    expect(get.ok).toBe(false);
  });

  it('answers every one of a thousand calls, two hundred at once, and others between them', async () => {
    for (let round = 0; round < 5; round++) {
      const flood = Promise.all(Array.from({ length: 200 }, () => transport.client.cases.list()));
      expect(await transport.client.app.status()).toBeDefined();
      expect(await flood).toHaveLength(200);
    }
  });

  it('lists folders for the open dialog, cases among them, and detects a file before it is read', async () => {
    const folder = join(transport.homeDir, 'look');
    mkdirSync(join(folder, 'old.sentinel'), { recursive: true });
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'app.log'), '2024-05-01T00:00:00Z ERROR shop: payment 7 failed\n'.repeat(20));
    writeFileSync(join(folder, 'evil\u202egol.exe'), '');
    const { files } = transport.client;
    const listing = await files.list({ path: folder });
    expect(listing.parent).toBe(transport.homeDir);
    expect(listing.entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['old.sentinel', 'case'],
      ['sub', 'folder'],
      ['app.log', 'file'],
      ['evil\\u202egol.exe', 'file'],
    ]);
    expect(await files.list({ path: folder, limit: 1 })).toMatchObject({
      isTruncated: true,
      entries: [{ name: 'old.sentinel' }],
    });
    const guess = await files.detect({ path: join(folder, 'app.log') });
    expect(guess.confidence).toBeGreaterThan(0.9);
    expect(guess.fields).toMatchObject({
      time: '2024-05-01T00:00:00Z',
      severity: 'ERROR',
      content: 'payment 7 failed',
    });
    await expect(files.list({ path: join(folder, 'missing') })).rejects.toMatchObject({ code: 'source.not-found' });
    await expect(files.detect({ path: join(folder, 'missing') })).rejects.toMatchObject({
      code: 'ingest.unreadable',
      details: { class: 'E_NOT_FOUND' },
    });
    expect((await files.formats()).length).toBeGreaterThan(10);
  });

  it('takes dropped files into the case and reads them like any other', async () => {
    const { client } = transport;
    const { caseId } = (await client.cases.create({ name: 'dropped' })).summary;
    const upload = (path: string, body: string) =>
      transport.request(uploadUrl({ caseId, batch: 'drop-1', path }), {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/octet-stream' },
      });
    const stored = (await (await upload('logs/a.log', '2024-05-01T00:00:00Z INFO shop: one\n')).json()) as {
      folderPath: string;
    };
    expect((await upload('logs/b.log', '2024-05-01T00:00:01Z INFO shop: two\n')).status).toBe(200);
    expect((await upload('../../escape.log', 'x')).status).toBe(400);
    expect(existsSync(join(transport.homeDir, 'escape.log'))).toBe(false);
    const { jobId } = await client.jobs.startAnalyze({
      caseId,
      paths: [stored.folderPath],
      options: { lastStage: 'ingest' },
    });
    for await (const event of await client.jobs.events({ jobId })) expect(event.type).not.toBe('failed');
    expect((await client.quality.document({ caseId })).totals).toMatchObject({ files: 2, events: 2 });
  });

  it('opens, closes, forgets and deletes cases', async () => {
    const { cases } = transport.client;
    const made = await cases.create({ name: 'Größe / 7' });
    expect(made.summary.name).toBe('Größe-7');
    await expect(cases.create({ dir: made.summary.dir })).rejects.toMatchObject({ code: 'catalog.exists' });
    const { caseId } = made.summary;
    await cases.setViewState({ caseId, state: '{"zoom":2}' });
    await cases.close({ caseId });
    expect((await cases.open({ dir: made.summary.dir })).summary.caseId).toBe(caseId);
    expect(await cases.getViewState({ caseId })).toBe('{"zoom":2}');
    await cases.forget({ caseId });
    expect((await cases.list()).map((one) => one.caseId)).not.toContain(caseId);
    expect(await cases.delete({ caseId })).toEqual({ isDeleted: true });
    expect(existsSync(made.summary.dir)).toBe(false);
    await expect(cases.info({ caseId })).rejects.toMatchObject({ code: 'case.not-found' });
    await expect(cases.open({ dir: join(transport.homeDir, 'none') })).rejects.toMatchObject({
      code: 'catalog.not-found',
    });
  });

  it('keeps settings and says how the machine is', async () => {
    const { app } = transport.client;
    expect(await app.updateSettings({ colorScheme: 'dark' })).toMatchObject({ colorScheme: 'dark', timeZone: 'utc' });
    expect((await app.home()).settings.colorScheme).toBe('dark');
    const { checks } = await app.doctor();
    expect(checks.filter((check) => !check.isOk).map((check) => check.name)).toEqual(['Sample']);
    await expect(transport.client.samples.open()).rejects.toMatchObject({ code: 'sample.not-found' });
  });

  it('refuses a body beyond its limit and goes on', async () => {
    // A transport may answer, or close the connection on a sender that goes on regardless.
    const big = await call('cases/list', `{"json":"${'x'.repeat(5 * 2 ** 20)}"}`).catch(() => null);
    expect(big?.ok ?? false).toBe(false);
    const isAlive = () =>
      transport.client.app.status().then(
        (status) => status.restarts === 0,
        () => false,
      );
    await expect.poll(isAlive).toBe(true);
  });
});
