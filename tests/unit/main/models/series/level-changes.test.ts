import { describe, expect, it } from 'vitest';
import { Random } from '../../../../../src-main/models/random.ts';
import { ChangePoints } from '../../../../../src-main/models/series/change-points.ts';
import { findLevelChanges } from '../../../../../src-main/models/series/level-changes.ts';

const noise = (seed: number, rows: number) => {
  const random = new Random(seed);
  return Float64Array.from({ length: rows }, () => random.next() + random.next() + random.next() - 1.5);
};

describe('ChangePoints', () => {
  it('gives the posterior of run lengths of the paper, worked out by hand for two values', () => {
    // Prior count 0.1, shape 1, scale 0.5, mean 0; hazard 1/250. Predictives: t with 2 degrees, variance 0.5 * 1.1 / 0.1 = 5.5
    // for 0 known values: density at 1 = (1 / sqrt(5.5)) * (2 + 1 / 5.5) ** -1.5, as t2(z) = (2 + z^2) ** -1.5.
    const points = new ChangePoints();
    points.add(1);
    points.add(1);
    const fresh = (2 + 1 / 5.5) ** -1.5 / Math.sqrt(5.5);
    const [count, mean, shape] = [1.1, 1 / 1.1, 1.5];
    const scale = 0.5 + (0.5 * 0.1 * 1) / 1.1;
    const variance = (scale * (count + 1)) / (shape * count);
    // t with 3 degrees: 6 sqrt(3) / (pi (3 + z^2)^2).
    const z2 = (1 - mean) ** 2 / variance;
    const grown = (6 * Math.sqrt(3)) / (Math.PI * (3 + z2) ** 2) / Math.sqrt(variance);
    const hazard = 1 / 250;
    const weights = { two: (1 - hazard) * grown * (1 - hazard), one: fresh * hazard * (1 - hazard) };
    const total = weights.two + weights.one + (weights.two / (1 - hazard) + weights.one / (1 - hazard)) * hazard;
    expect(points.lengths()[2]).toBeCloseTo(weights.two / total, 10);
    expect(points.lengths()[1]).toBeCloseTo(weights.one / total, 10);
  });
});

describe('findLevelChanges', () => {
  it('finds a lasting change with its place and both levels, soon after it', () => {
    const values = noise(1, 1500).map((shock, at) => 20 + shock + (at >= 800 ? 2 : 0));
    const { changes } = findLevelChanges(values);
    expect(changes).toHaveLength(1);
    const [change] = changes;
    expect(Math.abs(change!.row - 800)).toBeLessThanOrEqual(24);
    expect(change!.detectedRow - 800).toBeLessThan(100);
    expect(change!.before).toBeCloseTo(20, 0);
    expect(change!.after).toBeCloseTo(22, 0);
  });

  it('finds none where nothing changes, nor in a single stray value', () => {
    for (const seed of [2, 3, 4]) expect(findLevelChanges(noise(seed, 3000)).changes).toEqual([]);
    expect(findLevelChanges(noise(5, 2000).map((shock, at) => (at === 1000 ? 6 : shock))).changes).toEqual([]);
  });

  it('is causal and passes over what is missing', () => {
    const values = noise(6, 1200).map((shock, at) => shock + (at >= 600 ? 3 : 0));
    values[650] = Number.NaN;
    const later = values.slice();
    later.fill(50, 1000);
    const [whole, other] = [findLevelChanges(values), findLevelChanges(later)];
    expect(other.surprise.subarray(0, 1000)).toEqual(whole.surprise.subarray(0, 1000));
    expect(other.changes[0]).toEqual(whole.changes[0]);
    expect(whole.changes[0]!.detectedRow).toBeLessThan(720);
  });

  it('says nothing of a constant or a short series', () => {
    expect(findLevelChanges(new Float64Array(500).fill(7)).changes).toEqual([]);
    expect(findLevelChanges(Float64Array.of(1, 2, 3))).toEqual({ surprise: new Float64Array(3), changes: [] });
  });
});
