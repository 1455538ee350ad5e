import { describe, expect, it } from 'vitest';
import { showText, toSafeJson } from '../../../../../src-main/hosts/cli/visible-text.ts';

describe('showText', () => {
  it('shows what a terminal would act on as escapes', () => {
    expect(showText('a\u001b[31mb')).toBe('a\\e[31mb');
    expect(showText('tab\tlf\ncr\rbell\u0007nul\0')).toBe('tab\\tlf\\ncr\\rbell\\x07nul\\x00');
    expect(showText('c1 \u009b31m del \u007f')).toBe('c1 \\x9b31m del \\x7f');
    expect(showText('rtl \u202eabc\u2066 zero\u200bwidth \ufeff')).toBe(
      'rtl \\u202eabc\\u2066 zero\\u200bwidth \\ufeff',
    );
    expect(showText('lone \ud800 surrogate')).toBe('lone \\ud800 surrogate');
  });

  it('leaves letters of every script alone', () => {
    const text = 'Grüße, Ψ, 日本語, 😀, a\\b';
    expect(showText(text)).toBe(text);
  });
});

describe('toSafeJson', () => {
  it('is the same value for a parser, without anything a terminal acts on', () => {
    const value = { 'k\u009b': 'x\u001b\u007f\u009b\u202e\u{e0041}y', list: [1, null, 'ü'] };
    const json = toSafeJson(value, 2);
    expect(JSON.parse(json)).toEqual(value);
    expect(json).not.toMatch(/[\u007f-\u009f\p{Cf}]/u);
    expect(json.split('\n').length).toBeGreaterThan(3);
  });

  it('writes 64-bit integers as numbers while those are exact', () => {
    expect(toSafeJson([12n, 2n ** 53n, -5n])).toBe('[12,"9007199254740992",-5]');
  });
});
