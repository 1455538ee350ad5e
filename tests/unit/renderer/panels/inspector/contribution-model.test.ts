import { describe, expect, it } from 'vitest';
import type { Contribution } from '#shared/domain/detection.ts';
import {
  comparedText,
  compareText,
  mergeContributions,
  quantityText,
  rangeMarks,
} from '../../../../../src-renderer/panels/inspector/contribution-model.ts';

const part = (feature: string, share: number): Contribution => ({
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
const vote = (detector: string, contributions: Contribution[]) => ({
  detector,
  score: 0.9,
  isAnomaly: true,
  contributions,
});

describe('contributions', () => {
  it('join over the detectors that call the unit unusual, weighed by their scores', () => {
    const usual = { ...vote('novelty', [part('c', 0.9)]), isAnomaly: false, score: 0.3 };
    const merged = mergeContributions(
      [vote('baseline', [part('a', 0.3), part('b', 0.4)]), { ...vote('forest', [part('a', 0.6)]), score: 0.45 }, usual],
      5,
    );
    // Weights 0.9 and 0.45 of 1.35: a = 2/3 x 0.3 + 1/3 x 0.6, b = 2/3 x 0.4.
    expect(merged.map((one) => [one.feature, Number(one.share.toFixed(4)), one.detectors])).toEqual([
      ['a', 0.4, ['baseline', 'forest']],
      ['b', 0.2667, ['baseline']],
    ]);
    expect(mergeContributions([usual], 5)[0]?.share).toBeCloseTo(0.9);
    expect(mergeContributions([vote('x', [part('a', 0.1), part('b', 0.2)])], 1)).toHaveLength(1);
    expect(mergeContributions([vote('x', [])], 3)).toEqual([]);
  });

  it('show one template once where several features count the same events', () => {
    const of = (feature: string, share: number, actual = 7) => ({ ...part(feature, share), actual, templateId: 't1' });
    const merged = mergeContributions(
      [
        vote('baseline', [
          of('transitions service=s after=t0 template=t1', 0.2),
          of('events service=s template=t1', 0.2),
          of('mean service=s template=t1 parameter=4', 0.1),
          of('events service=other template=t1', 0.05, 2),
        ]),
      ],
      5,
    );
    expect(merged.map((one) => [one.features, Number(one.share.toFixed(2))])).toEqual([
      [['events service=s template=t1', 'transitions service=s after=t0 template=t1'], 0.4],
      [['mean service=s template=t1 parameter=4'], 0.1],
      [['events service=other template=t1'], 0.05],
    ]);
  });

  it('say values with their unit and without an invented one', () => {
    const said = (value: number, unit: string, feature = 'events') => [
      quantityText(value, { feature, unit }),
      comparedText(value, { feature, unit }),
    ];
    expect(said(7, 'events')).toEqual(['7 events', '7']);
    expect(said(1, 'events')[0]).toBe('1 event');
    expect(said(80.04, 'ms', 'mean template=t parameter=2')).toEqual(['80 ms', '80 ms']);
    expect(said(0.836, '1', 'top share template=t parameter=2')).toEqual(['84 %', '84 %']);
    expect(said(1.647, '1', 'mean template=t parameter=2')).toEqual(['1.6', '1.6']);
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
    expect(compareText(1204, 4)).toBe('301 × as much');
    expect(compareText(1632, 0.0087)).toBe('over 1,000 × as much');
    expect(compareText(5, 2)).toBe('2.5 × as much');
    expect(compareText(1, 4)).toBe('25 % of it');
    expect(compareText(38, 0)).toBe('usually none');
    expect(compareText(0, 340)).toBe('missing');
    expect(compareText(4, 4)).toBe('as usual');
  });
});
