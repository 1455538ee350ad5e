import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnalysisDocument, FileReport } from '#shared/contract/analysis-document.ts';
import { givenPath, restorePaths } from '../../../../../src-main/hosts/cli/report-paths.ts';

describe('restorePaths', () => {
  it('writes paths the way they were given', () => {
    const files = ['logs/app.log', 'dir/sub/a.log', 'else/b.log'].map(
      (path) => ({ path: resolve(path) }) as FileReport,
    );
    const document = { files, incidents: [] as AnalysisDocument['incidents'] } as AnalysisDocument;
    const restored = restorePaths(document, [
      givenPath('./logs/app.log'),
      givenPath('dir/'),
      { given: '-', absolute: resolve('else/b.log') },
    ]);
    expect(restored.files.map((file) => file.path)).toEqual(['./logs/app.log', 'dir/sub/a.log', '-']);
  });
});
