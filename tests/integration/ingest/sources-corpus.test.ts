import { execFileSync } from 'node:child_process';
import { closeSync, globSync, openSync, readSync } from 'node:fs';
import { expect, it } from 'vitest';
import { corpusPath, describeWithCorpus } from '../../helpers/corpus.ts';
import { hasTool } from './bad-input/bad-input.ts';
import { findFile, readSource } from './bad-input/read-source.ts';

function endsWithLf(path: string, sizeBytes: number): boolean {
  const last = Buffer.alloc(1);
  const file = openSync(path, 'r');
  readSync(file, last, 0, 1, sizeBytes - 1);
  closeSync(file);
  return last[0] === 0x0a;
}

describeWithCorpus('real logs', () => {
  it.skipIf(!hasTool('wc'))('give the lines wc counts, every byte passed on, nothing rejected', async () => {
    const paths = [...globSync(corpusPath('loghub-2k/*/*_2k.log')), ...globSync(corpusPath('raw-formats/**/*.log'))];
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) {
      const file = await findFile(path);
      const { blocks, outcome } = await readSource(file);
      const counted = Number.parseInt(execFileSync('wc', ['-l', path], { encoding: 'utf8' }), 10);
      const expected = counted + (endsWithLf(path, file.sizeBytes ?? 0) ? 0 : 1);
      expect(
        blocks.reduce((sum, { lineCount }) => sum + lineCount, 0),
        path,
      ).toBe(expected);
      expect(outcome, path).toMatchObject({
        status: 'whole',
        errors: [],
        bytesIn: file.sizeBytes,
        bytesOut: file.sizeBytes,
      });
    }
  });
});
