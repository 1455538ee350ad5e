import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { comparisonSchema, trainResultSchema } from '#shared/contract/model-reports.ts';
import { modelAlertSchema, modelObservationSchema } from '#shared/contract/model-versions.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
const home = ['--home', join(folder, 'home')];
const cli = (args: readonly string[]) => runCli([...args, ...home], { cwd: folder });

/** Two columns that follow one another; every 50th row leaves the line. */
function rows(count: number, first: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const at = first + i;
    const isOdd = i % 50 === 49;
    const load = (at * 37) % 101;
    return `host-${at},${load},${isOdd ? 900 - load : 3 * load + ((at * 7919) % 13)},${isOdd ? 1 : 0}`;
  });
}

const write = (name: string, header: string, lines: readonly string[]): void =>
  writeFileSync(join(folder, name), `${header}\n${lines.join('\n')}\n`);

beforeAll(() => {
  write('monday.csv', 'host,load,latency,label', rows(600, 0));
  write('tuesday.csv', 'host,load,latency,label', rows(200, 10_000));
  write('one.csv', 'host,load,latency,label', rows(50, 20_000).slice(-1));
  write('narrow.csv', 'load,pressure', ['1,2', '3,4']);
});

const TABLE = ['--ignore', 'host', '--label', 'label'];

describe('train --rows and score --model', () => {
  it('registers a version that learned the normal rows', async () => {
    const args = ['train', 'monday.csv', '--rows', '--name', 'load', '--only', 'normal', ...TABLE];
    const first = await cli([...args, '--json', '--quiet']);
    expect(first.exitCode, first.stderr).toBe(0);
    const { version } = trainResultSchema.parse(JSON.parse(first.stdout));
    expect(version).toMatchObject({
      name: 'load',
      number: 1,
      aliases: ['champion'],
      features: { unitKind: 'row', session: null, windowSeconds: null },
      training: { units: 588, leftOut: 12, features: 2, detectors: ['ensemble'], only: 'normal' },
      metrics: { labelled: { recall: 1, rocAuc: 1 } },
    });
    const second = await cli(args);
    expect(second.stdout).toBe('load:2\n');
    expect(second.stderr).toContain('588 normal rows, 12 left out, 2 columns, seed');
    const listed = await cli(['models', 'list', '--json']);
    const hashes = (JSON.parse(listed.stdout) as { artifactHash: string }[]).map(({ artifactHash }) => artifactHash);
    expect(new Set(hashes).size).toBe(1);
  });

  it('scores another table, row by row alike whatever else is in it', async () => {
    const run = await cli(['score', 'tuesday.csv', '--model', 'load', ...TABLE, '--json', '--out', 'tuesday.out.csv']);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      rows: 200,
      model: 'load:1',
      detector: 'ensemble',
      fallback: null,
      evaluation: { recall: 1, rocAuc: 1 },
    });
    const alone = await cli(['score', 'one.csv', '--model', 'load:1', '--ignore', 'host,label', '--quiet']);
    expect(alone.stdout).toMatch(/^row,score,isAnomaly\n1,0\.\d+,1\n$/);
    write('shuffled.csv', 'latency,label,host,load', ['147,0,h,49', '851,1,h,49']);
    const shuffled = await cli(['score', 'shuffled.csv', '--model', 'load@champion', ...TABLE, '--quiet']);
    expect(shuffled.stdout.split('\n').map((line) => line.split(',')[2])).toEqual(['isAnomaly', '0', '1', undefined]);
  });

  it('scores the same to the last bit after export and import', async () => {
    await cli(['models', 'export', 'load:1', '--out', 'load.model']);
    const imported = await cli(['models', 'import', 'load.model', '--name', 'other']);
    expect(imported.exitCode, imported.stderr).toBe(0);
    const run = await cli(['score', 'tuesday.csv', '--model', 'other', ...TABLE, '--quiet']);
    expect(run.stdout).toBe(readFileSync(join(folder, 'tuesday.out.csv'), 'utf8'));
  });

  it('is listed as what it scores, and trained again as it was, on its table or another one', async () => {
    expect((await cli(['models'])).stdout).toContain('rows of tables');
    const again = await cli(['retrain', 'load', '--json', '--quiet']);
    expect(again.exitCode, again.stderr).toBe(0);
    const { version } = trainResultSchema.parse(JSON.parse(again.stdout));
    expect(version).toMatchObject({ number: 3, origin: 'retrained', parent: 1, training: { units: 588, leftOut: 12 } });
    const first = JSON.parse((await cli(['models', 'show', 'load:1', '--json'])).stdout) as { version: typeof version };
    expect(version.artifactHash).toBe(first.version.artifactHash);
    const other = await cli(['retrain', 'load', 'tuesday.csv', '--promote', '--json', '--quiet']);
    expect(trainResultSchema.parse(JSON.parse(other.stdout)).version).toMatchObject({
      number: 4,
      aliases: ['champion'],
      training: { units: 196, only: 'normal' },
    });
    await cli(['models', 'rollback', 'load']);
    for (const [args, said] of [
      [['load', '--mode', 'incremental'], '[model.no-memory]'],
      [['load', 'monday.csv', 'tuesday.csv'], 'name one table'],
      [['other'], '[model.no-request]'],
    ] as const) {
      const refused = await cli(['retrain', ...args]);
      expect(refused.stderr).toContain(said);
      expect(refused.exitCode).not.toBe(0);
    }
  });

  it('tells how far a table is from what it learned, keeps that, and raises an alert', async () => {
    const drift = async (...args: string[]) => {
      const run = await cli(['models', 'drift', 'load:1', ...args, '--json', '--quiet']);
      expect(run.exitCode, run.stderr).toBe(0);
      return modelObservationSchema.parse(JSON.parse(run.stdout));
    };
    const alike = await drift('tuesday.csv');
    expect(alike).toMatchObject({ units: 200, compared: 2, drifted: 0, evaluation: { recall: 1 } });
    write(
      'busy.csv',
      'load,latency',
      Array.from({ length: 300 }, (_, i) => `${500 + (i % 101)},${900 - (i % 7)}`),
    );
    const moved = await drift('busy.csv');
    expect(moved).toMatchObject({ units: 300, compared: 2, drifted: 2, evaluation: null });
    expect(moved.alarmShare).toBeGreaterThan(0.9);
    const shown = await cli(['models', 'show', 'load:1', '--json']);
    const { observations, alerts } = JSON.parse(shown.stdout) as { observations: unknown[]; alerts: object[] };
    // That of `score --model` before, and these two.
    expect(observations.length).toBeGreaterThanOrEqual(3);
    expect(alerts.map((alert) => modelAlertSchema.parse(alert).kind)).toContain('drift');
    for (const args of [['narrow.csv'], ['tuesday.csv', 'busy.csv']]) {
      const refused = await cli(['models', 'drift', 'load:1', ...args]);
      expect(refused.stderr).toMatch(args.length === 1 ? /missing: latency/ : /name one table/);
    }
  });

  it('is compared with another version on a table, each at its own threshold', async () => {
    const args = ['compare', 'load:1', 'tuesday.csv', '--against', 'load:4', '--json', '--quiet'];
    const run = await cli(['models', ...args]);
    expect(run.exitCode, run.stderr).toBe(0);
    const { units, first, second, agreement, disputed, correlation } = comparisonSchema.parse(JSON.parse(run.stdout));
    expect({ units, first: first.version.number, second: second.version.number }).toEqual({
      units: 200,
      first: 1,
      second: 4,
    });
    expect(first.evaluation).toMatchObject({ recall: 1, rocAuc: 1 });
    expect(agreement.both + agreement.onlyFirst).toBe(first.anomalies);
    expect(agreement.both + agreement.onlySecond).toBe(second.anomalies);
    expect(agreement.both).toBeGreaterThanOrEqual(4);
    expect(disputed).toHaveLength(agreement.onlyFirst + agreement.onlySecond);
    expect(disputed.every(({ unitId }) => Number(unitId) >= 1 && Number(unitId) <= 200)).toBe(true);
    expect(correlation).toBeGreaterThan(0.5);
    const mixed = await cli(['models', 'compare', 'load:1', 'tuesday.csv', '--against', 'nobody']);
    expect(mixed.stderr).toContain('[model.not-found]');
  });

  it.each([
    ['other columns', ['narrow.csv', '--model', 'load'], 1, '[score.columns-differ]'],
    ['a time series', ['tuesday.csv', '--model', 'load', '--time', 'load', ...TABLE], 1, '[score.series-by-model]'],
    ['a detector besides', ['tuesday.csv', '--model', 'load', '--detector', 'forest'], 2, 'give a model or a detector'],
    ['a model that is not there', ['tuesday.csv', '--model', 'nobody'], 1, '[model.not-found]'],
  ])('refuses %s', async (_name, args, code, said) => {
    const { exitCode, stdout, stderr } = await cli(['score', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toContain(said);
    if (said.includes('columns-differ')) {
      expect(stderr).toContain('missing: latency; not known to the model: pressure');
    }
  });

  it.each([
    ['a log', ['analyze', 'monday.csv', '--model', 'load'], '[model.wrong-kind]'],
    [
      'the baseline',
      ['train', 'monday.csv', '--rows', '--name', 'x', '--detectors', 'baseline', ...TABLE],
      'no detector',
    ],
    ['table options without --rows', ['train', 'monday.csv', '--name', 'x', '--label', 'label'], 'add --rows'],
  ])('refuses a model of rows for %s', async (_name, args, said) => {
    const { exitCode, stderr } = await cli(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
  });
});
