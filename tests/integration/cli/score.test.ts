import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
const home = ['--home', join(folder, 'home')];

interface Scored {
  readonly rows: number;
  readonly anomalies: number;
  readonly detector: string;
  readonly fallback: string | null;
  readonly evaluation: { readonly rocAuc: number; readonly f1: number } | null;
}

function score(args: readonly string[]) {
  return runCli(['score', ...args, ...home], { cwd: folder });
}

/** A cloud of 300 rows on a grid, and three rows far outside. */
function writeTable(name: string): void {
  const rows = Array.from({ length: 303 }, (_, i) => {
    const isFar = i % 101 === 100;
    return isFar ? `${90 + i},-80,far,1` : `${i % 17},${(i * 7) % 13},near,0`;
  });
  const text = `x,y,name,label\n${rows.join('\n')}\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
}

describe('score', () => {
  it('scores every row in order and measures against a label', async () => {
    writeTable('table.csv.gz');
    const run = await score(['table.csv.gz', '--label', 'label', '--ignore', 'name', '--out', 'scores.csv', '--json']);
    expect(run.exitCode).toBe(0);
    const scored = JSON.parse(run.stdout) as Scored;
    expect(scored).toMatchObject({ rows: 303, detector: 'ensemble', fallback: null });
    expect(scored.evaluation?.rocAuc).toBe(1);
    const [header, ...rows] = readFileSync(join(folder, 'scores.csv'), 'utf8').trimEnd().split('\n');
    expect(header).toBe('row,score,isAnomaly');
    expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(rows.map((_, i) => i + 1));
    for (const row of [101, 202, 303]) expect(rows[row - 1]).toMatch(/,1$/);
  });

  it('repeats itself for a seed, and writes to stdout without --out', async () => {
    writeTable('again.csv');
    const args = ['again.csv', '--label', 'label', '--ignore', 'name', '--quiet', '--seed', '3'];
    const [first, second] = [await score(args), await score(args)];
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout.split('\n')).toHaveLength(305);
    expect(first.stdout).toBe(second.stdout);
  });

  it.each([
    ['forest', 'isolationForest'],
    ['neighbours', 'neighbours'],
    ['statistical', 'baseline'],
    ['Isolation-Forest', 'isolationForest'],
  ])('knows the detector %s as %s', async (given, detector) => {
    writeTable('named.csv');
    const args = ['named.csv', '--label', 'label', '--ignore', 'name', '--detector', given, '--json', '--quiet'];
    const { stdout } = await score(args);
    expect(JSON.parse(stdout)).toMatchObject({ detector, fallback: null, evaluation: { rocAuc: 1 } });
  });

  it('lets the statistical baseline answer for too few rows, and says so', async () => {
    writeFileSync(join(folder, 'few.csv'), 'a\n1\n2\n1\n9\n');
    const { stdout, stderr } = await score(['few.csv', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 4, fallback: expect.stringContaining('4 rows are too few') });
    expect(stderr).toContain('The statistical baseline answered');
  });

  it('ends with 3 when anomalies are found and it was asked to', async () => {
    writeTable('fail.csv');
    const { exitCode } = await score([
      'fail.csv',
      '--ignore',
      'name,label',
      '--fail-on',
      'anomalies',
      '--out',
      'fail-out.csv',
    ]);
    expect(exitCode).toBe(3);
  });

  it('scores a series causally: later rows never change an earlier score', async () => {
    const value = (i: number) => (i === 900 ? 400 : 50 + 20 * Math.sin((i * Math.PI) / 24) + (i % 5));
    const rows = Array.from({ length: 1200 }, (_, i) => {
      const time = new Date(Date.UTC(2024, 0, 1) + i * 1_800_000).toISOString().slice(0, 19).replace('T', ' ');
      return `${time},${value(i).toFixed(3)}`;
    });
    writeFileSync(join(folder, 'series.csv'), `timestamp,value\n${rows.join('\n')}\n`);
    const head = rows.slice(0, 1000);
    writeFileSync(join(folder, 'head.csv'), `timestamp,value\n${head.join('\n')}\n`);
    const changed = rows.slice(1000).map((_, i) => `2024-01-01 00:00:00,${i % 3 === 0 ? '-1e9' : ''}`);
    writeFileSync(join(folder, 'changed.csv'), `timestamp,value\n${[...head, ...changed].join('\n')}\n`);
    const [whole, ...others] = [
      await score(['series.csv', '--time', 'timestamp']),
      await score(['head.csv', '--time', 'timestamp']),
      await score(['changed.csv', '--time', 'timestamp']),
    ];
    const lines = whole.stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('timestamp,value,score,isAnomaly');
    expect(lines).toHaveLength(1201);
    for (const { stdout } of others) expect(stdout.split('\n').slice(0, 1001)).toEqual(lines.slice(0, 1001));
    const flagged = lines.flatMap((line, i) => (i > 0 && line.endsWith(',1') ? [i - 1] : []));
    expect(flagged[0]).toBe(900);
    expect(lines[901]?.startsWith(rows[900] ?? '-')).toBe(true);
    // 1,200 half hours are 25 days: at most 50 rows at two alarms a day, and more than at one a week.
    const budget = await score(['series.csv', '--time', 'timestamp', '--threshold', 'budget:2/day']);
    const alarms = budget.stdout.split('\n').filter((line) => line.endsWith(',1')).length;
    expect(alarms).toBeGreaterThan(3);
    expect(alarms).toBeLessThanOrEqual(50);
  });

  it('forecasts a series by the columns beside it, with bounds, and tells where its level changed', async () => {
    const rows = Array.from({ length: 1500 }, (_, i) => {
      const load = Math.sin(i * 1.7) + Math.cos(i * 0.37);
      const time = new Date(Date.UTC(2024, 0, 1) + i * 600_000).toISOString();
      const before = Math.sin((i - 1) * 1.7) + Math.cos((i - 1) * 0.37);
      const value = 50 + 10 * before + (i >= 900 ? 40 : 0) + ((i * 7) % 5) / 5 + (i === 600 ? 80 : 0);
      return `${time},${load.toFixed(4)},${value.toFixed(4)},north`;
    });
    writeFileSync(join(folder, 'led.csv'), `time,load,value,site\n${rows.join('\n')}\n`);
    const args = ['led.csv', '--time', 'time', '--value', 'value', '--detector', 'forecast'];
    const { stdout, stderr } = await score([...args, '--bounds']);
    const [header, ...lines] = stdout.trimEnd().split('\n');
    expect(header).toBe('timestamp,value,score,isAnomaly,typical,low,high');
    const cells = lines.map((line) => line.split(','));
    expect(cells[0]!.slice(4)).toEqual(['', '', '']);
    expect(cells[600]![3]).toBe('1');
    expect(Number(cells[600]![1])).toBeGreaterThan(Number(cells[600]![6]));
    const inside = cells
      .slice(200, 600)
      .filter((row) => Number(row[5]) <= Number(row[1]) && Number(row[1]) <= Number(row[6]));
    expect(inside.length).toBeGreaterThan(380);
    expect(stderr).toMatch(/The level changed at 2024-01-07T/);
    const plain = await score(args);
    expect(plain.stdout).toBe(
      lines
        .map((line) => line.split(',').slice(0, 4).join(','))
        .reduce((all, line) => `${all}${line}\n`, 'timestamp,value,score,isAnomaly\n'),
    );
    const json = await score([...args.slice(0, -1), 'changePoint', '--json', '--out', 'changes.csv']);
    const { changes, detector } = JSON.parse(json.stdout) as {
      detector: string;
      changes: { row: number; detectedRow: number; before: number; after: number }[];
    };
    expect(detector).toBe('changePoint');
    const change = changes.find(({ row }) => Math.abs(row - 901) <= 24)!;
    expect(change.after - change.before).toBeGreaterThan(30);
    expect(change.detectedRow).toBeGreaterThan(change.row);
    expect((await score([...args.slice(0, -1), 'oracle'])).stderr).toContain('[score.unknown-detector]');
  });

  it.each([
    ['text in a column', 'a,b\n1,x\n2,y\n', [], 'score.not-numeric'],
    ['an unknown column', 'a,b\n1,2\n', ['--ignore', 'zzz'], 'score.unknown-column'],
    ['two series', 't,a,b\n1,2,3\n', ['--time', 't'], 'score.unknown-column'],
    ['no rows', 'a,b\n', [], 'score.empty'],
    ['alarms a day in rows', 'a,b\n1,2\n', ['--threshold', 'budget:5/day'], 'model.threshold-needs-time'],
  ])('ends with 1 and a code for %s', async (name, text, args, code) => {
    const path = `${name.replaceAll(' ', '-')}.csv`;
    writeFileSync(join(folder, path), text);
    const { exitCode, stdout, stderr } = await score([path, ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(`[${code}]`);
  });
});

describe('score with an unknown detector', () => {
  it('ends with 2 and names those there are', async () => {
    writeTable('detector.csv');
    const { exitCode, stderr } = await score(['detector.csv', '--ignore', 'name,label', '--detector', 'zzz']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('isolationForest');
  });
});
