import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asidePath, publishFile, writeFileAtomic } from '../../../src-main/base/atomic-write.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sentinel-atomic-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('writeFileAtomic', () => {
  it('writes text, bytes and streamed content, replacing what was there', async () => {
    const path = join(folder, 'a.json');
    await writeFileAtomic(path, 'one');
    await writeFileAtomic(path, Buffer.from('two'));
    expect(readFileSync(path, 'utf8')).toBe('two');
    await writeFileAtomic(path, async (handle) => {
      await handle.write('th');
      await handle.write('ree');
    });
    expect(readFileSync(path, 'utf8')).toBe('three');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('shows the old content until the new one is whole, and keeps it when writing fails', async () => {
    const path = join(folder, 'a.json');
    writeFileSync(path, 'old');
    const failing = writeFileAtomic(path, async (handle) => {
      await handle.write('half of the n');
      expect(readFileSync(path, 'utf8')).toBe('old');
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('fails where the name is taken by a folder, leaving nothing aside', async () => {
    mkdirSync(join(folder, 'taken'));
    await expect(writeFileAtomic(join(folder, 'taken'), 'x')).rejects.toMatchObject({ code: 'EISDIR' });
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});

describe('publishFile', () => {
  it('moves a finished file to its name', async () => {
    const path = join(folder, 'part.parquet');
    const aside = asidePath(path);
    writeFileSync(aside, 'rows');
    await publishFile(aside, path);
    expect(readFileSync(path, 'utf8')).toBe('rows');
    expect(existsSync(aside)).toBe(false);
  });
});
