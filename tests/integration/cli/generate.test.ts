import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, startCli, temporaryFolder, waitFor } from './run-cli.ts';

const folder = temporaryFolder();
const home = ['--home', join(folder, 'home')];

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

describe('generate', () => {
  it('writes below the caller folder and says on stdout only what it wrote', async () => {
    const args = ['generate', '--events', '5000', '--days', '1', '--seed', '4', '--format', 'json', ...home];
    const run = await runCli([...args, '--out', 'first'], { environment: { INIT_CWD: folder } });
    expect(run.exitCode).toBe(0);
    const log = join(folder, 'first', 'app.log');
    expect(run.stdout).toBe(`${log}\n${join(folder, 'first', 'labels.csv')}\n`);
    expect(run.stderr).toContain('5,000 events');
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(5000);
    expect(Object.keys(JSON.parse(lines[0] ?? '') as object)).toContain('message');
    const again = await runCli([...args, '--out', 'second', '--quiet'], { cwd: folder });
    expect(again.stderr).toBe('');
    expect(hashOf(join(folder, 'second', 'app.log'))).toBe(hashOf(log));
  });

  it('prints one JSON document', async () => {
    const out = join(folder, 'json');
    const { exitCode, stdout } = await runCli(
      ['generate', '--events', '3000', '--days', '1', '--anomalies', 'slow', '--out', out, '--json', ...home],
      { cwd: folder },
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      dir: out,
      events: 3000,
      anomalies: 2,
      files: [
        { path: join(out, 'app.log'), sizeBytes: expect.any(Number) as number },
        { path: join(out, 'labels.csv'), sizeBytes: expect.any(Number) as number },
      ],
    });
    expect(readFileSync(join(out, 'labels.csv'), 'utf8').match(/,slow,/g)).toHaveLength(2);
  });

  it('takes options from a file, variables and the command line, in rising order', async () => {
    const config = join(folder, 'settings.yaml');
    writeFileSync(config, 'generate:\n  events: 2000\n  days: 1\n  anomalies: none\n  out: from-config\n');
    const generate = (args: string[], environment: NodeJS.ProcessEnv = {}) =>
      runCli(['generate', '--config', config, '--json', '--quiet', ...home, ...args], { cwd: folder, environment });
    const runs = await Promise.all([
      generate([]),
      generate(['--out', 'from-env'], { LOG_SENTINEL_EVENTS: '2500' }),
      generate(['--out', 'from-option', '--events', '3000'], { LOG_SENTINEL_EVENTS: '2500' }),
    ]);
    const documents = runs.map((run) => JSON.parse(run.stdout) as { dir: string; events: number; anomalies: number });
    expect(documents.map(({ events }) => events)).toEqual([2000, 2500, 3000]);
    expect(documents[0]).toMatchObject({ dir: join(folder, 'from-config'), anomalies: 0 });
  });

  it('ends with 130 on Ctrl-C, says what was kept, and leaves no half file', async () => {
    const out = join(folder, 'interrupted');
    const child = startCli(['generate', '--events', '50000000', '--out', out, ...home]);
    const ended = waitFor(child);
    await new Promise<void>((resolve) => child.stderr?.on('data', (text: string) => text.includes('%') && resolve()));
    child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await ended;
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(stderr).toContain('Nothing was written.');
    expect(existsSync(out) ? readdirSync(out) : []).toEqual([]);
  });

  it('ends with 1 and a clear message when the folder cannot be written', async () => {
    const blocked = join(folder, 'blocked');
    mkdirSync(folder, { recursive: true });
    writeFileSync(blocked, 'a file');
    const { exitCode, stdout, stderr } = await runCli(
      ['generate', '--events', '2000', '--days', '1', '--out', join(blocked, 'x'), ...home],
      { cwd: folder },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('error:');
    expect(stderr).toContain('blocked');
  });
});
