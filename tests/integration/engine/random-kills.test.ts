import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type SentinelClient } from '#shared/contract/client.ts';
import { openPageFiles } from '../../../src-main/base/page-files.ts';
import { EngineSupervisor } from '../../../src-main/engine/supervisor.ts';
import { startWebHost, type WebHost } from '../../../src-main/hosts/web/serve.ts';
import { orderLog } from './order-log.ts';

/** `LOG_SENTINEL_KILLS=20` for the long form. */
const KILLS = Number(process.env['LOG_SENTINEL_KILLS'] ?? 4);
const LINES = 250_000;

describe('an engine killed at random moments of an ingest through the web host', () => {
  let homeDir: string;
  let logPath: string;
  let supervisor: EngineSupervisor;
  let host: WebHost;
  let client: SentinelClient;

  beforeAll(async () => {
    homeDir = mkdtempSync(join(tmpdir(), 'log-sentinel-kills-'));
    logPath = join(homeDir, 'kills.log');
    writeFileSync(
      logPath,
      orderLog(LINES, (line) => line % 97 === 5),
    );
    supervisor = new EngineSupervisor({ homeDir, version: '0', samplePath: null });
    await supervisor.start();
    host = await startWebHost({
      engine: (request) => supervisor.fetch(request),
      pages: openPageFiles(homeDir),
      port: 0,
    });
    client = await signIn(host);
  });
  afterAll(async () => {
    await host.close();
    await supervisor.stop();
    rmSync(homeDir, { recursive: true, force: true });
  });

  it(
    `recovers each of ${KILLS} times, with the account and templates of an undisturbed run`,
    async () => {
      const startedMs = performance.now();
      const calm = await ingest(null);
      const ingestMs = performance.now() - startedMs;
      for (let kill = 0; kill < KILLS; kill++) {
        // Spread over the whole ingest, with jitter: another place each time.
        const delayMs = ingestMs * ((kill + Math.random()) / KILLS);
        const disturbed = await ingest(delayMs);
        expect(disturbed, `killed after ${delayMs.toFixed(0)} ms`).toEqual(calm);
      }
    },
    60_000 + KILLS * 30_000,
  );

  /** Follows the job as a window does: a broken stream is opened again until the job has ended. */
  async function ingest(killAfterMs: number | null) {
    const { caseId } = (await client.cases.create({ name: 'kills' })).summary;
    const { jobId } = await client.jobs.startAnalyze({
      caseId,
      paths: [logPath],
      options: { lastStage: 'templates', threads: 2 },
    });
    const killing = killAfterMs === null ? Promise.resolve() : pause(killAfterMs).then(killEngine);
    for (let hasEnded = false; !hasEnded; ) hasEnded = await follow(jobId);
    await killing;
    await finished(jobId);
    const { totals } = await client.quality.document({ caseId });
    const templates = await client.sql.run({
      caseId,
      sql: 'SELECT template_id, template, count FROM templates ORDER BY ALL',
    });
    const lines = await client.sql.run({
      caseId,
      sql: 'SELECT count(*), count(DISTINCT line), sum(hash(text)) FROM lines',
    });
    await client.cases.delete({ caseId });
    return { totals, templates: templates.rows, lines: lines.rows };
  }

  async function follow(jobId: string): Promise<boolean> {
    try {
      for await (const event of await client.jobs.events({ jobId })) {
        if (event.type === 'failed') throw new Error(event.error.message);
        if (event.type === 'done') return true;
      }
      return false;
    } catch {
      await pause(50);
      return isGone(jobId);
    }
  }

  /** A kill after the job's end leaves an engine that no longer knows it. */
  async function isGone(jobId: string): Promise<boolean> {
    return client.jobs.get({ jobId }).then(
      (job) => job.state === 'done',
      (error: { code?: string }) => error.code === 'job.not-found',
    );
  }

  async function finished(jobId: string): Promise<void> {
    await expect.poll(() => isGone(jobId), { timeout: 60_000 }).toBe(true);
  }

  async function killEngine(): Promise<void> {
    const { pid, engineId } = await client.app.status();
    process.kill(pid, 'SIGKILL');
    const isRestarted = () =>
      client.app.status().then(
        (status) => status.engineId !== engineId,
        () => false,
      );
    await expect.poll(isRestarted, { timeout: 30_000 }).toBe(true);
  }
});

async function signIn(host: WebHost): Promise<SentinelClient> {
  const origin = `http://127.0.0.1:${host.port}`;
  const response = await fetch(host.url, { redirect: 'manual' });
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  return createClient({
    origin,
    fetch: (call, init) => {
      const headers = new Headers(call.headers);
      headers.set('cookie', cookie);
      headers.set('origin', origin);
      return fetch(new Request(call, { headers }), init);
    },
  });
}
