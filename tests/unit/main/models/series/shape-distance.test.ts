import { describe, expect, it } from 'vitest';
import { ShapeDistance } from '../../../../../src-main/models/series/shape-distance.ts';

/** The definition, spelt out: nearest of the last 2,000 stretches of 24 rows that do not overlap the newest. */
function byDefinition(values: readonly number[], row: number): number {
  let nearest = Infinity;
  for (let end = row - 24; end >= Math.max(23, row - 24 - 1999); end--) {
    let sum = 0;
    for (let i = 0; i < 24; i++) sum += ((values[row - i] ?? 0) - (values[end - i] ?? 0)) ** 2;
    nearest = Math.min(nearest, sum);
  }
  return Math.sqrt(nearest);
}

describe('ShapeDistance', () => {
  const values = Array.from({ length: 4500 }, (_, row) => Math.sin(row / 5) * 10 + ((row * 7919) % 101) / 20);

  it('is the distance to the nearest stretch remembered, also after the ring went round', () => {
    const shape = new ShapeDistance();
    const distances = values.map((value) => shape.add(value));
    for (const row of [71, 72, 300, 2046, 2047, 2048, 2071, 2072, 4095, 4096, 4499]) {
      expect(distances[row]).toBeCloseTo(byDefinition(values, row), 9);
    }
  });

  it('says nothing before three stretches, and 0 for a repeated one', () => {
    const shape = new ShapeDistance();
    const distances = Array.from({ length: 200 }, (_, row) => shape.add(row % 25));
    expect(distances.slice(0, 71).every(Number.isNaN)).toBe(true);
    expect(distances.slice(71).every((one) => one === 0)).toBe(true);
  });
});
