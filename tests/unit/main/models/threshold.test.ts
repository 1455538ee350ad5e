import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src-main/models/random.ts';
import { chooseThreshold } from '../../../../src-main/models/threshold.ts';

const noise = (count: number, seed: number): number[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => -Math.log10(1 - random.next()));
};

describe('chooseThreshold', () => {
  it('cuts where usual and unusual units leave a gap', () => {
    const usual = noise(5000, 1).map((value) => Math.min(value, 1.5));
    const unusual = Array.from({ length: 150 }, (_, i) => 3 + i / 100);
    const { surprise, rule } = chooseThreshold(Float64Array.from([...usual, ...unusual]));
    expect(rule).toBe('gap');
    expect(surprise).toBeGreaterThan(1.5);
    expect(surprise).toBeLessThan(3);
  });

  it('falls back to half an expected false alarm when nothing stands apart', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const surprises = Float64Array.from(noise(4000, seed));
      const { surprise, rule } = chooseThreshold(surprises);
      expect(rule).toBe('budget');
      expect(surprise).toBeCloseTo(Math.log10(8000), 10);
      expect(surprises.filter((value) => value > surprise).length).toBeLessThanOrEqual(3);
    }
  });

  it('asks for no more than the budget, however far the unusual units are', () => {
    const usual = noise(5000, 1).map((value) => Math.min(value, 3));
    const { surprise } = chooseThreshold(Float64Array.from([...usual, ...Array.from({ length: 100 }, () => 9)]));
    expect(surprise).toBeCloseTo(Math.log10(2 * 5100), 10);
  });

  it('never takes more than a tenth of the units for anomalous', () => {
    const half = [...noise(500, 7), ...Array.from({ length: 500 }, () => 9)];
    const { surprise } = chooseThreshold(Float64Array.from(half));
    expect(surprise).toBeGreaterThan(1);
  });

  it('is finite for no and for one unit', () => {
    expect(Number.isFinite(chooseThreshold(new Float64Array(0)).threshold)).toBe(true);
    expect(Number.isFinite(chooseThreshold(Float64Array.of(2)).threshold)).toBe(true);
  });
});
