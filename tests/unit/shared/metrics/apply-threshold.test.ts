import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatThreshold,
  parseThreshold,
  type ThresholdPolicy,
} from '../../../../src-shared/domain/threshold-policy.ts';
import {
  alarmsPerHour,
  applyThreshold,
  countAbove,
  sortScores,
  spanHours,
} from '../../../../src-shared/metrics/apply-threshold.ts';

const policies: fc.Arbitrary<ThresholdPolicy> = fc.oneof(
  fc.record({ kind: fc.constant('quantile' as const), quantile: fc.double({ min: 0.01, max: 0.999, noNaN: true }) }),
  fc.record({ kind: fc.constant('share' as const), share: fc.double({ min: 0.001, max: 0.5, noNaN: true }) }),
  fc.record({
    kind: fc.constant('budget' as const),
    alarms: fc.integer({ min: 0, max: 40 }),
    per: fc.constantFrom('hour' as const, 'day' as const),
  }),
);

/** How many units a policy allows, said the long way round. */
function allowed(policy: ThresholdPolicy, units: number, hours: number): number {
  if (policy.kind === 'quantile') return units - policy.quantile * units;
  if (policy.kind === 'share') return policy.share * units;
  return policy.per === 'hour' ? policy.alarms * hours : (policy.alarms / 24) * hours;
}

describe('applyThreshold', () => {
  it('is the lowest threshold that keeps any policy, against a brute-force count', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 100 }),
        fc.integer({ min: 1, max: 60 }),
        policies,
        (raw, hours, policy) => {
          const scores = Float64Array.from(raw, (value) => value / 50);
          const threshold = applyThreshold(policy, 0.9, () => ({ sorted: sortScores(scores), hours }))!;
          const above = (limit: number) => scores.filter((score) => score > limit).length;
          const most = allowed(policy, scores.length, hours) + 1e-6;
          // Everything may be above 0 when every unit is allowed; then units that score 0 are the only ones below.
          if (most < scores.length) expect(above(threshold)).toBeLessThanOrEqual(most);
          const lower = scores.filter((score) => score < threshold);
          if (lower.length > 0) expect(above(Math.max(...lower))).toBeGreaterThan(most - 2e-6);
        },
      ),
    );
  });

  it('takes exact shares of whole numbers of units', () => {
    const sample = () => ({ sorted: Float64Array.from({ length: 1000 }, (_, i) => i / 1000), hours: 48 });
    const flagged = (text: string) => countAbove(sample().sorted, applyThreshold(parseThreshold(text)!, 0.5, sample)!);
    expect(flagged('q0.999')).toBe(1);
    expect(flagged('share:0.01')).toBe(10);
    expect(flagged('budget:5/day')).toBe(10);
    expect(flagged('budget:0.25/hour')).toBe(12);
    expect(flagged('budget:0/day')).toBe(0);
  });

  it('passes numbers and auto on without looking at the scores', () => {
    const never = () => {
      throw new Error('looked');
    };
    expect(applyThreshold('auto', 0.9, never)).toBe(0.9);
    expect(applyThreshold(0.3, 0.9, never)).toBe(0.3);
  });

  it('knows no budget for units without times, and no units above anything without scores', () => {
    const none = () => ({ sorted: Float64Array.of(0.1, 0.9), hours: 0 });
    expect(applyThreshold({ kind: 'budget', alarms: 1, per: 'day' }, 0.5, none)).toBeNull();
    expect(applyThreshold({ kind: 'share', share: 0.5 }, 0.5, () => ({ sorted: new Float64Array(), hours: 1 }))).toBe(
      1,
    );
  });
});

describe('alarms per hour', () => {
  it('counts strictly above over the time from the first start to the last end', () => {
    const hours = spanHours(Float64Array.of(Number.NaN, 3600, 0), Float64Array.of(Number.NaN, 7200, 60));
    expect(hours).toBe(2);
    expect(alarmsPerHour({ sorted: Float64Array.of(0.2, 0.5, 0.9), hours }, 0.5)).toBe(0.5);
    expect(alarmsPerHour({ sorted: Float64Array.of(0.9), hours: 0 }, 0.5)).toBeNull();
    expect(spanHours(Float64Array.of(5), Float64Array.of(5))).toBe(1 / 60);
    expect(spanHours([], [])).toBe(0);
  });
});

describe('threshold forms', () => {
  it.each(['auto', '0.75', 'q0.999', 'share:0.01', 'budget:5/day', 'budget:0.5/hour'])(
    'reads %s and writes it back',
    (text) => {
      expect(formatThreshold(parseThreshold(text)!)).toBe(text);
    },
  );

  it.each([
    '',
    'high',
    'q0',
    'q1',
    'q',
    'share:0',
    'share:0.51',
    'share:1/day',
    'budget:3',
    'budget:-1/day',
    'budget:1/week',
    'NaN',
    'Infinity',
  ])('refuses "%s"', (text) => {
    expect(parseThreshold(text)).toBeNull();
  });
});
