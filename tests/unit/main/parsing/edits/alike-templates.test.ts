import { describe, expect, it } from 'vitest';
import { findAlike } from '../../../../../src-main/parsing/edits/alike-templates.ts';

describe('findAlike', () => {
  it('finds texts that differ in one word, or hold a wildcard for it, each in one set', () => {
    const texts = [
      'disk a failed',
      'disk b failed',
      'disk <*> failed',
      'disk a works',
      'disk a, b failed',
      'user <*> in',
      'user <*> out',
    ];
    expect(findAlike(texts)).toEqual([
      [0, 1, 2],
      [5, 6],
    ]);
  });

  it('does not take texts for alike that share no word, or differ in more than a word', () => {
    expect(findAlike(['alpha', 'beta', '<*>', '<*> a', '<*> b'])).toEqual([]);
    expect(findAlike(['a: x y', 'a, x y', 'a b c d', 'a c b d'])).toEqual([]);
  });

  it('takes time in proportion to the texts', () => {
    const texts = Array.from({ length: 20_000 }, (_, i) => `the ${i % 100} of ${Math.floor(i / 100)} is ${i}`);
    const startMs = performance.now();
    findAlike(texts);
    expect(performance.now() - startMs).toBeLessThan(5000);
  });
});
