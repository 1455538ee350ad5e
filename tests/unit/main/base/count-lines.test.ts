import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLineFeeds } from '../../../../src-main/base/count-lines.ts';

const naive = (bytes: Uint8Array, start: number, end: number): number =>
  bytes.subarray(start, end).filter((byte) => byte === 0x0a).length;

describe('countLineFeeds', () => {
  it('agrees with a plain count on any bytes, range and alignment', () => {
    const nearLf = fc.constantFrom(0x0a, 0x0a, 0x0b, 0x09, 0x8a, 0x00, 0xff, 0x80);
    const bytes = fc.array(nearLf, { maxLength: 60 });
    fc.assert(
      fc.property(bytes, fc.nat(7), fc.nat(60), fc.nat(60), (values, shift, a, b) => {
        const view = new Uint8Array(Uint8Array.from([...Array<number>(shift).fill(10), ...values]).buffer, shift);
        const [start, end] = [Math.min(a, b, view.length), Math.min(Math.max(a, b), view.length)];
        expect(countLineFeeds(view, start, end)).toBe(naive(view, start, end));
      }),
    );
  });

  it('does not overflow its lanes on a block of nothing but LF or nothing but text', () => {
    expect(countLineFeeds(new Uint8Array(100_003).fill(0x0a))).toBe(100_003);
    expect(countLineFeeds(new Uint8Array(100_003).fill(0x61))).toBe(0);
  });
});
