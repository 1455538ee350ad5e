import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { replayResultSchema } from '#shared/contract/jobs.ts';
import { makeSessionLog } from '../../helpers/session-log.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
const home = ['--home', join(folder, 'home')];
const cli = (args: readonly string[]) => runCli([...args, ...home], { cwd: folder });
const SESSION = ['--session', String.raw`req-\d+`];

async function replay(dir: string, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await cli(['replay', dir, '--json', ...args]);
  expect(stdout, stderr).not.toBe('');
  return { exitCode, stderr, ...replayResultSchema.parse(JSON.parse(stdout)) };
}

beforeAll(async () => {
  writeFileSync(join(folder, 'app.log'), makeSessionLog({ sessions: 300, seed: 4, odd: 9 }).log);
  writeFileSync(join(folder, 'more.log'), makeSessionLog({ sessions: 120, seed: 6, odd: 3, first: 7000, day: 2 }).log);
  const { exitCode, stderr } = await cli(['analyze', 'app.log', ...SESSION, '--seed', '5', '--case', 'one.sentinel']);
  expect(exitCode, stderr).toBe(0);
});

describe('replay', () => {
  it('reads the input again and finds the same anomalies to the last bit', async () => {
    const { exitCode, stdout } = await cli(['replay', 'one.sentinel']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'match\n' });
    const result = await replay('one.sentinel');
    expect(result).toMatchObject({
      isMatch: true,
      from: 'input',
      inputs: [{ path: join(folder, 'app.log'), isSame: true }],
    });
    expect(result.stored.anomalies).toBeGreaterThanOrEqual(9);
    expect(result.replayed).toEqual(result.stored);
    expect(result.madeBy).toEqual(result.replayedBy);
  });

  it('repeats windows, several readings and a threshold that was set', async () => {
    await cli(['analyze', 'app.log', '--window', '20s', '--case', 'two.sentinel']);
    await cli(['analyze', 'more.log', '--window', '20s', '--threshold', '0.2', '--case', 'two.sentinel']);
    const result = await replay('two.sentinel');
    expect(result).toMatchObject({ isMatch: true, threshold: 0.2, from: 'input' });
    expect(result.inputs).toHaveLength(2);
  });

  it('repeats a run whose threshold is a share of the units', async () => {
    await cli(['analyze', 'app.log', '--window', '20s', '--threshold', 'share:0.05', '--case', 'share.sentinel']);
    const result = await replay('share.sentinel');
    expect(result).toMatchObject({ isMatch: true, exitCode: 0 });
    expect(result.stored.anomalies).toBeGreaterThan(0);
  });

  it('repeats a run that scored with a model after the model is gone from the registry', async () => {
    writeFileSync(join(folder, 'app.csv'), makeSessionLog({ sessions: 300, seed: 4, odd: 9 }).labels);
    await cli(['train', 'app.log', '--name', 'app', ...SESSION, '--labels', 'app.csv', '--only', 'normal']);
    await cli(['analyze', 'more.log', '--model', 'app', '--case', 'three.sentinel']);
    await cli(['models', 'delete', 'app']);
    const kept = await replay('three.sentinel');
    expect(kept).toMatchObject({ isMatch: true, from: 'input', exitCode: 0, modelProblem: null });
    expect(kept.stored.anomalies).toBeGreaterThanOrEqual(3);
    rmSync(join(folder, 'three.sentinel', 'models'), { recursive: true });
    const without = await replay('three.sentinel');
    expect(without).toMatchObject({ isMatch: false, exitCode: 1, modelProblem: expect.stringContaining('is gone') });
  });

  it('says which input changed, and what differs', async () => {
    const kept = readFileSync(join(folder, 'app.log'));
    appendFileSync(join(folder, 'app.log'), makeSessionLog({ sessions: 40, seed: 8, odd: 5, first: 9000 }).log);
    const { exitCode, stdout, stderr } = await cli(['replay', 'one.sentinel']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: 'mismatch\n' });
    expect(stderr).toMatch(/app\.log is not what was read then/);
    writeFileSync(join(folder, 'app.log'), kept);
    expect((await replay('one.sentinel')).isMatch).toBe(true);
  });

  it('replays from the case when the input is gone, and only then unless told to', async () => {
    renameSync(join(folder, 'app.log'), join(folder, 'moved.log'));
    expect(await replay('one.sentinel')).toMatchObject({ isMatch: true, from: 'case', inputs: [] });
    const told = await cli(['replay', 'one.sentinel', '--from', 'input']);
    expect(told).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('app.log is not there any more') });
    renameSync(join(folder, 'moved.log'), join(folder, 'app.log'));
  });

  it('finds a stored score that was changed by one bit', async () => {
    const database = new Database(join(folder, 'one.sentinel', 'catalog.sqlite'));
    const row = database.prepare('SELECT run_id, ordinal, body_json FROM anomalies ORDER BY ordinal LIMIT 1').get() as {
      run_id: string;
      ordinal: number;
      body_json: string;
    };
    const body = JSON.parse(row.body_json) as { score: number };
    body.score += Number.EPSILON / 2;
    database
      .prepare('UPDATE anomalies SET body_json = ? WHERE run_id = ? AND ordinal = ?')
      .run(JSON.stringify(body), row.run_id, row.ordinal);
    database.close();
    const result = await replay('one.sentinel');
    expect(result).toMatchObject({ isMatch: false, exitCode: 1, anomalyDifference: { index: 0 } });
    expect(result.anomalyDifference!.what).toMatch(/^score: 0\.\d+ is now 0\.\d+$/);
  });
});
