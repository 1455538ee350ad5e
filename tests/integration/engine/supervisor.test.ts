import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient, type SentinelClient } from '#shared/contract/client.ts';
import type { JobEvent } from '#shared/contract/jobs.ts';
import { EngineSupervisor, type EngineState } from '../../../src-main/engine/supervisor.ts';
import { orderLog } from './order-log.ts';

const LINES = 300_000;

describe('the engine supervisor', () => {
  let homeDir: string;
  let supervisor: EngineSupervisor;
  let client: SentinelClient;
  let states: EngineState[];

  beforeEach(async () => {
    homeDir = mkdtempSync(join(tmpdir(), 'log-sentinel-supervisor-'));
    states = [];
    supervisor = new EngineSupervisor({
      homeDir,
      version: '0',
      samplePath: null,
      onState: (state) => states.push(state),
    });
    await supervisor.start();
    client = createClient({ origin: 'http://engine', fetch: (request) => supervisor.fetch(request) });
  });

  afterEach(async () => {
    await supervisor.stop();
    rmSync(homeDir, { recursive: true, force: true });
  });

  /** Ends the engine's own process, whose pid it tells itself. */
  const killEngine = async () => {
    const { pid } = await client.app.status();
    process.kill(pid, 'SIGKILL');
    while (supervisor.state.kind === 'running' && supervisor.state.pid === pid) await pause(5);
  };

  it('keeps its socket in a folder only this user can enter', () => {
    const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(`log-sentinel-engine-${process.pid}-`));
    expect(folders).toHaveLength(1);
    expect(statSync(join(tmpdir(), folders[0]!)).mode & 0o777).toBe(0o700);
  });

  it('starts a killed engine again and says so', async () => {
    const before = await client.app.status();
    const stream = await client.app.watch();
    await stream.next();
    await killEngine();
    await expect(
      (async () => {
        for (;;) if ((await stream.next()).done) return;
      })(),
    ).rejects.toThrow();
    const after = await client.app.status();
    expect(after).toMatchObject({ restarts: 1, lastExit: 'The engine was ended by SIGKILL.' });
    expect(after.engineId).not.toBe(before.engineId);
    expect(states.map((state) => state.kind)).toEqual(['starting', 'running', 'starting', 'starting', 'running']);
  });

  it('fails what was under way with a code and lets what comes later wait', async () => {
    const { pid } = await client.app.status();
    const underWay = client.app.watch().then(async (stream) => {
      for (;;) if ((await stream.next()).done) return;
    });
    await pause(50);
    process.kill(pid, 'SIGKILL');
    await expect(underWay).rejects.toThrow();
    while (supervisor.state.kind === 'running') await pause(5);
    await expect(client.app.status()).resolves.toMatchObject({ restarts: 1 });
  });

  it('goes on with a killed job by itself, to the same account and templates as an undisturbed one', async () => {
    const logPath = join(homeDir, 'big.log');
    writeFileSync(logPath, orderLog(LINES));
    const calm = await analyze('calm', logPath, 0);
    const killed = await analyze('killed', logPath, 3);
    expect(killed.resumes).toBeGreaterThan(0);
    expect(killed.totals).toEqual(calm.totals);
    expect(killed.templates).toEqual(calm.templates);
    expect(killed.totals.lines).toBe(LINES);
  }, 90_000);

  it('gives up on nothing when told to stop while a job runs: the next start goes on', async () => {
    const logPath = join(homeDir, 'big.log');
    writeFileSync(logPath, orderLog(LINES));
    const { summary } = await client.cases.create({ name: 'stopped' });
    const { jobId } = await client.jobs.startAnalyze({
      caseId: summary.caseId,
      paths: [logPath],
      options: { lastStage: 'ingest' },
    });
    await supervisor.stop();
    supervisor = new EngineSupervisor({ homeDir, version: '0', samplePath: null });
    await supervisor.start();
    client = createClient({ origin: 'http://engine', fetch: (request) => supervisor.fetch(request) });
    expect((await client.app.status()).resumedJobs).toEqual([jobId]);
    const last = await follow(jobId);
    expect(last.type).toBe('done');
    expect((await client.quality.document({ caseId: summary.caseId })).totals.lines).toBe(LINES);
  }, 90_000);

  async function analyze(name: string, logPath: string, kills: number) {
    const { caseId } = (await client.cases.create({ name })).summary;
    const { jobId } = await client.jobs.startAnalyze({
      caseId,
      paths: [logPath],
      options: { lastStage: 'templates', threads: 2 },
    });
    for (let kill = 0; kill < kills; kill++) {
      await pause(80 + kill * 60);
      await killEngine();
    }
    await follow(jobId);
    const { resumes } = await client.jobs.get({ jobId });
    const { totals } = await client.quality.document({ caseId });
    const { rows } = await client.sql.run({
      caseId,
      sql: 'SELECT template_id, template, count FROM templates ORDER BY ALL',
    });
    const lines = await client.sql.run({
      caseId,
      sql: 'SELECT count(*), count(DISTINCT line), min(line), max(line) FROM lines',
    });
    expect(lines.rows).toEqual([[BigInt(LINES), BigInt(LINES), 1n, BigInt(LINES)]]);
    return { resumes, totals, templates: rows };
  }

  async function follow(jobId: string): Promise<JobEvent> {
    let last: JobEvent | null = null;
    for await (const event of await client.jobs.events({ jobId })) last = event;
    if (last === null) throw new Error('the job said nothing');
    return last;
  }
});
