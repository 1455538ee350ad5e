import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect } from 'vitest';
import { type AnalysisDocument, analysisDocumentSchema } from '#shared/contract/analysis-document.ts';
import { makeSessionLog } from '../../helpers/session-log.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

export const SESSION = ['--session', String.raw`req-\d+`];
/** Learns from the normal sessions of `train.log`. */
export const TRAIN_SHOP = 'train train.log --name shop --labels train.csv --only normal'.split(' ').concat(SESSION);

/** A folder with two labelled logs: `train.log`, whose 12 of 400 sessions are odd, and `test.log`, 8 of 300. */
export function openModelLogs() {
  const folder = temporaryFolder();
  const home = ['--home', join(folder, 'home')];
  const train = makeSessionLog({ sessions: 400, seed: 1, odd: 12 });
  const test = makeSessionLog({ sessions: 300, seed: 2, odd: 8, first: 1000, day: 2 });
  beforeAll(() => {
    writeFileSync(join(folder, 'train.log'), train.log);
    writeFileSync(join(folder, 'train.csv'), train.labels);
    writeFileSync(join(folder, 'test.log'), test.log);
    writeFileSync(join(folder, 'test.csv'), test.labels);
  });
  const cli = (args: readonly string[]) => runCli(args, { cwd: folder });
  /** Analyses `test.log`, which must succeed. */
  const analyze = async (args: readonly string[]): Promise<AnalysisDocument> => {
    const { exitCode, stdout, stderr } = await cli(['analyze', 'test.log', '--json', '--quiet', ...args]);
    expect(exitCode, stderr).toBe(0);
    return analysisDocumentSchema.parse(JSON.parse(stdout));
  };
  return { folder, home, train, cli, analyze };
}
