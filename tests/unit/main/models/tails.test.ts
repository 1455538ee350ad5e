import { describe, expect, it } from 'vitest';
import { countTail, logGamma, normalTail, shareTail } from '../../../../src-main/models/tails.ts';

describe('normalTail', () => {
  it('is -log10 of the two-sided normal tail', () => {
    expect(normalTail(0)).toBe(0);
    expect(normalTail(1.959_964)).toBeCloseTo(-Math.log10(0.05), 5);
    expect(normalTail(-3.290_527)).toBeCloseTo(3, 5);
  });

  it('stays finite, ordered and continuous where the probability rounds to zero', () => {
    // -log10(erfc(30 / sqrt 2)) from an arbitrary precision calculator.
    expect(normalTail(30)).toBeCloseTo(197.0082, 3);
    expect(normalTail(6.000_1)).toBeGreaterThan(normalTail(6));
    expect(normalTail(6.000_1) - normalTail(6)).toBeLessThan(0.002);
    expect(Number.isFinite(normalTail(1e6))).toBe(true);
  });
});

describe('countTail', () => {
  it('sums the Poisson law exactly for small counts', () => {
    expect(countTail(1, 0.007)).toBeCloseTo(-Math.log10(1 - Math.exp(-0.007)), 6);
    expect(countTail(0, 20)).toBeCloseTo(20 * Math.LOG10E, 10);
    // P(X >= 39) for mean 30, summed term by term.
    expect(countTail(39, 30)).toBeCloseTo(1.188_128, 5);
  });

  it('agrees with the summed law within 2 % where it changes to the normal deviance', () => {
    expect(countTail(60, 30)).toBeCloseTo(6.0338, 0);
    expect(Math.abs(countTail(60, 30) - 6.0338) / 6.0338).toBeLessThan(0.02);
  });

  it('says less of bursty counts and more of regular ones', () => {
    expect(countTail(30, 10, 4)).toBeLessThan(countTail(30, 10));
    expect(countTail(30, 10, 0.5)).toBeGreaterThan(countTail(30, 10));
  });

  it('is zero at the mean', () => {
    expect(countTail(10, 10)).toBeLessThan(0.5);
    expect(countTail(1000, 1000)).toBe(0);
  });
});

describe('shareTail', () => {
  it('grows with hits beyond the share and ignores fewer', () => {
    expect(shareTail(2, 20, 0.1)).toBe(0);
    expect(shareTail(8, 20, 0.1)).toBeGreaterThan(3);
    expect(shareTail(20, 20, 0.1)).toBeGreaterThan(shareTail(15, 20, 0.1));
    expect(shareTail(0, 0, 0.1)).toBe(0);
  });
});

describe('logGamma', () => {
  it('is the logarithm of the factorial', () => {
    expect(logGamma(1)).toBeCloseTo(0, 9);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 9);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 9);
  });
});
