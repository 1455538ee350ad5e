import { describe, expect, it } from 'vitest';
import { niceMax, stackRows } from '../../../../src-renderer/charts/counts-option.ts';
import { binScores, bucketAt, findGaps, layoutLanes, scorePath } from '../../../../src-renderer/charts/lanes-model.ts';

const f = (...values: number[]) => Float64Array.from(values);

describe('score columns', () => {
  const domain = { startMs: 0, endMs: 100 };

  it('keeps the worst score of every column a unit overlaps', () => {
    const units = { startMs: f(0, 10, 95), endMs: f(20, 30, 200), scores: f(0.2, 0.9, 0.4) };
    expect([...binScores(units, domain, 10).worst]).toEqual([
      0.2,
      0.9,
      0.9,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      0.4,
    ]);
  });

  it('draws a unit of no length in one column and leaves out units without time or outside', () => {
    const units = {
      startMs: f(50, Number.NaN, -20, 100),
      endMs: f(50, Number.NaN, -10, 110),
      scores: f(0.7, 1, 1, 1),
    };
    expect([...binScores(units, domain, 4).worst]).toEqual([Number.NaN, Number.NaN, 0.7, Number.NaN]);
  });

  it('joins neighbours of one height in the path', () => {
    const columns = { worst: f(0.5, 0.5, Number.NaN, 1), columnMs: 25 };
    expect(scorePath(columns, 10, 40, () => true)).toBe('M10 40v-20.0h2v20.0zM13 40v-40.0h1v40.0z');
    expect(scorePath(columns, 10, 40, (score) => score > 0.5)).toBe('M13 40v-40.0h1v40.0z');
  });
});

describe('gaps', () => {
  const edges = (n: number) =>
    [f(...Array.from({ length: n }, (_, i) => i)), f(...Array.from({ length: n }, (_, i) => i + 1))] as const;

  it('finds empty runs of three buckets or more between the first and the last event', () => {
    const [start, end] = edges(12);
    expect(findGaps(start, end, f(0, 5, 5, 0, 0, 0, 5, 0, 5, 5, 5, 0))).toEqual([{ startMs: 3, endMs: 6 }]);
  });

  it('calls a sparse log sparse, not full of gaps', () => {
    const [start, end] = edges(8);
    expect(findGaps(start, end, f(1, 0, 0, 0, 1, 0, 0, 1))).toEqual([]);
    expect(findGaps(f(), f(), f())).toEqual([]);
  });
});

describe('counts', () => {
  it('stacks the worst band at the axis and leaves out empty cells', () => {
    const bands = [0, 1, 2, 3, 4, 5, 6].map((band) => f(band === 3 ? 10 : band === 5 ? 2 : 0));
    expect(stackRows({ startMs: f(0), endMs: f(1), bands, ghost: f(20) })).toEqual([
      [0, 1, 0, 20, -1],
      [0, 1, 0, 2, 5],
      [0, 1, 2, 12, 3],
    ]);
  });

  it('rounds the axis up to a readable number', () => {
    expect([0, 1, 7, 11, 151, 9900].map(niceMax)).toEqual([1, 1, 8, 15, 200, 10_000]);
  });

  it('finds the bucket under the pointer', () => {
    expect(bucketAt(f(0, 10, 20), f(10, 20, 30), 19.9)).toBe(1);
    expect(bucketAt(f(0, 10, 20), f(10, 20, 30), 30)).toBe(-1);
  });

  it('never lets lanes overlap', () => {
    for (const height of [100, 184, 400]) {
      const lanes = layoutLanes(height, true);
      expect(lanes.countsTop + lanes.countsHeight).toBeLessThanOrEqual(lanes.scoreTop);
      expect(lanes.scoreTop + lanes.scoreHeight).toBeLessThanOrEqual(lanes.bandTop);
      expect(lanes.bandTop + lanes.bandHeight).toBeLessThanOrEqual(lanes.axisTop);
    }
  });
});
