import { describe, expect, it } from 'vitest';
import type { SentinelBackend } from '../../../../src-renderer/backend/backend.ts';
import { caseNameOf, createOpenActions } from '../../../../src-renderer/state/open-actions.ts';

function recorder() {
  const calls: unknown[] = [];
  const note = (name: string, answer: unknown) => async (input: unknown) => (calls.push([name, input]), answer);
  const summary = { summary: { caseId: 'c1' } };
  const rpc = {
    cases: { create: note('create', summary), open: note('open', summary) },
    jobs: { startAnalyze: note('analyze', { jobId: 'j' }) },
  };
  const backend = {
    rpc,
    upload: async (query: { path: string }, file: Blob, options: { onProgress: (progress: object) => void }) => {
      calls.push(['upload', query.path]);
      options.onProgress({ sentBytes: file.size, totalBytes: file.size });
      return { path: '/spool/x', folderPath: '/spool/drop', sizeBytes: file.size };
    },
  } as unknown as SentinelBackend;
  const entered: string[] = [];
  return { calls, entered, actions: createOpenActions(backend, (caseId) => entered.push(caseId)) };
}

describe('opening', () => {
  it('makes a case named after the first path and reads them all', async () => {
    const { calls, entered, actions } = recorder();
    await actions.openPaths(['/var/log/app.log', '/var/log/db.log']);
    expect(calls).toEqual([
      ['create', { name: 'app.log-and-1-more' }],
      ['analyze', { caseId: 'c1', paths: ['/var/log/app.log', '/var/log/db.log'], options: { showsPartial: true } }],
    ]);
    expect(entered).toEqual(['c1']);
  });

  it('opens a lone case folder instead of reading it', async () => {
    const { calls, actions } = recorder();
    await actions.openPaths(['/cases/shop.sentinel/']);
    expect(calls).toEqual([['open', { dir: '/cases/shop.sentinel/' }]]);
  });

  it('does nothing for no paths', async () => {
    const { calls, entered, actions } = recorder();
    await actions.openPaths([]);
    expect([calls, entered]).toEqual([[], []]);
  });

  it('sends dropped files into one folder, reads that folder and reports progress over all of them', async () => {
    const { calls, actions } = recorder();
    const progress: number[][] = [];
    const files = ['app/a.log', 'app/b.log'].map((path) => ({ path, file: new File(['12345'], 'x') }));
    await actions.uploadFiles(files, {
      signal: new AbortController().signal,
      onProgress: (sent, total) => progress.push([sent, total]),
    });
    expect(calls.slice(1)).toEqual([
      ['upload', 'app/a.log'],
      ['upload', 'app/b.log'],
      ['analyze', { caseId: 'c1', paths: ['/spool/drop'], options: { showsPartial: true } }],
    ]);
    expect(progress).toEqual([
      [5, 10],
      [10, 10],
    ]);
  });

  it('names cases so that they are valid folder names', () => {
    expect(caseNameOf(['/var/log/my app (1).log'])).toBe('my-app-1-.log');
    expect(caseNameOf(['C:\\logs\\.hidden'])).toBe('hidden');
    expect(caseNameOf(['/'])).toBe('case');
  });
});
