import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeSessionLog } from '../../helpers/session-log.ts';
import { SESSION, openModelLogs } from './model-logs.ts';

const { folder, home, analyze } = openModelLogs();

describe('analyze --baseline', () => {
  it('treats the files as normal: fits on them and scores the target', async () => {
    const usual = makeSessionLog({ sessions: 400, seed: 5 });
    writeFileSync(join(folder, 'usual.log'), usual.log);
    const args = ['--baseline', 'usual.log', ...SESSION, '--labels', 'test.csv', '--case', 'against.sentinel', ...home];
    const document = await analyze(args);
    expect(document.model).toMatchObject({ name: null, number: null, fallback: null });
    expect(document.files.map(({ path }) => path)).toEqual(['test.log']);
    expect(document.evaluation).toMatchObject({ recall: 1 });
    expect(document.evaluation!.precision).toBeGreaterThan(0.7);
    expect(document.detectors.length).toBeGreaterThan(1);
  });

  it('takes the windows of the target for both', async () => {
    const document = await analyze([
      '--baseline',
      'usual.log',
      '--window',
      '10s',
      '--case',
      'windows.sentinel',
      ...home,
    ]);
    expect(document.windows).toBeGreaterThan(30);
    expect(document.model).toMatchObject({ fallback: null });
  });
});
