import { describe, expect, it } from 'vitest';
import { histogramText, placeOf } from '../../../../../src-renderer/panels/inspector/value-histogram.tsx';
import { tellingWildcard } from '../../../../../src-renderer/panels/inspector/template-inspector.tsx';

describe('what a wildcard holds', () => {
  it('is told in words beside the picture', () => {
    const numbers = {
      count: 10,
      min: 0,
      max: 20,
      mean: 6,
      median: 4,
      p05: 0,
      p95: 18,
      buckets: [
        { from: 0, to: 10, count: 7 },
        { from: 10, to: 20, count: 3 },
      ],
    };
    expect(histogramText(numbers, ' ms')).toBe('Half below 4 ms; most often between 0 and 10 ms (70 %, 7 events)');
    expect(histogramText({ ...numbers, buckets: [] }, '')).toBe('No numbers');
  });

  it('stands in the plot where its value is, at the edge outside', () => {
    expect([-5, 0, 5, 10, 12].map((value) => placeOf(value, 0, 10, 200))).toEqual([0, 0, 100, 200, 200]);
    expect(placeOf(3, 3, 3, 200)).toBe(100);
  });

  it('is shown first where few values say most', () => {
    const distinct = (...counts: number[]) => tellingWildcard(counts.map((count) => ({ distinct: count })));
    expect(distinct(6201, 1, 7, 3)).toBe(2);
    expect(distinct(6201, 1)).toBe(0);
    expect(distinct()).toBe(0);
  });
});
