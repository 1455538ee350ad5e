import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { analysisDocumentSchema } from '#shared/contract/analysis-document.ts';
import { corpusPath, describeWithCorpus } from '../../helpers/corpus.ts';
import { parseCsv } from '../../helpers/csv.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

describeWithCorpus('a model of labelled HDFS sessions', () => {
  const folder = temporaryFolder();
  const home = ['--home', join(folder, 'home')];

  /** The lines and labels of one part, in files of their own: the model must not see the other one. */
  function writeParts(): void {
    const rows = parseCsv(readFileSync(corpusPath('hdfs-raw/labels.csv'), 'utf8'));
    const parts = new Map(rows.map((row) => [row['session']!, row]));
    const lines = gunzipSync(readFileSync(corpusPath('hdfs-raw/hdfs.log.gz')))
      .toString('latin1')
      .split('\n');
    for (const part of ['train', 'test']) {
      const own = lines.filter((line) => parts.get(/blk_-?\d+/.exec(line)?.[0] ?? '')?.['part'] === part);
      writeFileSync(join(folder, `${part}.log`), `${own.join('\n')}\n`, 'latin1');
      const labelled = [...parts.values()].filter((row) => row['part'] === part);
      const text = labelled.map((row) => `${row['session']},${row['label']}`).join('\n');
      writeFileSync(join(folder, `${part}.csv`), `session,label\n${text}\n`);
    }
  }

  it('trained on the normal sessions of one part finds the anomalous ones of the other, at its own threshold', async () => {
    writeParts();
    const training = [
      'train',
      'train.log',
      '--name',
      'hdfs',
      '--session',
      String.raw`blk_-?\d+`,
      '--labels',
      'train.csv',
    ];
    const trained = await runCli([...training, '--only', 'normal', '--quiet', ...home], { cwd: folder });
    expect(trained.stdout, trained.stderr).toBe('hdfs:1\n');
    const scoring = [
      'analyze',
      'test.log',
      '--model',
      'hdfs',
      '--labels',
      'test.csv',
      '--case',
      'c',
      '--json',
      '--quiet',
    ];
    const scored = await runCli([...scoring, ...home], { cwd: folder });
    const { evaluation, model } = analysisDocumentSchema.parse(JSON.parse(scored.stdout));
    expect(model).toMatchObject({ name: 'hdfs', number: 1, fallback: null });
    // "Event-count vector never seen in normal training" reaches F1 .93 on these very sessions.
    expect(evaluation!.f1).toBeGreaterThan(0.93);
    expect(evaluation!.recall).toBeGreaterThan(0.98);
    expect(evaluation!.rocAuc).toBeGreaterThan(0.995);
  });
});
