import { describe, expect, it } from 'vitest';
import { fitStepProfile, histogramOf, levelOf, surpriseOf } from '../../../../src-main/models/step-profile.ts';
import { countColumn } from '../../../helpers/feature-tables.ts';

const profileOf = (values: readonly number[]) => fitStepProfile(histogramOf(countColumn('t', values), values.length));
const repeat = (value: number, times: number): number[] => Array.from({ length: times }, () => value);

describe('fitStepProfile', () => {
  it('is as surprised as the step to a value is rare', () => {
    const profile = profileOf([...repeat(3, 990), ...repeat(0, 10)]);
    expect(profile.median).toBe(3);
    expect(surpriseOf(profile, 3)).toBe(0);
    // 10 of 1000 units take the step from 3 down to 0: -log10(10.5 / 1001).
    expect(surpriseOf(profile, 0)).toBeCloseTo(-Math.log10(10.5 / 1001), 10);
  });

  it('is not surprised by the end of a long smooth tail', () => {
    const tail = Array.from({ length: 12 }, (_, i) => repeat(i, 2 ** (12 - i))).flat();
    const profile = profileOf(tail);
    expect(surpriseOf(profile, 11)).toBeLessThan(0.7);
  });

  it('takes values between and beyond those seen', () => {
    const profile = profileOf([...repeat(1, 500), ...repeat(5, 5)]);
    expect(surpriseOf(profile, 3)).toBe(surpriseOf(profile, 1));
    expect(surpriseOf(profile, 9)).toBeGreaterThanOrEqual(surpriseOf(profile, 5));
    expect(surpriseOf(profile, 0)).toBeGreaterThan(2);
  });

  it('gives one level to all values before a steep step', () => {
    const profile = profileOf([...repeat(1, 500), ...repeat(2, 300), ...repeat(9, 4)]);
    expect(levelOf(profile, 1)).toBe(levelOf(profile, 2));
    expect(levelOf(profile, 9)).toBeGreaterThan(levelOf(profile, 2));
  });

  it('knows nothing of no units and of one unit', () => {
    expect(surpriseOf(profileOf([]), 5)).toBe(0);
    expect(surpriseOf(profileOf([4]), 4)).toBe(0);
  });
});
