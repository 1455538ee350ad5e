import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countConfusion, precisionRecall } from '#shared/metrics/confusion.ts';
import { prCurve, rocCurve } from '#shared/metrics/curves.ts';
import { evaluate } from '#shared/metrics/evaluate.ts';
import { findBestF1, prAuc, rocAuc, sweepThresholds } from '#shared/metrics/ranking.ts';

// The example of scikit-learn's roc_auc_score and average_precision_score documentation.
const labels = [0, 0, 1, 1];
const scores = [0.1, 0.4, 0.35, 0.8];

describe('areas', () => {
  it('match the published example', () => {
    expect(rocAuc(labels, scores)).toBeCloseTo(0.75, 12);
    expect(prAuc(labels, scores)).toBeCloseTo(0.8333333333, 9);
  });

  it('count ties as half a win', () => {
    expect(rocAuc(labels, [1, 1, 1, 1])).toBe(0.5);
    expect(prAuc(labels, [1, 1, 1, 1])).toBe(0.5);
    // Pairs (anomalous, normal): 2 > 1 wins, 2 = 2 ties, 1 = 1 ties, 1 < 2 loses.
    expect(rocAuc([1, 1, 0, 0], [2, 1, 1, 2])).toBe(0.5);
  });

  it('rank items that were never scored last', () => {
    expect(rocAuc([1, 0], [Number.NEGATIVE_INFINITY, 0])).toBe(0);
    expect(prAuc([1, 1, 0], [1, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBeCloseTo(0.5 + 0.5 * (2 / 3));
  });

  it('do not exist when a class is absent', () => {
    expect(rocAuc([0, 0], [1, 2])).toBeNaN();
    expect(rocAuc([1, 1], [1, 2])).toBeNaN();
    expect(prAuc([0, 0], [1, 2])).toBeNaN();
    expect(prAuc([], [])).toBeNaN();
  });

  it('refuse NaN and unequal lengths', () => {
    expect(() => rocAuc([0, 1], [0, Number.NaN])).toThrow(/Score 1 is NaN/);
    expect(() => prAuc([0, 1], [0])).toThrow(RangeError);
  });

  it('equal the share of won pairs on any input', () => {
    const item = fc.record({ label: fc.boolean(), score: fc.integer({ min: 0, max: 5 }) });
    fc.assert(
      fc.property(fc.array(item, { minLength: 2, maxLength: 40 }), (items) => {
        const positive = items.filter((one) => one.label);
        const negative = items.filter((one) => !one.label);
        fc.pre(positive.length > 0 && negative.length > 0);
        let won = 0;
        for (const p of positive) {
          for (const n of negative) won += p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0;
        }
        const area = rocAuc(
          items.map((one) => one.label),
          items.map((one) => one.score),
        );
        expect(area).toBeCloseTo(won / (positive.length * negative.length), 10);
      }),
    );
  });
});

describe('findBestF1', () => {
  it('finds the best threshold of the published example', () => {
    const best = findBestF1(labels, scores);
    expect(best?.f1).toBeCloseTo(0.8, 12);
    expect(best?.threshold).toBe(0.35);
  });

  it('is null without anomalous items', () => {
    expect(findBestF1([0, 0], [1, 2])).toBeNull();
    expect(findBestF1([], [])).toBeNull();
  });
});

describe('sweepThresholds', () => {
  it('gives one point a distinct score and accounts for every item', () => {
    const points = sweepThresholds([1, 0, 1, 0], [3, 3, 2, 1]);
    expect(points.map((point) => point.threshold)).toEqual([3, 2, 1]);
    expect(points[0]).toMatchObject({ truePositives: 1, falsePositives: 1, falseNegatives: 1, trueNegatives: 1 });
    expect(points[2]).toMatchObject({ truePositives: 2, falsePositives: 2, falseNegatives: 0, trueNegatives: 0 });
  });
});

describe('curves', () => {
  it('run from corner to corner', () => {
    const roc = rocCurve(labels, scores);
    expect(roc[0]).toEqual({ threshold: Number.POSITIVE_INFINITY, falsePositiveRate: 0, truePositiveRate: 0 });
    expect(roc.at(-1)).toEqual({ threshold: 0.1, falsePositiveRate: 1, truePositiveRate: 1 });
    expect(prCurve(labels, scores).at(-1)).toEqual({ threshold: 0.1, recall: 1, precision: 0.5 });
  });

  it('keep both ends when thinned', () => {
    const many = Array.from({ length: 1000 }, (_, i) => i);
    const curve = prCurve(
      many.map((i) => i % 2),
      many,
      10,
    );
    expect(curve).toHaveLength(10);
    expect(curve[0]?.threshold).toBe(999);
    expect(curve.at(-1)?.threshold).toBe(0);
  });

  it('are empty when a class is absent', () => {
    expect(rocCurve([0], [1])).toEqual([]);
    expect(prCurve([0], [1])).toEqual([]);
  });
});

describe('confusion', () => {
  it('counts the four cells and their ratios', () => {
    // Flags of the published example at 0.35.
    const confusion = countConfusion(labels, [false, true, true, true]);
    expect(confusion).toEqual({ truePositives: 2, falsePositives: 1, falseNegatives: 0, trueNegatives: 1 });
    const ratios = precisionRecall(confusion);
    expect(ratios.precision).toBeCloseTo(2 / 3, 12);
    expect(ratios.recall).toBe(1);
    expect(ratios.f1).toBeCloseTo(0.8, 12);
    expect(ratios.falsePositiveRate).toBe(0.5);
  });

  it('calls a ratio over nothing zero', () => {
    expect(precisionRecall(countConfusion([], []))).toEqual({ precision: 0, recall: 0, f1: 0, falsePositiveRate: 0 });
  });
});

describe('evaluate', () => {
  it('joins flags and scores of the same items', () => {
    const result = evaluate({ labels, predictions: [0, 0, 0, 1], scores });
    expect(result).toMatchObject({ items: 4, positives: 2, precision: 1, recall: 0.5, rocAuc: 0.75 });
    expect(evaluate({ labels: [0], predictions: [0], scores: [1] })).toMatchObject({ rocAuc: null, prAuc: null });
  });
});
