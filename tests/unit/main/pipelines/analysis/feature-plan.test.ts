import { describe, expect, it } from 'vitest';
import type { PlannedSlot } from '../../../../../src-main/features/slot-planner.ts';
import { fromFeaturePlan, toFeaturePlan } from '../../../../../src-main/pipelines/analysis/feature-plan.ts';

const slot = (template: number, column: number): PlannedSlot => ({
  template,
  column,
  wildcard: column,
  unit: 'ms',
  scale: 1,
  typical: 10 * template + column,
  isMarked: false,
});

describe('a plan in another case', () => {
  const plan = toFeaturePlan(
    { slots: { numbers: [slot(0, 0), slot(1, 0), slot(1, 1), slot(2, 0)], keys: [slot(0, 1), slot(2, 1)] }, links: [] },
    ['a', 'b', 'c'],
  );

  it('follows the order of the templates there, as the counting needs it', () => {
    const { slots } = fromFeaturePlan(plan, ['c', 'x', 'b', 'a']);
    expect(slots.numbers.map(({ template, typical }) => [template, typical])).toEqual([
      [0, 20],
      [2, 10],
      [2, 11],
      [3, 0],
    ]);
    expect(slots.keys.map(({ template, typical }) => [template, typical])).toEqual([
      [0, 21],
      [3, 1],
    ]);
  });

  it('leaves out templates that the case does not have', () => {
    expect(fromFeaturePlan(plan, ['b']).slots.numbers.map(({ typical }) => typical)).toEqual([10, 11]);
  });
});
