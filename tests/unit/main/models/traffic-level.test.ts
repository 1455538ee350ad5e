import { describe, expect, it } from 'vitest';
import { levelByTraffic } from '../../../../src-main/models/traffic-level.ts';

const WINDOWS = 1200;
/** A day: traffic between a third and five thirds of its mean. */
const shape = Float64Array.from({ length: WINDOWS }, (_, i) => 1 + (2 / 3) * Math.sin((2 * Math.PI * i) / WINDOWS));
/** Whole events whose sum follows a rate. */
const events = (rate: (window: number) => number): Float64Array => {
  let owed = 0;
  return Float64Array.from({ length: WINDOWS }, (_, window) => {
    owed += rate(window);
    const count = Math.floor(owed);
    owed -= count;
    return count;
  });
};

describe('levelByTraffic', () => {
  it('follows the traffic with a count that does', () => {
    const level = levelByTraffic(
      events((window) => 2 * shape[window]!),
      2,
      shape,
    );
    expect(level[300]).toBeCloseTo(2 * shape[300]!, 1);
    expect(level[900]).toBeCloseTo(2 * shape[900]!, 1);
  });

  it('is steady for a count that comes at any hour, and part of each for a mixture', () => {
    const steady = levelByTraffic(
      events(() => 2),
      2,
      shape,
    );
    expect(Math.max(...steady) - Math.min(...steady)).toBeLessThan(0.1);
    const mixed = levelByTraffic(
      events((window) => 1 + shape[window]!),
      2,
      shape,
    );
    expect(mixed[300]).toBeCloseTo(1 + shape[300]!, 1);
    expect(mixed[900]).toBeCloseTo(1 + shape[900]!, 1);
  });

  it('hardly moves for an incident', () => {
    const counts = events((window) => 2 * shape[window]!);
    counts.fill(40, 600, 620);
    expect(levelByTraffic(counts, 2, shape)[900]).toBeCloseTo(2 * shape[900]!, 0);
  });

  it('takes a count of few events to follow the traffic, and is positive everywhere', () => {
    const counts = new Float64Array(WINDOWS);
    counts[5] = 1;
    const level = levelByTraffic(counts, 1 / WINDOWS, shape);
    expect(Math.min(...level)).toBeGreaterThan(0);
    expect(level[300]! / level[900]!).toBeGreaterThan(1.5);
  });
});
