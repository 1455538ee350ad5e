import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alarmsPerHour,
  cleanThreshold,
  countAbove,
  indexScores,
  pxToScore,
  qualityAt,
  scoreToPx,
  thresholdAfterKey,
  thresholdForBudget,
} from '../../../../../src-renderer/panels/timeline/threshold-model.ts';

describe('threshold', () => {
  it('counts strictly above, equal to a brute-force recount', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (scores, threshold) => {
          const expected = scores.filter((score) => score > threshold).length;
          expect(countAbove(indexScores(Float64Array.from(scores), 1), threshold)).toBe(expected);
        },
      ),
    );
  });

  it('does not flag a score equal to the threshold', () => {
    const index = indexScores(Float64Array.of(0.2, 0.5, 0.5, 0.9), 2);
    expect(countAbove(index, 0.5)).toBe(1);
    expect(alarmsPerHour(index, 0.5)).toBe(0.5);
    expect(alarmsPerHour(indexScores(Float64Array.of(0.9), 0), 0.5)).toBeNull();
  });

  it('never exceeds an alarm budget and is the lowest threshold that keeps it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 100 }),
        fc.integer({ min: 0, max: 20 }),
        (raw, perHour) => {
          const scores = raw.map((value) => value / 50);
          const index = indexScores(Float64Array.from(scores), 3);
          const threshold = thresholdForBudget(index, perHour);
          expect(countAbove(index, threshold)).toBeLessThanOrEqual(perHour * 3 + (threshold === 0 ? scores.length : 0));
          const lower = scores.filter((score) => score < threshold);
          if (lower.length > 0) expect(countAbove(index, Math.max(...lower))).toBeGreaterThan(perHour * 3);
        },
      ),
    );
  });

  it('leaves scores that are not numbers out of the count', () => {
    expect(countAbove(indexScores(Float64Array.of(Number.NaN, 0.9), 1), 0.1)).toBe(1);
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
