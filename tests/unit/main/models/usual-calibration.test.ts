import { describe, expect, it } from 'vitest';
import { toSurprise } from '../../../../src-main/models/calibration.ts';
import { Random } from '../../../../src-main/models/random.ts';
import { fitUsualCalibration } from '../../../../src-main/models/usual-calibration.ts';

const exponential = (count: number, seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: count }, () => -Math.log(1 - random.next()));
};

describe('fitUsualCalibration', () => {
  it('makes a free score as surprising as the share of usual units that reach it', () => {
    const calibration = fitUsualCalibration(exponential(5000, 1), 'free');
    // P(X >= x) = exp(-x), so the surprise of x is x log10(e), within the sampling error of 5,000 units.
    for (const x of [0.5, 1, 2, 3, 5]) expect(toSurprise(calibration, x)).toBeCloseTo(x * Math.LOG10E, 0);
    expect(toSurprise(calibration, 20)).toBeGreaterThan(6);
  });

  it('does not take units that share a high score for anomalous: a fifth of them are one in five', () => {
    const scores = Float64Array.from({ length: 500 }, (_, i) => (i % 5 === 0 ? 0.6144 : 0.4928 + (i % 3) * 1e-3));
    const calibration = fitUsualCalibration(scores, 'free');
    expect(toSurprise(calibration, 0.6144)).toBeCloseTo(Math.log10(5), 5);
    expect(toSurprise(calibration, 0.9)).toBeGreaterThan(toSurprise(calibration, 0.7));
  });

  it('only ever lowers what is a surprise already', () => {
    const eager = exponential(1000, 2).map((value) => value * 3 * Math.LOG10E);
    const calibration = fitUsualCalibration(eager, 'surprise');
    for (const raw of [0.1, 0.5, 1, 2, 4, 8]) expect(toSurprise(calibration, raw)).toBeLessThanOrEqual(raw + 1e-12);
    expect(toSurprise(calibration, 3)).toBeCloseTo(1, 0);
    const modest = fitUsualCalibration(
      exponential(1000, 2).map((value) => value * 0.2),
      'surprise',
    );
    expect(toSurprise(modest, 2.5)).toBeGreaterThan(2.2);
  });

  it('rises with the raw score and is finite for units that are all alike', () => {
    for (const values of [new Float64Array(100).fill(0.5), new Float64Array(100), Float64Array.of(1)]) {
      for (const scale of ['free', 'surprise'] as const) {
        const calibration = fitUsualCalibration(values, scale);
        const told = [-1, 0, 0.4, 0.5, 0.6, 5].map((raw) => toSurprise(calibration, raw));
        expect(told.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
        expect(told).toEqual(told.toSorted((a, b) => a - b));
      }
    }
  });
});
