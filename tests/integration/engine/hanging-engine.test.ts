import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient, type SentinelClient } from '#shared/contract/client.ts';
import { EngineSupervisor, type EngineState } from '../../../src-main/engine/supervisor.ts';
import { orderLog } from './order-log.ts';

const LINES = 200_000;
const HANG_AFTER_MS = 1500;
const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

let homeDir: string;
beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), 'log-sentinel-hang-'));
});
afterEach(() => rmSync(homeDir, { recursive: true, force: true }));

describe('an engine that hangs', () => {
  let supervisor: EngineSupervisor;
  let client: SentinelClient;

  beforeEach(async () => {
    supervisor = new EngineSupervisor({
      homeDir,
      version: '0',
      samplePath: null,
      entryPath: beside('./hanging-engine.ts'),
      hangAfterMs: HANG_AFTER_MS,
    });
    await supervisor.start();
    client = createClient({ origin: 'http://engine', fetch: (request) => supervisor.fetch(request) });
  });
  afterEach(() => supervisor.stop());

  const hasRestarted = (restarts: number) =>
    expect.poll(() => supervisor.state, { timeout: 20_000 }).toMatchObject({ kind: 'running', restarts });

  it.each([
    ['in a busy loop', 'SIGUSR2'],
    ['stopped while the supervisor runs', 'SIGSTOP'],
  ] as const)('%s is ended and started again, and says so', async (_how, signal) => {
    const { pid, engineId } = await client.app.status();
    process.kill(pid, signal);
    const underWay = client.app.status();
    await expect(underWay).rejects.toMatchObject({ code: 'engine.unavailable' });
    await hasRestarted(1);
    const after = await client.app.status();
    expect(after.engineId).not.toBe(engineId);
    expect(after.lastExit).toMatch(/^The engine did not answer for \d+ s and was ended\.$/);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('while it reads goes on from its last commit, to what an undisturbed one gives', async () => {
    const logPath = join(homeDir, 'big.log');
    writeFileSync(logPath, orderLog(LINES));
    const calm = await analyze(logPath, 0);
    const disturbed = await analyze(logPath, 2);
    expect(disturbed).toEqual(calm);
    expect(calm.totals.lines).toBe(LINES);
  }, 90_000);

  async function analyze(logPath: string, hangs: number) {
    const { caseId } = (await client.cases.create({ name: `hangs-${hangs}` })).summary;
    const options = { lastStage: 'templates' as const, threads: 2 };
    const { jobId } = await client.jobs.startAnalyze({ caseId, paths: [logPath], options });
    for (let hang = 0; hang < hangs; hang++) {
      await pause(60 + hang * 80);
      const { pid, restarts } = await client.app.status();
      process.kill(pid, 'SIGUSR2');
      await hasRestarted(restarts + 1);
    }
    for await (const event of await client.jobs.events({ jobId })) {
      if (event.type === 'failed') throw new Error(event.error.message);
    }
    expect((await client.jobs.get({ jobId })).resumes).toBe(hangs);
    const { totals } = await client.quality.document({ caseId });
    const templates = await client.sql.run({ caseId, sql: 'SELECT template_id, count FROM templates ORDER BY ALL' });
    const lines = await client.sql.run({
      caseId,
      sql: 'SELECT count(*), count(DISTINCT line), sum(hash(text)) FROM lines',
    });
    return { totals, templates: templates.rows, lines: lines.rows };
  }
});

describe('a machine that stands still', () => {
  it('for longer than a hang takes is no hang: supervisor and engine are stopped and go on', async () => {
    const child = spawn(process.execPath, [beside('./standing-supervisor.ts'), homeDir, String(HANG_AFTER_MS)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const states: EngineState[] = [];
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      states.push(...lines.map((line) => JSON.parse(line) as EngineState));
    });
    await expect.poll(() => states.at(-1)?.kind, { timeout: 30_000 }).toBe('running');
    const running = states.at(-1) as Extract<EngineState, { kind: 'running' }>;
    const both = [child.pid as number, running.pid as number];
    for (const pid of both) process.kill(pid, 'SIGSTOP');
    await pause(2 * HANG_AFTER_MS);
    for (const pid of both) process.kill(pid, 'SIGCONT');
    await pause(HANG_AFTER_MS + 500);
    expect(states.at(-1)).toEqual(running);
    child.stdin.end();
    await once(child, 'exit');
    expect(states.map(({ kind }) => kind)).toEqual(['starting', 'running', 'stopped']);
  }, 60_000);
});
