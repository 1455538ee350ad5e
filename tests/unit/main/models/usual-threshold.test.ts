import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src-main/models/random.ts';
import { chooseUsualThreshold } from '../../../../src-main/models/usual-threshold.ts';

/** Surprises of usual units: a capped exponential, as joined detectors give. */
const usual = (count: number, seed: number): number[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => -0.3 * Math.log(1 - random.next()));
};

describe('chooseUsualThreshold', () => {
  it('lies beyond the tail of usual units, whatever a few strays reach', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const plain = chooseUsualThreshold(Float64Array.from(usual(600, seed)));
      const strays = chooseUsualThreshold(Float64Array.from([...usual(1497, seed), 4, 5, 6]));
      for (const { surprise, rule } of [plain, strays]) {
        expect(rule).toBe('usual');
        expect(surprise).toBeGreaterThan(1.3);
        expect(surprise).toBeLessThan(4);
      }
    }
  });

  it('flags about one in 500 of other units of the same kind, also where there are fewer to learn from', () => {
    for (const count of [60, 600, 3000]) {
      let flagged = 0;
      for (let seed = 1; seed <= 20; seed++) {
        const { surprise } = chooseUsualThreshold(Float64Array.from(usual(count, seed)));
        flagged += usual(600, seed + 100).filter((value) => value > surprise).length;
      }
      expect(flagged, `from ${count}`).toBeLessThan((20 * 600) / 250);
    }
  });

  it('never flags units that are hardly surprising, and falls back for a handful of units', () => {
    expect(chooseUsualThreshold(new Float64Array(500).fill(0.01)).surprise).toBe(1.3);
    expect(chooseUsualThreshold(Float64Array.of(0.1, 0.2)).rule).toBe('budget');
  });
});
