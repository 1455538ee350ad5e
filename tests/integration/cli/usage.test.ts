import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
const COMMANDS = ['analyze', 'templates', 'score', 'generate', 'report', 'sql', 'serve', 'doctor'];

describe('log-sentinel', () => {
  it('lists every command and ends with 0 when asked for help', async () => {
    const { exitCode, stdout, stderr } = await runCli(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).toContain('Example:');
  });

  it('shows an example for every command', async () => {
    const helps = await Promise.all(COMMANDS.map((command) => runCli([command, '--help'])));
    for (const [i, { exitCode, stdout }] of helps.entries()) {
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`Example:\n  log-sentinel ${COMMANDS[i]}`);
    }
  });

  it.each([
    [['nonsense']],
    [[]],
    [['analyze']],
    [['analyze', 'x', '--threads', 'many']],
    [['analyze', 'x', '--nonsense']],
    [['analyze', 'x', '--fail-on', 'errors']],
    [['analyze', 'x', '--since', 'yesterday', '--home', home]],
    [['generate', '--home', home]],
    [['generate', '--out', 'x', '--anomalies', 'spike,nonsense']],
    [['generate', '--out', join(folder, 'never'), '--events', '10', '--days', '1', '--home', home]],
    [['report', 'x', '--out', 'report.docx', '--home', home]],
    [['sql', '--home', home]],
    [['doctor', '--config', join(folder, 'none.yaml')]],
  ])('ends with 2, a message and an empty stdout for %j', async (args) => {
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: folder });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.length).toBeGreaterThan(10);
    expect(stderr).not.toMatch(/at .*\(.*:\d+:\d+\)/);
  });

  it('ends with 1 and names the folder when a case does not exist', async () => {
    const { exitCode, stdout, stderr } = await runCli(['sql', 'missing', 'SELECT 1', '--home', home], { cwd: folder });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(join(folder, 'missing'));
    expect(stderr).toContain('[catalog.not-found]');
  });

  it('checks the machine', async () => {
    const { stdout } = await runCli(['doctor', '--json', '--home', home]);
    const { checks } = JSON.parse(stdout) as { checks: { name: string; isOk: boolean; detail: string }[] };
    const byName = new Map(checks.map((check) => [check.name, check]));
    for (const name of ['Node.js', 'SQLite', 'DuckDB', 'Temporary folder', 'Processors and memory', 'Home folder']) {
      expect(byName.get(name)).toMatchObject({ isOk: true });
    }
    expect(byName.get('Chromium')).toBeDefined();
    expect(byName.get('DuckDB')?.detail).toMatch(/^DuckDB v\d/);
  });
});
