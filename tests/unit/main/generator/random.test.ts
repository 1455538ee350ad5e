import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src-main/generator/random.ts';

function draws(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('Random', () => {
  it('repeats itself for a seed and differs between seeds and streams', () => {
    const sequence = (...seed: [number, ...number[]]) => {
      const random = new Random(...seed);
      return draws(5, () => random.nextBits());
    };
    expect(sequence(7, 1)).toEqual(sequence(7, 1));
    expect(sequence(7, 1)).not.toEqual(sequence(7, 2));
    expect(sequence(7)).not.toEqual(sequence(8));
    expect(sequence(1)).not.toEqual(sequence(1 + 2 ** 32));
  });

  it('keeps its sequence from release to release', () => {
    const random = new Random(1, 2);
    expect(draws(3, () => random.nextBits())).toMatchInlineSnapshot(`
      [
        -1986381862,
        -1345303024,
        -611153397,
      ]
    `);
  });

  it('draws uniforms in [0, 1) with mean one half', () => {
    const random = new Random(3);
    const values = draws(20_000, () => random.uniform());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 1);
  });

  it.each([0.02, 1, 7.5, 29, 80])('draws Poisson counts with mean and variance %s', (lambda) => {
    const random = new Random(5, Math.round(lambda * 100));
    const values = draws(20_000, () => random.poisson(lambda));
    const average = mean(values);
    const variance = mean(values.map((value) => (value - average) ** 2));
    // Four standard errors of the mean; the variance of a Poisson count equals its mean.
    expect(Math.abs(average - lambda)).toBeLessThan(4 * Math.sqrt(lambda / 20_000));
    expect(Math.abs(variance / lambda - 1)).toBeLessThan(0.1 + 0.2 / Math.sqrt(20_000 * lambda));
  });

  it('draws no events from a rate of zero or less', () => {
    const random = new Random(5);
    expect([random.poisson(0), random.poisson(-1), random.poisson(Number.NaN)]).toEqual([0, 0, 0]);
  });

  it('draws skewed factors with median one', () => {
    const random = new Random(9);
    const values = draws(20_000, () => random.skewed()).sort((a, b) => a - b);
    expect(values[10_000]).toBeCloseTo(1, 1);
    expect(values[0]).toBeGreaterThan(0.19);
    expect(values.at(-1)).toBeLessThan(5.2);
    expect(mean(values)).toBeGreaterThan(1);
  });

  it('shuffles without losing anything', () => {
    const random = new Random(11);
    const shuffled = random.shuffle([1, 2, 3, 4, 5, 6]);
    expect([...shuffled].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
