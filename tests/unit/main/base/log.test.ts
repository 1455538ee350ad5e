import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IngestError } from '#shared/base/errors.ts';
import { openFileLog } from '../../../../src-main/base/log.ts';

describe('the file log', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-sentinel-log-'));
    path = join(folder, 'home', 'app.log');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const records = (file = path) =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('writes a JSON object a line, readable by its owner only', () => {
    const log = openFileLog(path);
    log.info('started', { port: 1 });
    log.info('again');
    expect(records()).toMatchObject([
      { level: 'info', message: 'started', port: 1, pid: process.pid },
      { level: 'info', message: 'again' },
    ]);
    expect(records()[0]!['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('tells errors with their causes, but not what they quote', () => {
    const cause = Object.assign(new Error('write ENOSPC'), { line: 'a line of the user' });
    const error = new IngestError('source.disk-full', 'The disk is full.', { details: { text: 'secret' }, cause });
    openFileLog(path).error('a job failed', error, { jobId: 'j1' });
    expect(records()).toMatchObject([
      {
        level: 'error',
        message: 'a job failed',
        jobId: 'j1',
        error: { code: 'source.disk-full', message: 'The disk is full.', cause: { message: 'write ENOSPC' } },
      },
    ]);
    expect(readFileSync(path, 'utf8')).not.toMatch(/a line of the user|secret/);
  });

  it('takes what is thrown without being an error, and details JSON has no form for', () => {
    const circle: Record<string, unknown> = { big: 12n };
    circle['self'] = circle;
    openFileLog(path).error('odd', 'just text', { circle });
    expect(records()).toMatchObject([{ message: 'odd', error: 'just text', circle: { big: 12 } }]);
  });

  it('puts a long file away, and so does every other log on it', () => {
    const [one, other] = [openFileLog(path), openFileLog(path)];
    one.info('first');
    other.info('first');
    writeFileSync(path, `${'x'.repeat(5 * 2 ** 20)}\n`);
    one.info('second');
    other.info('second');
    expect(statSync(`${path}.1`).size).toBe(5 * 2 ** 20 + 1);
    expect(records().map(({ message }) => message)).toEqual(['second', 'second']);
  });

  it('never stops the work when it cannot be written', () => {
    mkdirSync(path, { recursive: true });
    expect(() => openFileLog(path).error('lost', new Error('x'))).not.toThrow();
    writeFileSync(join(folder, 'file'), '');
    expect(() => openFileLog(join(folder, 'file', 'app.log')).info('lost')).not.toThrow();
    expect(existsSync(`${path}.1`)).toBe(false);
  });
});
