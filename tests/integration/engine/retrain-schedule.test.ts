import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { createClient } from '#shared/contract/client.ts';
import { EngineSupervisor } from '../../../src-main/engine/supervisor.ts';
import { makeSessionLog } from '../../helpers/session-log.ts';

const homeDir = mkdtempSync(join(tmpdir(), 'log-sentinel-schedule-'));
const supervisor = new EngineSupervisor({ homeDir, version: '0.0.0', samplePath: null });
const client = createClient({ origin: 'http://engine', fetch: (request) => supervisor.fetch(request) });

afterAll(async () => {
  await supervisor.stop();
  rmSync(homeDir, { recursive: true, force: true });
});

async function until<T>(ask: () => Promise<T | null>, seconds: number): Promise<T> {
  const endMs = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > endMs) throw new Error('It did not happen in time.');
    await sleep(200);
  }
}

it('a running engine retrains a model when its schedule is due, and tells a failure as an alert', async () => {
  await supervisor.start();
  const path = join(homeDir, 'shop.log');
  writeFileSync(path, makeSessionLog({ sessions: 150, seed: 1 }).log);
  const { jobId } = await client.models.startTrain({
    name: 'shop',
    paths: [path],
    options: { session: String.raw`req-\d+` },
  });
  for await (const event of await client.jobs.events({ jobId })) expect(event.type).not.toBe('failed');
  await client.models.setSchedule({ name: 'shop', cron: '*/2 * * * * *' });
  const done = await until(async () => {
    const [schedule] = await client.models.schedules();
    return schedule?.lastOutcome === 'shop:2' ? schedule : null;
  }, 40);
  expect(done.lastAtMs).not.toBeNull();
  expect((await client.models.show({ model: 'shop:2' })).version).toMatchObject({ origin: 'retrained', parent: 1 });
  rmSync(path);
  const alert = await until(async () => (await client.models.alerts({ name: 'shop' }))[0] ?? null, 40);
  expect(alert).toMatchObject({ kind: 'retrain-failed', message: expect.stringContaining('shop.log') });
}, 120_000);
