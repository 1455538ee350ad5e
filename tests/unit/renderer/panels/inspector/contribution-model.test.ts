import { describe, expect, it } from 'vitest';
import {
  compareText,
  mergeContributions,
  rangeMarks,
} from '../../../../../src-renderer/panels/inspector/contribution-model.ts';

const part = (feature: string, share: number) => ({
  feature,
  unit: 'events',
  actual: 10,
  typical: 2,
  low: 0,
  high: 4,
  share,
  templateId: null,
  entity: null,
});
const vote = (detector: string, contributions: ReturnType<typeof part>[]) => ({
  detector,
  score: 0.9,
  isAnomaly: true,
  contributions,
});

describe('contributions', () => {
  it('merge over detectors, keep the largest share and name who said so', () => {
    const merged = mergeContributions(
      [vote('baseline', [part('a', 0.3), part('b', 0.4)]), vote('forest', [part('a', 0.6)])],
      5,
    );
    expect(merged.map((one) => [one.feature, one.share, one.detectors])).toEqual([
      ['a', 0.6, ['baseline', 'forest']],
      ['b', 0.4, ['baseline']],
    ]);
    expect(mergeContributions([vote('x', [part('a', 0.1), part('b', 0.2)])], 1)).toHaveLength(1);
  });

  it('place actual, typical and the usual range on one axis', () => {
    const marks = rangeMarks({ actual: 10, typical: 2, low: 0, high: 4 });
    expect(marks.low).toBeLessThan(marks.typical);
    expect(marks.typical).toBeLessThan(marks.high);
    expect(marks.high).toBeLessThan(marks.actual);
    expect(marks.actual).toBeLessThan(1);
  });

  it('draw an open bound to the edge and survive equal values', () => {
    expect(rangeMarks({ actual: 3, typical: 1, low: null, high: 2 })).toMatchObject({ low: 0, isLowOpen: true });
    expect(rangeMarks({ actual: 0, typical: 0, low: null, high: null }).actual).toBeCloseTo(0.5);
  });

  it('say how far from usual in words', () => {
    expect(compareText(1204, 4)).toBe('301 × typical');
    expect(compareText(5, 2)).toBe('2.5 × typical');
    expect(compareText(1, 4)).toBe('25 % of typical');
    expect(compareText(38, 0)).toBe('usually none');
    expect(compareText(0, 340)).toBe('missing');
    expect(compareText(4, 4)).toBe('as usual');
  });
});
