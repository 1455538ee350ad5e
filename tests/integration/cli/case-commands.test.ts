import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cleanEnvironment, root, runCli, startCli, temporaryFolder, waitFor } from './run-cli.ts';

const folder = temporaryFolder();
const home = ['--home', join(folder, 'home')];
const caseDir = join(folder, 'app.sentinel');
const LINES = 30_000;

beforeAll(async () => {
  const start = Date.UTC(2024, 4, 1);
  const lines = Array.from(
    { length: LINES },
    (_, i) => `${new Date(start + i * 1000).toISOString()} INFO order ${i} paid`,
  );
  writeFileSync(join(folder, 'app.log'), `${lines.join('\n')}\n`);
  const run = await runCli(['analyze', 'app.log', '--case', caseDir, '--quiet', ...home], { cwd: folder });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
});

describe('suppress', () => {
  const suppress = (...args: string[]) => runCli(['suppress', caseDir, ...args, ...home]);

  it('adds a rule, lists it with what it hides, and takes it away', async () => {
    expect((await suppress()).stdout).toBe('No rules: every incident is shown.\n');
    const added = await suppress('--service', 'billing', '--daily', '01:00-03:30', '--reason', 'nightly batch');
    expect(added.stdout).toMatch(
      /^[0-9a-f]{8} {2}service billing, 01:00-03:30 UTC, hides 0 incidents: nightly batch\n$/,
    );
    const [rule] = JSON.parse((await suppress('--json')).stdout) as { ruleId: string; scope: unknown }[];
    expect(rule!.scope).toEqual({ service: 'billing', daily: { fromMinute: 60, toMinute: 210 } });
    expect((await suppress('--remove', rule!.ruleId)).stdout).toBe('No rules: every incident is shown.\n');
  });

  it('keeps a rule for all cases in the home', async () => {
    const everywhere = (...args: string[]) => runCli(['suppress', ...args, ...home]);
    const added = await everywhere('--host', 'node-7', '--expires', '7', '--reason', 'being replaced');
    expect(added.stdout).toMatch(/^[0-9a-f]{8} {2}host node-7, in all cases, until [^:]+T[^ ]+Z: being replaced\n$/);
    expect((await suppress()).stdout).toMatch(
      /host node-7, in all cases, hides 0 incidents, until .*: being replaced\n$/,
    );
    expect((await suppress('--service', 'search', '--all-cases')).stdout.trimEnd().split('\n')).toHaveLength(2);
    for (const { ruleId } of JSON.parse((await everywhere('--json')).stdout) as { ruleId: string }[]) {
      expect((await everywhere('--remove', ruleId)).exitCode).toBe(0);
    }
    expect((await suppress()).stdout).toBe('No rules: every incident is shown.\n');
  });

  it('refuses times of the day that are none, and rules that are not there', async () => {
    expect(await suppress('--daily', '25:00-26:00')).toMatchObject({ exitCode: 2 });
    expect(await suppress('--remove', '00000000')).toMatchObject({ exitCode: 2 });
  });
});

describe('sql', () => {
  it('prints an array of row objects with --json', async () => {
    const sql = 'SELECT event_id, time_ns, content, NULL AS nothing FROM events ORDER BY event_id LIMIT 2';
    const { exitCode, stdout, stderr } = await runCli(['sql', caseDir, sql, '--json', ...home]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual([
      { event_id: 0, time_ns: '1714521600000000000', content: 'order 0 paid', nothing: null },
      { event_id: 1, time_ns: '1714521601000000000', content: 'order 1 paid', nothing: null },
    ]);
  });

  it('prints an empty array and a table without rows', async () => {
    const sql = 'SELECT path, line FROM lines WHERE line < 0';
    expect((await runCli(['sql', caseDir, sql, '--json', ...home])).stdout).toBe('[]\n');
    expect((await runCli(['sql', caseDir, sql, ...home])).stdout).toBe('path  line\n----  ----\n(0 rows)\n');
  });

  it('streams long results whole', async () => {
    const { stdout } = await runCli(['sql', caseDir, 'SELECT line FROM lines ORDER BY line', '--json', ...home]);
    const rows = JSON.parse(stdout) as { line: number }[];
    expect(rows).toHaveLength(LINES);
    expect(rows.at(-1)).toEqual({ line: LINES });
  });

  it.each([
    ['DROP VIEW lines'],
    ["COPY (SELECT 1) TO '/tmp/never.csv'"],
    ['SELECT 1; SELECT 2'],
    ["SELECT * FROM read_csv('/etc/passwd')"],
    ['SELECT nonsense FROM lines'],
  ])('refuses %s with 1 and an empty stdout', async (sql) => {
    const { exitCode, stdout, stderr } = await runCli(['sql', caseDir, sql, ...home]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .*\[sql\.[a-z-]+\]/s);
  });
});

describe('report', () => {
  it.each(['html', 'md', 'json', 'csv'])('writes a .%s file', async (suffix) => {
    const out = join(folder, `report.${suffix}`);
    const { exitCode, stdout } = await runCli(['report', caseDir, '--out', out, ...home]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(readFileSync(out, 'utf8').length).toBeGreaterThan(20);
  });

  it('names a folder that does not exist', async () => {
    const out = join(folder, 'nowhere', 'report.html');
    const { exitCode, stderr } = await runCli(['report', caseDir, '--out', out, ...home]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('its folder does not exist');
  });
});

describe('standard output', () => {
  it('may be closed early by its reader: no message, no failure', async () => {
    const child = startCli(['sql', caseDir, 'SELECT text FROM lines', ...home]);
    const ended = waitFor(child);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { exitCode, stderr } = await ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('says so when the disk behind it is full', async () => {
    const full = openSync('/dev/full', 'w');
    const entry = join(root, 'src-main/hosts/cli/main.ts');
    const child = spawn(process.execPath, [entry, 'sql', caseDir, 'SELECT text FROM lines', ...home], {
      env: cleanEnvironment(),
      stdio: ['ignore', full, 'pipe'],
    });
    const { exitCode, stderr } = await waitFor(child);
    closeSync(full);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('the disk is full');
  });
});

describe('serve', () => {
  it('prints a one-time address and runs until it is interrupted', async () => {
    const child = startCli(['serve', caseDir, '--no-open', ...home]);
    const ended = waitFor(child);
    const [text] = (await once(child.stdout!, 'data')) as [string];
    expect(text).toMatch(/^Workbench: http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{20,}&case=[0-9a-f]{16}\n$/);
    const origin = new URL(text.slice('Workbench: '.length).trim()).origin;
    const refused = await fetch(`${origin}/rpc/app/home`, { method: 'POST' });
    expect(refused.status).toBeGreaterThanOrEqual(401);
    child.kill('SIGINT');
    expect((await ended).exitCode).toBe(130);
    await expect(fetch(origin)).rejects.toThrow();
  });
});
