import { describe, expect, it } from 'vitest';
import { mcnemar, measureAgreement, rankCorrelation } from '#shared/metrics/agreement.ts';
import { bootstrapInterval, meanInterval } from '#shared/metrics/intervals.ts';
import { populationStability, stabilityNoise } from '#shared/metrics/population-stability.ts';

const verdicts = (text: string): boolean[] => Array.from(text).map((letter) => letter === 'x');

describe('measureAgreement', () => {
  it('is the worked example of Cohen’s kappa: 20 and 15 agreed of 50, kappa 0.4', () => {
    // both 20, only first 5, only second 10, neither 15: observed 0.7, by chance 0.5
    const first = verdicts('x'.repeat(25) + '.'.repeat(25));
    const second = verdicts('x'.repeat(20) + '.'.repeat(5) + 'x'.repeat(10) + '.'.repeat(15));
    const agreement = measureAgreement(first, second);
    expect(agreement).toMatchObject({ both: 20, onlyFirst: 5, onlySecond: 10, neither: 15, share: 0.7 });
    expect(agreement.kappa).toBeCloseTo(0.4, 12);
  });

  it('has no kappa where both say one thing only, and full agreement over nothing', () => {
    expect(measureAgreement(verdicts('...'), verdicts('...'))).toMatchObject({ share: 1, kappa: null });
    expect(measureAgreement([], [])).toMatchObject({ share: 1, neither: 0 });
    expect(() => measureAgreement([true], [])).toThrow(RangeError);
  });
});

describe('rankCorrelation', () => {
  it('is 1 for any rising map, -1 for a falling one, and counts ties by their mean rank', () => {
    expect(rankCorrelation([1, 2, 5], [10, 20, 21])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 5], [3, 2, 1])).toBeCloseTo(-1, 12);
    // ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5)
    expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
    expect(rankCorrelation([1, 1], [1, 2])).toBeNull();
  });
});

describe('mcnemar', () => {
  it('is the two-sided binomial tail at one half', () => {
    // P(X <= 1 | 10, 1/2) = 11 / 1024, doubled
    expect(mcnemar(1, 9)).toBeCloseTo(22 / 1024, 12);
    expect(mcnemar(9, 1)).toBeCloseTo(22 / 1024, 12);
    expect(mcnemar(5, 5)).toBe(1);
    expect(mcnemar(0, 0)).toBe(1);
    expect(mcnemar(0, 5000)).toBeGreaterThanOrEqual(0);
  });
});

describe('intervals', () => {
  it('gives the mean of seeds with Student’s t', () => {
    // 1, 2, 3: mean 2, s = 1, t(2) = 4.303
    const interval = meanInterval([1, 2, 3])!;
    expect(interval.mean).toBe(2);
    expect(interval.high - interval.mean).toBeCloseTo(4.303 / Math.sqrt(3), 10);
    expect(meanInterval([0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
    expect(meanInterval([])).toBeNull();
  });

  it('resamples a mean to about two standard errors', () => {
    const values = Array.from({ length: 400 }, (_, i) => i % 2);
    let state = 7;
    const below = (n: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 0x1_0000_0000) * n);
    };
    const mean = (indices: Uint32Array) => indices.reduce((sum, i) => sum + values[i]!, 0) / indices.length;
    const { low, high } = bootstrapInterval(400, mean, below)!;
    // Standard error 0.5 / sqrt(400) = 0.025
    expect(low).toBeCloseTo(0.5 - 0.049, 1);
    expect(high).toBeCloseTo(0.5 + 0.049, 1);
    expect(bootstrapInterval(10, () => null, below)).toBeNull();
  });
});

describe('populationStability', () => {
  it('is the sum over bins of the difference times the log ratio', () => {
    // Shares .5/.5 against .25/.75: .25 ln 1.5 + .25 ln 2
    expect(populationStability([50, 50], [25, 75])).toBeCloseTo(0.25 * Math.log(1.5) + 0.25 * Math.log(2), 12);
    expect(populationStability([10, 20], [100, 200])).toBeCloseTo(0, 12);
  });

  it('stays finite for empty bins, is 0 against nothing and refuses other bins', () => {
    expect(Number.isFinite(populationStability([100, 0], [0, 100]))).toBe(true);
    expect(populationStability([100, 0], [0, 100])).toBeGreaterThan(1);
    expect(populationStability([0, 0], [1, 2])).toBe(0);
    expect(() => populationStability([1], [1, 2])).toThrow(RangeError);
    expect(stabilityNoise(11, 100, 100)).toBeCloseTo(0.2, 12);
  });
});
