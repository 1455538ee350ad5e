import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { templateParts, templateTextOf } from '../../../../src-shared/domain/template-text.ts';

describe('templateTextOf', () => {
  it('writes wildcards as <*> and escapes what only looks like one', () => {
    expect(templateTextOf(['user ', ' in'])).toBe('user <*> in');
    expect(templateTextOf(['select <*> from ', ''])).toBe('select <\\*> from <*>');
    expect(templateTextOf(['a <\\*> b'])).toBe('a <\\\\*> b');
  });

  it('gives back exactly the parts, whatever they hold', () => {
    const part = fc.array(fc.constantFrom('<', '*', '>', '\\', 'a', ' '), { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        expect(templateParts(templateTextOf(parts))).toEqual(parts);
      }),
    );
  });
});
