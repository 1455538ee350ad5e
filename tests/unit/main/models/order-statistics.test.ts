import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile, sampleOf } from '../../../../src-main/models/matrix.ts';
import { medianOf, quantilesOf } from '../../../../src-main/models/order-statistics.ts';

const values = fc.float64Array({ maxLength: 400, noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
const repeated = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 400 }).map((list) => new Float64Array(list));
const SHARES = [0, 0.1, 0.5, 0.8, 0.95, 1];

describe('order statistics', () => {
  it('are those of the sorted values', () => {
    fc.assert(
      fc.property(fc.oneof(values, repeated), (given) => {
        const sorted = given.slice().sort();
        // Sorting tells the zeros apart; no quantile need.
        const unsigned = (quantiles: number[]): number[] => quantiles.map((value) => value + 0);
        const expected = SHARES.map((share) => quantile(sorted, share));
        expect(unsigned(quantilesOf(given.slice(), SHARES))).toEqual(unsigned(expected));
        if (given.length > 0) expect(medianOf(given.slice())).toBeCloseTo(quantile(sorted, 0.5), 6);
      }),
    );
  });

  it('take NaN as larger than all, as sorting does', () => {
    const given = [Number.NaN, 3, 1, Number.NaN, 2];
    // Between the third and the fourth lies nothing known.
    expect(quantilesOf(new Float64Array(given), [0, 0.25, 0.5, 1])).toEqual([1, 2, Number.NaN, Number.NaN]);
    expect(medianOf(new Float64Array(given))).toBe(3);
  });

  it('of nothing are unknown', () => {
    expect(quantilesOf(new Float64Array(0), [0.5])).toEqual([Number.NaN]);
    expect(medianOf(new Float64Array(0))).toBeNaN();
  });
});

describe('a sample of windows', () => {
  it.each([2, 3, 5, 7, 15, 60, 1440])('meets what comes every %i windows as often as it comes', (period) => {
    for (let phase = 0; phase < period; phase += Math.ceil(period / 7)) {
      const sample = sampleOf(14_400, (window) => +(window % period === phase));
      const share = sample.reduce((sum, value) => sum + value, 0) / sample.length;
      expect(Math.abs(share - 1 / period)).toBeLessThan(3 * Math.sqrt(1 / period / sample.length));
    }
  });

  it('is all of a short series, in order', () => {
    expect([...sampleOf(5, (window) => window)]).toEqual([0, 1, 2, 3, 4]);
    expect([...sampleOf(0, (window) => window)]).toEqual([]);
  });

  it('stays within the series', () => {
    for (const length of [2048, 2049, 3000, 4097, 100_003]) {
      const sample = sampleOf(length, (window) => window);
      expect(sample.length).toBe(2048);
      expect(Math.max(...sample)).toBeLessThan(length);
      expect(new Set(sample).size).toBeGreaterThan(1000);
    }
  });
});
