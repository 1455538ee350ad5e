import { describe, expect, it } from 'vitest';
import {
  isInRange,
  rangeOffsets,
  stepToken,
  templateTokens,
} from '../../../../../src-renderer/panels/templates/token-model.ts';

const texts = (text: string) => templateTokens(text).map((token) => token.text);

describe('the tokens of a template', () => {
  it.each(['', 'disk <*> full', '[req-<*>] a=<*>, <\\*> literal', 'naïve Größe 🙂 <*><*>', '  two  gaps '])(
    'join to the text: %s',
    (text) => expect(texts(text).join('')).toBe(text),
  );

  it('keep words, wildcards and escaped wildcards whole', () => {
    expect(texts('user-<*> <\\*> näher')).toEqual(['user', '-', '<*>', ' ', '<\\*>', ' ', 'näher']);
  });

  it('number wildcards, and only those', () => {
    expect(templateTokens('a <*> <\\*> <*>').map(({ wildcard }) => wildcard)).toEqual([
      null,
      null,
      0,
      null,
      null,
      null,
      1,
    ]);
  });

  it('give offsets of the text in either direction of choosing', () => {
    const text = 'cache is warm now';
    const tokens = templateTokens(text);
    for (const range of [
      { anchor: 2, head: 4 },
      { anchor: 4, head: 2 },
    ]) {
      const { start, end } = rangeOffsets(tokens, range)!;
      expect(text.slice(start, end)).toBe('is warm');
      expect([1, 2, 3, 4, 5].map((place) => isInRange(place, range))).toEqual([false, true, true, true, false]);
    }
    expect(rangeOffsets(tokens, { anchor: 0, head: 99 })).toBeNull();
    expect(isInRange(0, null)).toBe(false);
  });

  it('are stepped over gaps, and not past the ends', () => {
    const tokens = templateTokens('a b');
    expect(stepToken(tokens, -1, 1)).toBe(0);
    expect(stepToken(tokens, 0, 1)).toBe(2);
    expect(stepToken(tokens, 2, 1)).toBe(2);
    expect(stepToken(tokens, tokens.length, -1)).toBe(2);
    expect(stepToken(tokens, 0, -1)).toBe(0);
  });
});
