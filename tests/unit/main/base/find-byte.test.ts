import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findByte } from '../../../../src-main/base/find-byte.ts';

describe('findByte', () => {
  it('finds what a search of the range finds, near and far', () => {
    const range = fc.tuple(fc.nat(700), fc.nat(800));
    fc.assert(
      fc.property(fc.array(fc.nat(700), { maxLength: 3 }), range, (places, [start, end]) => {
        const bytes = new Uint8Array(700);
        for (const place of places) bytes[place] = 7;
        const found = bytes.subarray(start, end).indexOf(7);
        expect(findByte(bytes, 7, start, end)).toBe(found < 0 ? -1 : Math.min(start, 700) + found);
      }),
    );
  });
});
