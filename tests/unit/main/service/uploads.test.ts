import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { safeParts, storeUpload } from '../../../../src-main/service/uploads.ts';

describe('uploads', () => {
  let spool: string;
  beforeEach(() => {
    spool = mkdtempSync(join(tmpdir(), 'log-sentinel-spool-'));
  });
  afterEach(() => rmSync(spool, { recursive: true, force: true }));

  const query = (path: string) => ({ caseId: '0123456789abcdef', batch: 'drop-1', path });
  const stream = (...chunks: string[]) => new Blob(chunks).stream();

  it('stores a file below its batch, folders kept', async () => {
    const stored = await storeUpload(spool, query('logs/app.log.1'), stream('a\n', 'b\n'));
    expect(stored).toEqual({
      path: join(spool, 'drop-1', 'logs', 'app.log.1'),
      folderPath: join(spool, 'drop-1'),
      sizeBytes: 4,
    });
    expect(readFileSync(stored.path, 'utf8')).toBe('a\nb\n');
  });

  it.each([
    '../x',
    'a/../b',
    '/etc/passwd',
    'a//b',
    './a',
    'a/.',
    '..\\x',
    'C:\\x\\..',
    '',
    'a/',
    `${'d/'.repeat(40)}x`,
  ])('refuses the path %j', async (path) => {
    await expect(storeUpload(spool, query(path), stream('x'))).rejects.toMatchObject({ code: 'contract.bad-input' });
    expect(readdirSync(spool)).toEqual([]);
  });

  it.each([
    ['con.log', '_con.log'],
    ['COM1', '_COM1'],
    ['a\u0000b', 'a_b'],
    ['a:b|c?d*e"f<g>h', 'a_b_c_d_e_f_g_h'],
    ['trailing. . ', 'trailing_'],
    ['app.log', 'app.log'],
    ['Größe.log', 'Größe.log'],
  ])('makes %j the name %j', (name, safe) => expect(safeParts(name)).toEqual([safe]));

  it('keeps the end of a name that is too long, and every part a plain name', () => {
    const [part] = safeParts(`${'x'.repeat(500)}.log.gz`);
    expect(Buffer.byteLength(part!)).toBeLessThanOrEqual(200);
    expect(part).toMatch(/\.log\.gz$/);
    for (const hostile of ['a\u202eb', 'a\nb', '~', '$(rm -rf)', '%2e%2e']) {
      const [safe] = safeParts(hostile);
      expect(safe).not.toContain(sep);
      expect(safe).not.toMatch(/\p{Cc}/u);
    }
  });

  it('leaves nothing behind when the stream breaks', async () => {
    let sent = 0;
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ > 2) controller.error(new Error('connection lost'));
        else controller.enqueue(new Uint8Array(100_000));
      },
    });
    await expect(storeUpload(spool, query('a.log'), broken)).rejects.toMatchObject({ code: 'job.cancelled' });
    expect(readdirSync(join(spool, 'drop-1'))).toEqual([]);
  });
});
