import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classOfCode, tryClassOfCode } from '#shared/contract/error-classes.ts';

const root = resolve(import.meta.dirname, '../../..');
/** A code where an error is made: `new LakeError('lake.io'`, also with the code on the next line. */
const MADE = /new \w*Error\(\s*'([a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*)'/g;

function codesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .flatMap((entry) => [...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(MADE)])
    .map((match) => match[1] ?? '');
}

describe('error classes', () => {
  it('are known for every code an error is made with', () => {
    const made = new Set([...codesIn('src-main'), ...codesIn('src-shared')]);
    expect(made.size).toBeGreaterThan(30);
    expect([...made].filter((code) => tryClassOfCode(code) === null)).toEqual([]);
  });

  it.each([
    ['catalog.locked', 'E_LOCKED'],
    ['catalog.disk-full', 'E_DISK_FULL'],
    ['catalog.not-found', 'E_NOT_FOUND'],
    ['catalog.migration', 'E_CATALOG_CORRUPT'],
    ['lake.regex-invalid', 'E_REGEX_INVALID'],
    ['source.readonly', 'E_READONLY'],
    ['worker.died', 'E_OOM'],
  ])('of %s is %s', (code, expected) => {
    expect(classOfCode(code)).toBe(expected);
  });

  it('of a code from elsewhere is E_IO', () => {
    expect(tryClassOfCode('nothing.known')).toBeNull();
    expect(classOfCode('nothing.known')).toBe('E_IO');
  });
});
