import { describe, expect, it } from 'vitest';
import { scoreColumnTails } from '../../../../../src-main/models/table/column-tails.ts';

describe('scoreColumnTails', () => {
  it('sums the tails of the columns, the heaviest side counting (hand-worked)', () => {
    // Column 1..10: row of value v has low tail v/10 and high tail (11-v)/10; no skew.
    const data = Float32Array.from({ length: 10 }, (_, i) => i + 1);
    const scores = scoreColumnTails(data, 1);
    expect(scores[0]).toBeCloseTo(-Math.log10(1 / 10), 12);
    expect(scores[9]).toBeCloseTo(-Math.log10(1 / 10), 12);
    expect(scores[4]).toBeCloseTo(-Math.log10(5 / 10), 12);
    expect(scores[5]).toBeCloseTo(-Math.log10(5 / 10), 12);
  });

  it('gives equal rows equal scores and an outlier the highest', () => {
    const rows = [...Array.from({ length: 20 }, () => [1, 2]), [50, -40]];
    const scores = scoreColumnTails(Float32Array.from(rows.flat()), 2);
    expect(new Set(scores.slice(0, 20)).size).toBe(1);
    expect(Math.max(...scores)).toBe(scores[20]);
  });

  it('scores constant columns, one row and nothing', () => {
    expect([...scoreColumnTails(new Float32Array(4), 2)].map(Math.abs)).toEqual([0, 0]);
    expect([...scoreColumnTails(Float32Array.of(5), 1)].map(Math.abs)).toEqual([0]);
    expect(scoreColumnTails(new Float32Array(), 0)).toHaveLength(0);
  });
});
