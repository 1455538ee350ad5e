import { globSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../../src-renderer');
const read = (pattern: string) =>
  globSync(pattern, { cwd: root }).map((path) => ({
    path: path.split(sep).join('/'),
    text: readFileSync(join(root, path), 'utf8'),
  }));
const sources = read('**/*.{ts,tsx}');

/** Classes of a style sheet with the file that gives them. */
const styled = read('**/*.css').flatMap(({ path, text }) => {
  const rules = text.replaceAll(/\/\*.*?\*\//gs, '');
  return [...new Set([...rules.matchAll(/\.(ls-[\w-]+)/g)].map(([, name]) => name!))].map((name) => ({ name, path }));
});

const isNamed = (text: string, name: string): boolean => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text);
/** Names such as `ls-sev-4` are put together: their beginning stands in the source. */
const isMade = (text: string, name: string): boolean =>
  [...name.matchAll(/-/g)].some(({ index }) => text.includes(`${name.slice(0, index)}-\${`));
const panelOf = (path: string): string | null => /^panels\/[^/]+\//.exec(path)?.[0] ?? null;

describe('style sheets', () => {
  it('style only what the page shows', () => {
    const isShown = ({ name }: { readonly name: string }) =>
      sources.some(({ text }) => isNamed(text, name) || isMade(text, name));
    expect(styled.length).toBeGreaterThan(200);
    expect(styled.filter((one) => !isShown(one))).toEqual([]);
  });

  it('of a panel style nothing outside of it', () => {
    const shared = new Set(styled.filter(({ path }) => panelOf(path) === null).map(({ name }) => name));
    const strays = styled.flatMap(({ name, path }) => {
      const panel = panelOf(path);
      if (panel === null || shared.has(name)) return [];
      return sources
        .filter((source) => !source.path.startsWith(panel) && isNamed(source.text, name))
        .map((source) => `${source.path} uses ${name} of ${path}`);
    });
    expect(strays).toEqual([]);
  });
});
