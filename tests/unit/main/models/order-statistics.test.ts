import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile } from '../../../../src-main/models/matrix.ts';
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
