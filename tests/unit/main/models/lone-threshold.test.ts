import { describe, expect, it } from 'vitest';
import { calibrate, fitCalibration, scoreFromSurprise } from '../../../../src-main/models/calibration.ts';
import { chooseLoneThreshold } from '../../../../src-main/models/lone-threshold.ts';
import { Random } from '../../../../src-main/models/random.ts';
import { chooseThreshold } from '../../../../src-main/models/threshold.ts';
import { fitUsualCalibration } from '../../../../src-main/models/usual-calibration.ts';
import { chooseUsualThreshold } from '../../../../src-main/models/usual-threshold.ts';

/** Raw errors of usual units: an exponential tail. */
function errors(count: number, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: count }, () => -Math.log(1 - random.next()));
}

describe('chooseLoneThreshold', () => {
  it.each([50, 600, 3000])(
    'can be reached by ranks, where the thresholds of joined detectors cannot: %i units',
    (count) => {
      const raw = errors(count, 1);
      const calibration = fitUsualCalibration(raw, 'ranked');
      const surprises = calibrate(calibration, raw);
      const lone = chooseLoneThreshold(surprises, true);
      const odd = scoreFromSurprise(calibrate(calibration, Float64Array.of(2 * Math.max(...raw)))[0]!);
      expect(odd).toBeGreaterThan(lone.threshold);
      if (count === 50) expect(odd).toBeLessThan(chooseUsualThreshold(surprises).threshold);
      const flagged = raw.filter((_, unit) => scoreFromSurprise(surprises[unit]!) > lone.threshold);
      expect(flagged.length / count).toBeLessThanOrEqual(0.02);
    },
  );

  it('flags about one in a hundred of unlabelled units that nothing parts', () => {
    const raw = errors(1440, 2);
    const surprises = calibrate(fitCalibration(raw, 'free'), raw);
    expect(chooseThreshold(surprises).rule).toBe('budget');
    const { surprise, threshold, rule } = chooseLoneThreshold(surprises, false);
    expect(rule).toBe('budget');
    expect(surprise).toBeCloseTo(2, 9);
    const flagged = surprises.filter((one) => scoreFromSurprise(one) > threshold).length;
    expect(flagged).toBeGreaterThan(3);
    expect(flagged).toBeLessThan(35);
  });

  it('keeps to a gap between unlabelled units, and never flags units that are hardly surprising', () => {
    const parted = Float64Array.from([...errors(300, 3).map((one) => 0.2 * one), ...new Float64Array(20).fill(3)]);
    expect(chooseThreshold(parted).rule).toBe('gap');
    expect(chooseLoneThreshold(parted, false)).toEqual(chooseThreshold(parted));
    expect(chooseLoneThreshold(new Float64Array(500).fill(0.01), true).surprise).toBeCloseTo(1.3, 9);
  });
});
