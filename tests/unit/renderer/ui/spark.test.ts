import { describe, expect, it } from 'vitest';
import { sparkPath } from '../../../../src-renderer/ui/spark.tsx';

describe('spark', () => {
  it('draws bars against the largest value, a small one at least 1 px high', () => {
    expect(sparkPath([1, 1000], 20, 10)).toBe('M0.00 10v-1.00h9.00v1.00zM10.00 10v-10.00h9.00v10.00z');
  });

  it('leaves out missing values wherever they stand', () => {
    expect(sparkPath([Number.NaN, 2, Number.NaN], 30, 10)).toBe('M10.00 10v-10.00h9.00v10.00z');
    expect(sparkPath([Number.NaN, 0], 30, 10)).toBe('');
    expect(sparkPath([], 30, 10)).toBe('');
  });
});
