import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alarmRate,
  cleanThreshold,
  indexScores,
  type PolicyUnit,
  policyOf,
  pxToScore,
  qualityAt,
  quantityAt,
  scoreToPx,
  thresholdAfterKey,
  thresholdOf,
  usualPolicyUnit,
} from '../../../../../src-renderer/panels/timeline/threshold-model.ts';
import { countAbove } from '../../../../../src-shared/metrics/apply-threshold.ts';

describe('alarms to expect', () => {
  it('are told by the shortest time in which one in ten is to be expected', () => {
    expect(alarmRate(8.5)).toEqual({ amount: 8.5, per: 'hour' });
    expect(alarmRate(0)).toEqual({ amount: 0, per: 'hour' });
    expect(alarmRate(0.05).per).toBe('day');
    expect(alarmRate(0.05).amount).toBeCloseTo(1.2, 10);
    expect(alarmRate(0.00064).per).toBe('year');
    expect(alarmRate(0.00064).amount).toBeCloseTo(5.61, 2);
  });

  it('are counted by the day in a log of a month and more', () => {
    expect(usualPolicyUnit(indexScores(new Float64Array(1), 24))).toBe('hour');
    expect(usualPolicyUnit(indexScores(new Float64Array(1), 24 * 365))).toBe('day');
  });
});

describe('threshold', () => {
  it('counts strictly above, equal to a brute-force recount', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (scores, threshold) => {
          const expected = scores.filter((score) => score > threshold).length;
          expect(countAbove(indexScores(Float64Array.from(scores), 1).sorted, threshold)).toBe(expected);
        },
      ),
    );
  });

  it('says a threshold in every unit, and takes each back to the units it flags', () => {
    const index = indexScores(
      Float64Array.from({ length: 1000 }, (_, i) => i / 1000),
      48,
    );
    expect(quantityAt(index, 'hour', 0.951)).toBe(1);
    expect(quantityAt(index, 'day', 0.951)).toBe(24);
    expect(quantityAt(index, 'share', 0.989)).toBeCloseTo(1, 12);
    expect(quantityAt(index, 'quantile', 0.989)).toBeCloseTo(0.99, 12);
    const flagged = (unit: PolicyUnit, typed: number) =>
      countAbove(index.sorted, thresholdOf(index, policyOf(unit, typed)!)!);
    expect(flagged('hour', 1)).toBe(48);
    expect(flagged('day', 24)).toBe(48);
    expect(flagged('share', 1)).toBe(10);
    expect(flagged('quantile', 0.99)).toBe(10);
    expect(policyOf('quantile', 1)).toBeNull();
    expect(policyOf('share', 80)).toBeNull();
    const timeless = indexScores(Float64Array.of(0.9), 0);
    expect(quantityAt(timeless, 'hour', 0.5)).toBeNull();
    expect(thresholdOf(timeless, policyOf('day', 3)!)).toBeNull();
  });

  it('rounds a policy up to thousandths, so that it is kept', () => {
    const index = indexScores(Float64Array.of(0.1, 0.50004, 0.5002, 0.9), 1);
    const threshold = thresholdOf(index, { kind: 'budget', alarms: 2, per: 'hour' })!;
    expect(threshold).toBe(0.501);
    expect(countAbove(index.sorted, threshold)).toBe(1);
  });

  it('leaves scores that are not numbers out of the count', () => {
    expect(countAbove(indexScores(Float64Array.of(Number.NaN, 0.9), 1).sorted, 0.1)).toBe(1);
  });

  it('measures precision and recall over the labelled units only', () => {
    // Above 0.5: one hit (0.9), one false alarm (0.8), one unknown (0.7); one positive missed (0.2).
    const scores = Float64Array.of(0.9, 0.8, 0.7, 0.2, 0.1);
    const labels = Float64Array.of(1, 0, Number.NaN, 1, 0);
    expect(qualityAt(indexScores(scores, 1, labels), 0.5)).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5 });
    expect(qualityAt(indexScores(scores, 1, labels), 0.95)).toEqual({ precision: 0, recall: 0, f1: 0 });
    expect(qualityAt(indexScores(scores, 1), 0.5)).toBeNull();
  });

  it('follows arrow, page, Home and End keys and stays within 0..1', () => {
    expect(thresholdAfterKey('ArrowUp', 0.5)).toBe(0.505);
    expect(thresholdAfterKey('PageDown', 0.02)).toBe(0);
    expect(thresholdAfterKey('End', 0.3)).toBe(1);
    expect(thresholdAfterKey('x', 0.3)).toBeNull();
    expect(cleanThreshold(Number.NaN, 0.7)).toBe(0.7);
    expect(cleanThreshold(7, 0)).toBe(1);
  });

  it('maps scores to the lane and back', () => {
    expect(scoreToPx(1, 100, 80)).toBe(100);
    expect(scoreToPx(0, 100, 80)).toBe(180);
    expect(pxToScore(140, 100, 80)).toBe(0.5);
    expect(pxToScore(0, 100, 80)).toBe(1);
  });
});
