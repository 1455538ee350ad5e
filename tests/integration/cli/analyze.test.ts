import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type AnalysisDocument, analysisDocumentSchema } from '#shared/contract/analysis-document.ts';
import { isBalanced } from '#shared/domain/line-account.ts';
import { runCli, startCli, temporaryFolder, waitFor } from './run-cli.ts';

const folder = temporaryFolder();
const home = ['--home', join(folder, 'home')];

/** Two minutes of a small service, one event every half second, a trace of two lines in the middle. */
function writeLog(path: string, lines = 240): void {
  const text = Array.from({ length: lines }, (_, i) => {
    const time = new Date(Date.UTC(2024, 4, 1, 12) + i * 500).toISOString();
    const line = `${time} INFO worker-${i % 4} handled job ${1000 + i} in ${10 + (i % 7)} ms`;
    return i === 100 ? `${line}\n    at Worker.run(Worker.java:17)\n` : line;
  });
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `${text.join('\n')}\n`);
}

function documentOf(stdout: string): AnalysisDocument {
  return analysisDocumentSchema.parse(JSON.parse(stdout));
}

describe('analyze', () => {
  it('prints one document whose account is exact, and nothing else on stdout', async () => {
    writeLog(join(folder, 'logs', 'app.log'));
    writeFileSync(join(folder, 'logs', 'old.log.gz'), gzipSync('2024-04-30T10:00:00Z INFO worker-1 stopped\n'));
    const args = ['analyze', 'logs/app.log', 'logs/old.log.gz', '--case', 'first.sentinel', '--json', ...home];
    const { exitCode, stdout, stderr } = await runCli(args, { environment: { INIT_CWD: folder } });
    expect(exitCode).toBe(0);
    const document = documentOf(stdout);
    expect(document.case).toBe(join(folder, 'first.sentinel'));
    expect(document.files.map((file) => file.path)).toEqual(['logs/app.log', 'logs/old.log.gz']);
    expect(document.files[0]).toMatchObject({
      status: 'whole',
      lines: 242,
      eventLines: 240,
      firstTime: '2024-05-01T12:00:00Z',
      errors: [],
    });
    for (const account of [...document.files, document.totals]) expect(isBalanced(account)).toBe(true);
    expect(document.totals).toMatchObject({ files: 2, lines: 243, errors: 0 });
    expect(document.peakRssBytes).toBeGreaterThan(1e6);
    expect(stderr).toMatch(/read/);
  });

  it('reads standard input like a file, silently with --quiet', async () => {
    const input = '2024-05-01T12:00:00Z INFO one\n2024-05-01T12:00:01Z INFO two\n\n';
    const { exitCode, stdout, stderr } = await runCli(
      ['analyze', '-', '--json', '--quiet', '--case', join(folder, 'stdin.sentinel'), ...home],
      { input },
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [file] = documentOf(stdout).files;
    expect(file).toMatchObject({ path: '-', lines: 3, events: 2, blankLines: 1, bytesIn: input.length });
  });

  it('ends with 4 when an input is missing or empty, and keeps the good ones', async () => {
    writeLog(join(folder, 'good.log'), 20);
    writeFileSync(join(folder, 'empty.log'), '');
    const args = ['analyze', 'missing.log', 'good.log', 'empty.log', '--json', '--case', 'partly.sentinel', ...home];
    const { exitCode, stdout } = await runCli(args, { cwd: folder });
    expect(exitCode).toBe(4);
    const { files, totals } = documentOf(stdout);
    const byPath = new Map(files.map((file) => [file.path, file]));
    expect(byPath.get('good.log')).toMatchObject({ status: 'whole', lines: 20 });
    expect(byPath.get('missing.log')).toMatchObject({ status: 'rejected', errors: [{ class: 'E_NOT_FOUND' }] });
    expect(byPath.get('empty.log')).toMatchObject({ status: 'rejected', errors: [{ class: 'E_EMPTY' }] });
    expect(totals).toMatchObject({ lines: 20, errors: 2 });
  });

  it('refuses an unknown detector and unreadable labels before it reads anything', async () => {
    writeLog(join(folder, 'unread.log'), 20);
    const refused = [
      [['--detectors', 'oracle'], /no detector oracle\. Known: baseline/],
      [['--labels', 'nowhere.csv'], /labels file .*nowhere\.csv cannot be read/],
    ] as const;
    for (const [options, message] of refused) {
      const args = ['analyze', 'unread.log', '--case', 'unread.sentinel', ...options, ...home];
      const { exitCode, stderr } = await runCli(args, { cwd: folder });
      expect(exitCode).toBeGreaterThan(0);
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/^read /m);
    }
  });

  it('describes the case for a person without control characters of the data', async () => {
    writeFileSync(join(folder, 'evil.log'), '2024-05-01T12:00:00Z ERROR \u001b[2J\u001b]0;title\u0007 \u009b31m\n');
    const { exitCode, stdout } = await runCli(['analyze', 'evil.log', '--case', 'evil.sentinel', ...home], {
      cwd: folder,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('1 line = 1 event');
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
    const sql = await runCli(['sql', 'evil.sentinel', 'SELECT text FROM lines', ...home], { cwd: folder });
    expect(sql.stdout).toContain('\\e[2J\\e]0;title\\x07 \\x9b31m');
  });

  it('makes a new case under the home folder when none is named', async () => {
    writeLog(join(folder, 'named.log'), 5);
    const { stdout } = await runCli(['analyze', 'named.log', '--json', ...home], { cwd: folder });
    expect(documentOf(stdout).case).toBe(join(folder, 'home', 'cases', 'named.log.sentinel'));
  });

  it('stops cleanly on Ctrl-C and says what was kept', async () => {
    const lines = 400_000;
    const start = Date.UTC(2024, 4, 1);
    const text = Array.from(
      { length: lines },
      (_, i) => `${new Date(start + i * 100).toISOString()} INFO step ${i} of request ${i * 7} took ${i % 90} ms`,
    );
    const path = join(folder, 'large.log');
    writeFileSync(path, `${text.join('\n')}\n`);
    const child = startCli(['analyze', path, '--case', join(folder, 'large.sentinel'), '--threads', '1', ...home]);
    const ended = waitFor(child);
    await new Promise<void>((resolve) =>
      child.stderr?.on('data', (part: string) => part.includes('read') && resolve()),
    );
    child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await ended;
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(stderr).toMatch(/events are kept in/);
    const again = await runCli([
      'sql',
      join(folder, 'large.sentinel'),
      'SELECT count(*) AS n FROM lines',
      '--json',
      ...home,
    ]);
    expect(again.exitCode).toBe(0);
    expect((JSON.parse(again.stdout) as [{ n: number }])[0].n).toBeLessThanOrEqual(lines);
  });
});

describe('templates', () => {
  it('gives every physical line a row; continuation lines repeat their event and blank ones are empty', async () => {
    writeLog(join(folder, 'rows.log'), 240);
    const run = await runCli(['templates', 'rows.log', '--out', 'templates.csv', ...home], { cwd: folder });
    expect({ exitCode: run.exitCode, stdout: run.stdout }).toEqual({ exitCode: 0, stdout: '' });
    const [header, ...rows] = readFileSync(join(folder, 'templates.csv'), 'utf8').trimEnd().split('\n');
    expect(header).toBe('line,templateId,template');
    expect(rows).toHaveLength(242);
    expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(rows.map((_, i) => i + 1));
    expect(rows[101]?.replace(/^\d+/, '')).toBe(rows[100]?.replace(/^\d+/, ''));
    expect(rows[102]).toBe('103,,');
    expect(rows[0]).toMatch(/^1,[0-9a-f]{16},.*handled job <\*> in <\*> ms$/);
  });

  it('writes the same bytes with one thread and with two, and to stdout without --out', async () => {
    writeLog(join(folder, 'threads.log'), 500);
    const runs = await Promise.all(
      ['1', '2'].map((threads) => runCli(['templates', 'threads.log', '--threads', threads, ...home], { cwd: folder })),
    );
    expect(runs[0]?.stdout.split('\n')).toHaveLength(1 + 502 + 1);
    expect(runs[0]?.stdout).toBe(runs[1]?.stdout);
  });

  it('takes the whole line with --content', async () => {
    writeFileSync(join(folder, 'content.log'), 'Connection from 10.0.0.1 closed\nConnection from 10.0.0.2 closed\n');
    const { stdout } = await runCli(['templates', 'content.log', '--content', ...home], { cwd: folder });
    expect(stdout.split('\n')[1]).toMatch(/,Connection from <\*> closed$/);
  });
});
