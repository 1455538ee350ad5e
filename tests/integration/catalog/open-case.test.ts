import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCase } from '../../../src-main/catalog/open.ts';

const root = resolve(import.meta.dirname, '../../..');

let caseDir: string;
let children: ChildProcess[];

beforeEach(async () => {
  caseDir = join(await mkdtemp(join(tmpdir(), 'case-')), 'a.sentinel');
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(join(caseDir, '..'), { recursive: true, force: true });
});

/** A second process that opens the case for writing and keeps it. */
async function startWriter(): Promise<ChildProcess> {
  const script = `import { openCase } from ${JSON.stringify(join(root, 'src-main/catalog/open.ts'))};
    const opened = await openCase(${JSON.stringify(caseDir)}, { mode: 'create' });
    globalThis.keep = opened;
    console.log('open');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

describe('openCase', () => {
  it('makes a case, and opens it again for writing and for reading', async () => {
    const created = await openCase(caseDir, { mode: 'create' });
    created.settings.set('window', { seconds: 60 });
    created.close();
    created.close();
    const again = await openCase(caseDir, { mode: 'write' });
    expect(again.settings.all()).toEqual({ window: { seconds: 60 } });
    expect(again.abandonedBy).toBeNull();
    const reader = await openCase(caseDir, { mode: 'read' });
    expect(reader.manifest()).toMatchObject({ segments: [], shapes: [], templates: [] });
    expect(() => reader.settings.set('window', 1)).toThrow(expect.objectContaining({ code: 'catalog.read-only' }));
    reader.close();
    again.close();
    expect(existsSync(join(caseDir, 'writer.json'))).toBe(false);
  });

  it('says so when there is no case', async () => {
    await expect(openCase(caseDir, { mode: 'read' })).rejects.toMatchObject({ code: 'catalog.not-found' });
    await expect(openCase(caseDir, { mode: 'write' })).rejects.toMatchObject({ code: 'catalog.not-found' });
    expect(existsSync(caseDir)).toBe(false);
  });

  it('refuses a second writer by name, lets readers in, and takes over from a killed one', async () => {
    const child = await startWriter();
    await expect(openCase(caseDir, { mode: 'write' })).rejects.toMatchObject({
      name: 'CatalogError',
      code: 'catalog.locked',
      details: { pid: child.pid, host: hostname() },
      message: expect.stringContaining(`process ${child.pid} on ${hostname()}`) as string,
    });
    const reader = await openCase(caseDir, { mode: 'read' });
    expect(reader.revision).toBe(1);
    reader.close();

    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    const taken = await openCase(caseDir, { mode: 'write' });
    expect(taken.abandonedBy).toMatchObject({ pid: child.pid });
    expect(JSON.parse(await readFile(join(caseDir, 'writer.json'), 'utf8'))).toMatchObject({ pid: process.pid });
    taken.close();
  });

  it('refuses a second writer in the same process too', async () => {
    const first = await openCase(caseDir, { mode: 'create' });
    await expect(openCase(caseDir, { mode: 'write' })).rejects.toMatchObject({
      code: 'catalog.locked',
      details: { pid: process.pid },
    });
    first.close();
    (await openCase(caseDir, { mode: 'write' })).close();
  });

  it('lets exactly one of many writers in, again and again', async () => {
    (await openCase(caseDir, { mode: 'create' })).close();
    for (let round = 0; round < 20; round++) {
      const results = await Promise.allSettled([1, 2, 3, 4].map(() => openCase(caseDir, { mode: 'write' })));
      const opened = results.filter((result) => result.status === 'fulfilled');
      expect(opened).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'catalog.locked' });
      }
      opened[0]?.value.close();
    }
  });

  it('refuses a catalog of a newer version without writing anything', async () => {
    (await openCase(caseDir, { mode: 'create' })).close();
    const path = join(caseDir, 'catalog.sqlite');
    const database = new Database(path);
    database.pragma('user_version = 999');
    database.close();
    const before = await readFile(path);
    const names = await readdir(caseDir);
    for (const mode of ['create', 'write', 'read'] as const) {
      await expect(openCase(caseDir, { mode })).rejects.toMatchObject({
        code: 'catalog.newer',
        details: { version: 999 },
      });
    }
    expect((await readFile(path)).equals(before)).toBe(true);
    expect(await readdir(caseDir)).toEqual(names);
  });

  it.each([
    ['not a database', (bytes: Buffer) => bytes.fill('x')],
    ['cut to a third', (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 3))],
    ['with a zeroed page', (bytes: Buffer) => bytes.fill(0, 0, 4096)],
  ])('names a damaged catalog: %s', async (_what, damage) => {
    const first = await openCase(caseDir, { mode: 'create' });
    first.close();
    const path = join(caseDir, 'catalog.sqlite');
    await writeFile(path, damage(await readFile(path)));
    await expect(
      openCase(caseDir, { mode: 'write' }).then((opened) => {
        try {
          return opened.checkIntegrity().length > 0 ? Promise.reject({ code: 'catalog.corrupt' }) : null;
        } finally {
          opened.close();
        }
      }),
    ).rejects.toMatchObject({ code: 'catalog.corrupt' });
  });

  it('removes what a killed writer left, and nothing else', async () => {
    const first = await openCase(caseDir, { mode: 'create' });
    first.close();
    const silver = join(caseDir, 'lake/silver/dt=2024-01-01');
    await mkdir(silver, { recursive: true });
    await writeFile(join(silver, 's0001-b000007.parquet'), 'finished, never named');
    await writeFile(join(silver, 'README.txt'), 'not ours');
    await writeFile(join(caseDir, 'lake/tmp/half.parquet'), 'unfinished');
    (await openCase(caseDir, { mode: 'read' })).close();
    expect(existsSync(join(silver, 's0001-b000007.parquet'))).toBe(true);
    (await openCase(caseDir, { mode: 'write' })).close();
    expect(await readdir(silver)).toEqual(['README.txt']);
    expect(await readdir(join(caseDir, 'lake/tmp'))).toEqual([]);
  });
});
