import { describe, expect, it } from 'vitest';
import {
  calibrate,
  expectedAlarmRate,
  fitCalibration,
  scoreFromSurprise,
  surpriseFromScore,
  toSurprise,
} from '../../../../src-main/models/calibration.ts';
import { Random } from '../../../../src-main/models/random.ts';

const exponential = (count: number, seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: count }, () => -Math.log10(1 - random.next()));
};

describe('score scale', () => {
  it('is 0.5 at one alarm in a thousand, and inverts', () => {
    expect(scoreFromSurprise(3)).toBe(0.5);
    expect(expectedAlarmRate(0.5)).toBeCloseTo(0.001, 12);
    expect(surpriseFromScore(scoreFromSurprise(7.25))).toBeCloseTo(7.25, 10);
    expect(scoreFromSurprise(-1)).toBe(0);
  });
});

describe('fitCalibration', () => {
  it('leaves honest surprises as they are', () => {
    const calibration = fitCalibration(exponential(20_000, 1), 'surprise');
    expect(toSurprise(calibration, 5)).toBeGreaterThan(4.8);
    expect(toSurprise(calibration, 5)).toBeLessThanOrEqual(5);
  });

  it('brings inflated surprises back to their promise', () => {
    const calibration = fitCalibration(
      exponential(20_000, 2).map((value) => value * 3),
      'surprise',
    );
    expect(toSurprise(calibration, 9)).toBeCloseTo(3, 0);
  });

  it('makes one threshold mean one alarm rate for scores of any scale', () => {
    for (const scale of [0.001, 1, 1000]) {
      const raw = exponential(50_000, 3).map((value) => 5 + value * scale);
      const surprise = calibrate(fitCalibration(raw, 'free'), raw);
      const alarms = surprise.filter((value) => value > 2).length / raw.length;
      expect(alarms).toBeGreaterThan(0.007);
      expect(alarms).toBeLessThan(0.013);
    }
  });

  it('keeps the order of raw scores', () => {
    const raw = exponential(500, 4);
    const calibration = fitCalibration(raw, 'free');
    const sorted = calibrate(calibration, Float64Array.from(raw).sort());
    for (let i = 1; i < sorted.length; i++) expect(sorted[i]!).toBeGreaterThanOrEqual(sorted[i - 1]!);
  });

  it('gives finite numbers for no, one and constant scores', () => {
    for (const raw of [[], [3], [2, 2, 2, 2]]) {
      const calibration = fitCalibration(Float64Array.from(raw), 'free');
      expect(Number.isFinite(toSurprise(calibration, 7))).toBe(true);
      expect([...calibrate(calibration, Float64Array.from(raw))].every((value) => value === 0)).toBe(true);
    }
  });
});
