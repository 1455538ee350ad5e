import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';

const root = resolve(import.meta.dirname, '../../..');
const BLOCKS = 12;
const EVENTS = 400;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kill-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

interface Outcome {
  /** Events the process had promised when it ended. */
  readonly acknowledged: number;
  readonly isKilled: boolean;
}

/** Runs the writer process and kills it after a delay; null lets it end. */
async function runWriter(caseDir: string, killAfterMs: number | null): Promise<Outcome> {
  const args = [join(root, 'tests/helpers/write-blocks.ts'), caseDir, String(BLOCKS), String(EVENTS)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  // The delay counts from the first commit: before it there is nothing to lose, and start-up takes longest.
  if (killAfterMs !== null) {
    const timer = setInterval(() => {
      if (!output.includes('ack')) return;
      clearInterval(timer);
      setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    }, 1);
    child.on('exit', () => clearInterval(timer));
  }
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  const acknowledged = Number(/ack (\d+)\s*$/.exec(output)?.[1] ?? 0);
  return { acknowledged, isKilled: signal === 'SIGKILL' };
}

/** Opens the case as a new writer would and holds it against what was promised. */
async function inspect(caseDir: string, acknowledged: number): Promise<void> {
  const catalog = await openCase(caseDir, { mode: 'write' });
  expect(catalog.checkIntegrity()).toEqual([]);
  const stored = catalog.sources.list()[0]?.account.events ?? 0;
  expect(stored).toBeGreaterThanOrEqual(acknowledged);
  expect(stored % EVENTS).toBe(0);
  const named = catalog.segments.list().map((segment) => segment.relativePath);
  expect(listFiles(catalog.lakeDir)).toEqual(named.toSorted());
  const reader = await CaseReader.open(catalog, catalog.lakeDir);
  expect(reader.damaged).toEqual([]);
  const checks = [
    ...(await reader.checkLayer('bronze', catalog.sources.list())),
    ...(await reader.checkLayer('silver', catalog.sources.list())),
  ];
  expect(checks.filter((check) => check.status === 'fail')).toEqual([]);
  reader.close();
  catalog.close();
}

function listFiles(lakeDir: string): string[] {
  const names = readdirSync(lakeDir, { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => join(lakeDir, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(lakeDir, path))
    .toSorted();
}

async function describeCase(caseDir: string): Promise<unknown> {
  const catalog = await openCase(caseDir, { mode: 'read' });
  const state = { ...catalog.manifest(), revision: 0, sources: catalog.sources.list() };
  catalog.close();
  return state;
}

describe('a killed writer', () => {
  it('loses nothing it acknowledged and leaves nothing half done; going on gives the same case as never being killed', async () => {
    const undisturbed = join(folder, 'undisturbed');
    expect((await runWriter(undisturbed, null)).acknowledged).toBe(BLOCKS * EVENTS);
    await inspect(undisturbed, BLOCKS * EVENTS);
    const expected = await describeCase(undisturbed);

    let kills = 0;
    for (let round = 0; round < 3; round++) {
      const caseDir = join(folder, `killed-${round}`);
      for (let attempt = 0; attempt < 6; attempt++) {
        const outcome = await runWriter(caseDir, (round * 7 + attempt * 11) % 40);
        await inspect(caseDir, outcome.acknowledged);
        if (!outcome.isKilled) break;
        kills++;
      }
      const last = await runWriter(caseDir, null);
      expect(last.isKilled).toBe(false);
      await inspect(caseDir, BLOCKS * EVENTS);
      expect(await describeCase(caseDir)).toEqual(expected);
    }
    expect(kills).toBeGreaterThanOrEqual(3);
  });
});
