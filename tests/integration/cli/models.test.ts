import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { trainResultSchema } from '#shared/contract/model-reports.ts';
import { makeSessionLog } from '../../helpers/session-log.ts';
import { SESSION, TRAIN_SHOP, openModelLogs } from './model-logs.ts';
import { startCli, waitFor } from './run-cli.ts';

const { folder, home, train, cli, analyze } = openModelLogs();

describe('train, analyze --model and models score', () => {
  it('prints NAME:version and leaves nothing of the files it read', async () => {
    const { exitCode, stdout, stderr } = await cli([...TRAIN_SHOP, ...home]);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe('shop:1\n');
    expect(stderr).toMatch(/388 normal sessions, 12 left out/);
    expect(readdirSync(join(folder, 'home', 'scratch'))).toEqual([]);
    expect(readdirSync(join(folder, 'home'))).not.toContain('cases');
  });

  it('keeps the threshold a training is told to choose: a share of held-out units lies above it', async () => {
    const args = ['train', 'train.log', '--name', 'strict', ...SESSION, '--threshold', 'share:0.05', '--json', ...home];
    const { stdout, stderr } = await cli(args);
    expect(stdout, stderr).not.toBe('');
    const { metrics } = trainResultSchema.parse(JSON.parse(stdout)).version;
    expect(metrics.heldOutAlarmShare).toBeGreaterThan(0);
    expect(metrics.heldOutAlarmShare).toBeLessThanOrEqual(0.05);
    const { threshold } = await analyze(['--model', 'strict', ...home]);
    expect(threshold).toBe(metrics.threshold);
    await cli(['models', 'delete', 'strict', ...home]);
  });

  it('describes the version as one document with --json; the same training gives the same model', async () => {
    const { stdout } = await cli([...TRAIN_SHOP, '--json', '--quiet', ...home]);
    const { version, files } = trainResultSchema.parse(JSON.parse(stdout));
    expect(version).toMatchObject({ name: 'shop', number: 2, aliases: ['challenger'], origin: 'trained' });
    expect(version.training).toMatchObject({ units: 388, leftOut: 12, only: 'normal', seed: 1 });
    expect(version.metrics.labelled!.recall).toBe(1);
    expect(files).toMatchObject([{ status: 'whole', events: train.events }]);
    const { stdout: listed } = await cli(['models', 'list', '--json', '--quiet', ...home]);
    const versions = JSON.parse(listed) as (typeof version)[];
    expect(versions.map(({ number }) => number)).toEqual([2, 1]);
    expect(versions[1]!.artifactHash).toBe(version.artifactHash);
    expect(versions[1]!.training.fingerprint).toBe(version.training.fingerprint);
  });

  it('scores another dump with a model instead of fitting on it', async () => {
    const document = await analyze(['--model', 'shop', '--labels', 'test.csv', '--case', 'scored.sentinel', ...home]);
    expect(document.model).toMatchObject({ name: 'shop', number: 1, fallback: null });
    expect(document.sessions).toBe(300);
    expect(document.evaluation).toMatchObject({ recall: 1 });
    expect(document.evaluation!.precision).toBeGreaterThan(0.7);
    expect(document.incidents[0]!.evidence.length).toBeGreaterThan(0);
    const sql = "SELECT count(*) AS n FROM scores WHERE detector = 'ensemble' AND is_anomaly";
    const { stdout } = await cli(['sql', 'scored.sentinel', sql, '--json', ...home]);
    expect(JSON.parse(stdout)).toEqual([{ n: document.anomalies }]);
  });

  it('scores to the last bit the same with the file of the model in another home', async () => {
    await cli(['models', 'export', 'shop:1', '--out', 'shop.model', ...home]);
    const other = ['--home', join(folder, 'other')];
    const imported = await cli(['models', 'import', 'shop.model', '--name', 'bought', ...other]);
    expect(imported.stdout).toBe('bought:1\n');
    const scores = async (model: string, where: readonly string[], out: string) => {
      await analyze(['--model', model, '--scores', out, '--case', `${out}.sentinel`, ...where]);
      return readFileSync(join(folder, out), 'utf8');
    };
    const here = await scores('shop:1', home, 'here.csv');
    expect(here.split('\n').length).toBe(302);
    expect(await scores('bought@champion', other, 'there.csv')).toBe(here);
  });

  it('lets the statistical baseline answer, and says so, when the model cannot be used', async () => {
    const artifacts = join(folder, 'home', 'models', 'artifacts');
    const [name] = readdirSync(artifacts).filter((file) => file.endsWith('.model'));
    copyFileSync(join(artifacts, name!), join(folder, 'kept'));
    const lost = async (change: () => void, why: RegExp, options: readonly string[] = SESSION) => {
      change();
      const document = await analyze([
        '--model',
        'shop',
        ...options,
        '--case',
        `lost${Math.random()}.sentinel`,
        ...home,
      ]);
      expect(document.model!.fallback).toMatch(why);
      expect(document.detectors).toMatchObject([{ name: 'baseline', fallback: expect.stringMatching(why) }]);
      return document;
    };
    await lost(() => writeFileSync(join(artifacts, name!), 'damaged'), /shop:1 cannot be used.*not JSON/);
    await lost(() => rmSync(join(artifacts, name!)), /shop:1 cannot be used.*cannot be read/);
    copyFileSync(join(folder, 'kept'), join(artifacts, name!));
    const other = await lost(() => undefined, /scores sessions by req-\\d\+, not windows of 30 s/, ['--window', '30s']);
    expect(other.windows).toBeGreaterThan(10);
  });

  it('refuses a model that does not exist, or a reference that is none, before reading', async () => {
    const missing = await cli(['analyze', 'test.log', '--model', 'nobody', '--case', 'm.sentinel', ...home]);
    expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('There is no model nobody') });
    const bad = await cli(['analyze', 'test.log', '--model', 'a b', '--case', 'm.sentinel', ...home]);
    expect(bad).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('names no model') });
    const both = await cli([
      'analyze',
      'test.log',
      '--model',
      'shop',
      '--baseline',
      'train.log',
      '--case',
      'm.sentinel',
      ...home,
    ]);
    expect(both.exitCode).toBe(2);
  });

  it('scores every file of a folder by itself; one that cannot be read is named and the others go on', async () => {
    const logs = join(folder, 'many');
    mkdirSync(logs);
    for (const [at, odd] of [0, 2, 1].entries()) {
      const { log } = makeSessionLog({ sessions: 60, seed: 20 + at, odd, first: 1 + at * 100 });
      writeFileSync(join(logs, `day${at}.log`), log);
    }
    writeFileSync(join(logs, 'empty.log'), '');
    const run = await cli(['models', 'score', 'shop', 'many', '--out', 'many.csv', '--json', '--quiet', ...home]);
    expect(run.exitCode, run.stderr).toBe(4);
    const { files } = JSON.parse(run.stdout) as {
      files: { path: string; units: number; anomalies: number; error: string | null }[];
    };
    const byName = new Map(files.map((file) => [basename(file.path), file]));
    expect(byName.get('empty.log')!.error).not.toBeNull();
    expect(byName.get('day1.log')).toMatchObject({ units: 60, error: null });
    expect(byName.get('day1.log')!.anomalies).toBeGreaterThanOrEqual(2);
    const rows = readFileSync(join(folder, 'many.csv'), 'utf8').trim().split('\n');
    expect(rows[0]).toBe('path,id,startNs,endNs,score,isAnomaly');
    expect(rows).toHaveLength(1 + 180);
    // A file's scores do not depend on its neighbours.
    const alone = await cli(['models', 'score', 'shop', 'many/day1.log', '--out', 'one.csv', '--quiet', ...home]);
    expect(alone.exitCode).toBe(0);
    const own = rows.filter((row) => row.includes('day1.log'));
    expect(readFileSync(join(folder, 'one.csv'), 'utf8').trim().split('\n').slice(1)).toEqual(own);
  });

  it('stops a training at once on Ctrl-C and keeps nothing of it', async () => {
    const big = makeSessionLog({ sessions: 30_000, seed: 3 });
    writeFileSync(join(folder, 'big.log'), big.log);
    const child = startCli(['train', 'big.log', '--name', 'stopped', ...SESSION, ...home], { cwd: folder });
    const ended = waitFor(child);
    while (!existsSync(join(folder, 'home', 'scratch')) || readdirSync(join(folder, 'home', 'scratch')).length === 0) {
      await sleep(20);
    }
    child.kill('SIGINT');
    const { exitCode, stdout } = await ended;
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(readdirSync(join(folder, 'home', 'scratch'))).toEqual([]);
    const listed = await cli(['models', 'list', ...home]);
    expect(listed.stdout).not.toContain('stopped');
  });
});
