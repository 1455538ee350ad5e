import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expandPaths, FIRST_BLOCK, openSource } from '../../../src-main/ingest/sources/index.ts';
import { logLines, makeTemporaryFolder } from './bad-input/bad-input.ts';
import { linesOf, readSource } from './bad-input/read-source.ts';

const signal = new AbortController().signal;
let folder: ReturnType<typeof makeTemporaryFolder>;
beforeEach(() => {
  folder = makeTemporaryFolder();
});
afterEach(() => folder.remove());

const at = (...parts: string[]): string => join(folder.path, ...parts);
const put = (name: string, text = `${name}\n`): string => {
  mkdirSync(join(at(name), '..'), { recursive: true });
  writeFileSync(at(name), text);
  return at(name);
};

async function expand(...paths: string[]) {
  const { files, problems } = await expandPaths(paths, { signal });
  const shown = files.map(({ path }) => path.replace(`${folder.path}/`, ''));
  const trouble = problems.map((problem) => [
    problem.path.replace(`${folder.path}/`, ''),
    problem.status,
    'error' in problem
      ? problem.error.class
      : `${problem.warning.class} ${/E_[A-Z_]+/.exec(problem.warning.message)?.[0] ?? ''}`.trim(),
  ]);
  return { files, shown, trouble };
}

describe('expandPaths on paths the user names', () => {
  it('puts rotated generations into true order, oldest first', async () => {
    for (const name of ['app.log', 'app.log.1', 'app.log.10.gz', 'app.log.2.gz', 'other.log']) put(name);
    const named = ['app.log', 'app.log.1', 'app.log.10.gz', 'app.log.2.gz'].map((name) => at(name));
    expect((await expand(...named)).shown).toEqual(['app.log.10.gz', 'app.log.2.gz', 'app.log.1', 'app.log']);
    expect((await expand(at('other.log'), at('app.log'))).shown).toEqual(['other.log', 'app.log']);
  });

  it('rejects what is no readable file, by class', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync('nowhere', at('dangling'));
    symlinkSync('loop-b', at('loop-a'));
    symlinkSync('loop-a', at('loop-b'));
    put('file');
    const long = at('x'.repeat(300));
    const { shown, trouble } = await expand(
      at('pipe'),
      at('dangling'),
      at('loop-a'),
      '/dev/null',
      at('none'),
      at('file/below'),
      long,
      '',
    );
    expect(shown).toEqual([]);
    expect(trouble.map(([, status, name]) => [status, name])).toEqual([
      ['rejected', 'E_NOT_REGULAR'],
      ['rejected', 'E_NOT_FOUND'],
      ['rejected', 'E_LOOP'],
      ['rejected', 'E_NOT_REGULAR'],
      ['rejected', 'E_NOT_FOUND'],
      ['rejected', 'E_NOT_FOUND'],
      ['rejected', 'E_NOT_FOUND'],
      ['rejected', 'E_NOT_FOUND'],
    ]);
  });

  it('follows a link the user names, and reads a file named twice once', async () => {
    put('real/app.log');
    symlinkSync(at('real/app.log'), at('current.log'));
    const { shown, trouble } = await expand(at('current.log'), at('real/app.log'));
    expect(shown).toEqual(['current.log']);
    expect(trouble).toEqual([['real/app.log', 'skipped', 'W_DUPLICATE_FILE']]);
  });

  it('tells compression by content', async () => {
    writeFileSync(at('a.log'), gzipSync('x\n'));
    put('b.log.gz', 'plain\n');
    expect((await expand(at('a.log'), at('b.log.gz'))).files.map(({ compression }) => compression)).toEqual([
      'gzip',
      'none',
    ]);
  });
});

describe('expandPaths on copies', () => {
  const text = logLines(50);

  it('reads a generation left beside its compressed copy once', async () => {
    put('logs/app.log', logLines(9));
    put('logs/app.log.1', text);
    writeFileSync(at('logs/app.log.1.gz'), gzipSync(text));
    const { shown, trouble } = await expand(at('logs'));
    expect(shown).toEqual(['logs/app.log.1', 'logs/app.log']);
    expect(trouble).toEqual([['logs/app.log.1.gz', 'skipped', 'W_DUPLICATE_FILE']]);
  });

  it('reads both when they differ by a byte, and equal files of different logs', async () => {
    put('logs/app.log.1', text);
    writeFileSync(at('logs/app.log.1.gz'), gzipSync(text.replace('finished', 'Finished')));
    put('logs/b.log', text);
    put('logs/c.log', text);
    const { shown, trouble } = await expand(at('logs'));
    expect(shown).toEqual(['logs/app.log.1', 'logs/app.log.1.gz', 'logs/b.log', 'logs/c.log']);
    expect(trouble).toEqual([]);
  });
});

describe('expandPaths on a folder', () => {
  it('walks it in order and skips what it may not or cannot read, saying why', async () => {
    for (const name of ['logs/b.log', 'logs/a.log.1', 'logs/a.log', 'logs/deep/z.log', 'outside.log']) put(name);
    execFileSync('mkfifo', [at('logs/pipe')]);
    symlinkSync('../outside.log', at('logs/escape.log'));
    symlinkSync('deep/z.log', at('logs/0-latest.log'));
    symlinkSync('deep', at('logs/folder-link'));
    symlinkSync('gone', at('logs/dangling.log'));
    symlinkSync('.', at('logs/deep/self'));
    linkSync(at('logs/b.log'), at('logs/hard.log'));
    const { shown, trouble } = await expand(at('logs'));
    expect(shown).toEqual(['logs/a.log.1', 'logs/a.log', 'logs/b.log', 'logs/deep/z.log']);
    expect(trouble.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))).toEqual([
      ['logs/0-latest.log', 'skipped', 'W_DUPLICATE_FILE'],
      ['logs/dangling.log', 'skipped', 'W_SKIPPED E_NOT_FOUND'],
      ['logs/deep/self', 'skipped', 'W_SKIPPED'],
      ['logs/escape.log', 'skipped', 'W_SKIPPED E_SYMLINK_ESCAPE'],
      ['logs/folder-link', 'skipped', 'W_SKIPPED'],
      ['logs/hard.log', 'skipped', 'W_DUPLICATE_FILE'],
      ['logs/pipe', 'skipped', 'W_SKIPPED E_NOT_REGULAR'],
    ]);
  });

  it('skips a socket', async () => {
    mkdirSync(at('run'));
    const server = createServer();
    await new Promise<void>((done) => server.listen(at('run/s.sock'), done));
    try {
      expect((await expand(at('run'))).trouble).toEqual([['run/s.sock', 'skipped', 'W_SKIPPED E_NOT_REGULAR']]);
      expect((await expand(at('run/s.sock'))).trouble).toEqual([['run/s.sock', 'rejected', 'E_NOT_REGULAR']]);
    } finally {
      await new Promise((done) => server.close(done));
    }
  });

  it('reads names of any bytes', async () => {
    mkdirSync(at('odd'));
    const names = [
      Buffer.from([0x61, 0xff, 0xfe, 0x2e, 0x6c]),
      Buffer.from('line\nbreak.log'),
      Buffer.from('\x1b[31mred.log'),
      Buffer.from('<img src=x>.log'),
      Buffer.from('\u202egol.exe'),
      Buffer.from('y'.repeat(255)),
    ];
    for (const name of names) writeFileSync(Buffer.concat([Buffer.from(`${at('odd')}/`), name]), 'content\n');
    const { files, trouble } = await expand(at('odd'));
    expect(trouble).toEqual([]);
    expect(files.length).toBe(names.length);
    expect(files.find(({ pathHex }) => pathHex !== null)?.path).toBe(`${at('odd')}/a\\xff\\xfe.l`);
    for (const file of structuredClone(files)) expect(linesOf((await readSource(file)).blocks)).toEqual(['content']);
  });

  it('stops at a named depth and leaves case folders alone', async () => {
    put(`${Array.from({ length: 70 }, () => 'd').join('/')}/deep.log`);
    put('x.sentinel/catalog.sqlite');
    put('x.sentinel/lake/part.parquet');
    const { shown, trouble } = await expand(folder.path);
    expect(shown).toEqual([]);
    expect(trouble.map(([, status, name]) => [status, name])).toEqual([
      ['skipped', 'W_SKIPPED'],
      ['skipped', 'W_SKIPPED'],
    ]);
  });

  it('lists very many files in natural order', async () => {
    mkdirSync(at('many'));
    for (let index = 0; index < 2000; index++) writeFileSync(at('many', `part-${index}.log`), '');
    const { shown } = await expand(at('many'));
    expect(shown.slice(0, 3)).toEqual(['many/part-0.log', 'many/part-1.log', 'many/part-2.log']);
    expect(shown.length).toBe(2000);
  });

  it('stops when the signal has fired', async () => {
    put('logs/a.log');
    await expect(expandPaths([at('logs')], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'job.cancelled',
    });
  });
});

describe.skipIf(process.platform !== 'linux')('pseudo files', () => {
  it('are read although they claim to be empty', async () => {
    const { files } = await expand('/proc/cpuinfo');
    const { blocks, outcome } = await readSource(files[0] as (typeof files)[0]);
    expect(linesOf(blocks).some((line) => line.startsWith('processor'))).toBe(true);
    expect(outcome).toMatchObject({ status: 'whole', errors: [] });
  });

  it('that fail on reading are E_IO', async () => {
    const { files } = await expand('/proc/self/mem');
    const { outcome } = await readSource(files[0] as (typeof files)[0]);
    expect(outcome).toMatchObject({ status: 'rejected', errors: [{ class: 'E_IO' }] });
  });
});

const isRoot = process.getuid?.() === 0;

describe.skipIf(process.platform === 'win32')('missing rights', () => {
  it('are E_PERMISSION for a named path and W_SKIPPED in a walk', () => {
    put('logs/open.log', 'open\n');
    put('logs/closed.log', 'closed\n');
    put('logs/shut/in.log', 'in\n');
    chmodSync(at('logs/closed.log'), 0o000);
    chmodSync(at('logs/shut'), 0o000);
    chmodSync(folder.path, 0o755);
    const entry = resolve(import.meta.dirname, '../../../src-main/ingest/sources/index.ts');
    const script = `
      const { expandPaths, openSource } = await import(${JSON.stringify(entry)});
      const signal = new AbortController().signal;
      const walk = await expandPaths([${JSON.stringify(at('logs'))}], { signal });
      const named = await expandPaths([${JSON.stringify(at('logs/closed.log'))}, ${JSON.stringify(at('logs/shut/in.log'))}], { signal });
      const opened = [];
      for (const file of [...walk.files, ...named.files]) { const s = await openSource(file); opened.push([file.path.split('/').at(-1), s.outcome().errors.map((e) => e.class).join()]); await s.close(); }
      console.log(JSON.stringify({ opened, skipped: walk.problems.map((p) => p.warning.message.split(':')[0]), rejected: named.problems.map((p) => p.error.class) }));`;
    const asNobody = isRoot ? ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath] : [];
    const evaluate = ['--input-type=module', '--no-warnings', '-e', script];
    const program = isRoot ? 'setpriv' : process.execPath;
    const answer: unknown = JSON.parse(execFileSync(program, [...asNobody, ...evaluate], { encoding: 'utf8' }));
    chmodSync(at('logs/shut'), 0o755);
    expect(answer).toEqual({
      opened: [
        ['closed.log', 'E_PERMISSION'],
        ['open.log', ''],
        ['closed.log', 'E_PERMISSION'],
      ],
      skipped: ['E_PERMISSION'],
      rejected: ['E_PERMISSION'],
    });
  });
});

describe('a source that changes while it is read', () => {
  const options = { blockBytes: 64 * 1024 };
  const original = logLines(20_000, 'original');

  async function readWhile(change: (path: string) => void, name = 'live.log', content: string | Buffer = original) {
    writeFileSync(at(name), content);
    const { files } = await expandPaths([at(name)], { signal });
    const source = await openSource(files[0] as (typeof files)[0], options);
    let lines = 0;
    let isChanged = false;
    for await (const block of source.blocks(FIRST_BLOCK, signal)) {
      lines += block.lineCount;
      if (block.index === 3 && !isChanged) {
        change(at(name));
        isChanged = true;
      }
    }
    await source.close();
    return { lines, outcome: source.outcome() };
  }

  it('is whole, as of when it was opened, after an append', async () => {
    const { lines, outcome } = await readWhile((path) => writeFileSync(path, 'more\n', { flag: 'a' }));
    expect(lines).toBe(20_000);
    expect(outcome).toMatchObject({ status: 'whole', errors: [], bytesIn: original.length });
  });

  it('is whole after a rename or a delete', async () => {
    expect((await readWhile((path) => renameSync(path, `${path}.1`))).outcome.status).toBe('whole');
    expect((await readWhile((path) => rmSync(path))).outcome.status).toBe('whole');
  });

  it.each([
    ['truncated', (path: string) => writeFileSync(path, '')],
    ['truncated and rewritten longer', (path: string) => writeFileSync(path, logLines(40_000, 'rewritten'))],
    ['cut and rewritten shorter', (path: string) => writeFileSync(path, logLines(100, 'rewritten'))],
    ['rewritten in place', (path: string) => writeFileSync(path, 'X', { flag: 'r+' })],
  ])('is partial with E_SOURCE_CHANGED when %s', async (_name, change) => {
    const { lines, outcome } = await readWhile(change);
    expect(outcome.status).toBe('partial');
    expect(outcome.errors.map((error) => error.class)).toContain('E_SOURCE_CHANGED');
    expect(outcome.errors[0]?.offset).not.toBeNull();
    expect(lines).toBeGreaterThan(0);
  });

  it('is seen for a compressed file too', async () => {
    const { outcome } = await readWhile(
      (path) => writeFileSync(path, gzipSync('other\n')),
      'live.gz',
      gzipSync(original),
    );
    expect(outcome.errors.map((error) => error.class)).toContain('E_SOURCE_CHANGED');
  });

  it('stops at once when the signal fires, and leaves the blocks before it sound', async () => {
    writeFileSync(at('big.log'), original);
    const { files } = await expandPaths([at('big.log')], { signal });
    const source = await openSource(files[0] as (typeof files)[0], options);
    const stop = new AbortController();
    let blocks = 0;
    const reading = (async () => {
      for await (const block of source.blocks(FIRST_BLOCK, stop.signal)) {
        blocks++;
        if (block.index === 2) stop.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'job.cancelled' });
    expect(blocks).toBe(3);
    await source.close();
  });
});
