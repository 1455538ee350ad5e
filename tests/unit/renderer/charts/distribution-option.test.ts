import { expect, it } from 'vitest';
import { binShares, sharesOf } from '../../../../src-renderer/charts/distribution-option.ts';

it('bins scores into shares that sum to one, 1 in the last bin, NaN left out', () => {
  expect(binShares(Float64Array.from([0, 0.24, 0.25, 0.99, 1, Number.NaN, 0.5, 0.5]), 4)).toEqual([
    2 / 7,
    1 / 7,
    2 / 7,
    2 / 7,
  ]);
  expect(binShares(new Float64Array(), 2)).toEqual([0, 0]);
});

it('turns counts into shares, none into zeros', () => {
  expect(sharesOf([1, 3])).toEqual([0.25, 0.75]);
  expect(sharesOf([0, 0])).toEqual([0, 0]);
});
