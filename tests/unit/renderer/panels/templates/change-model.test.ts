import { describe, expect, it } from 'vitest';
import { changeSides, changeSummary, hasEffect } from '../../../../../src-renderer/panels/templates/change-model.ts';

const template = (templateId: string, count: number, name: string | null = null) => ({
  templateId,
  text: `text of ${templateId}`,
  name,
  count,
});
const change = (
  before: readonly ReturnType<typeof template>[],
  after: readonly ReturnType<typeof template>[],
  movedEvents: number,
) => ({
  before: [...before],
  after: [...after],
  movedEvents,
  totals: { before: before.length, after: after.length, alike: 0 },
});

describe('a change of templates', () => {
  it('tells templates that end, are new, or keep fewer events', () => {
    const sides = changeSides(
      change([template('a', 240), template('b', 3)], [template('a', 40), template('c', 203)], 203),
    );
    expect(sides.before.map(({ state }) => state)).toEqual(['changed', 'ends']);
    expect(sides.after.map(({ state, countBefore }) => [state, countBefore])).toEqual([
      ['changed', 240],
      ['new', null],
    ]);
  });

  it('tells a template that has another name only', () => {
    const [row] = changeSides(change([template('a', 5)], [template('a', 5, 'Warm')], 0)).after;
    expect(row).toMatchObject({ state: 'changed', isRenamed: true, countBefore: 5 });
  });

  it('says in a sentence what happens', () => {
    const [a, b, c] = [template('a', 40), template('b', 40), template('c', 80)];
    expect(changeSummary(change([a, b], [c], 80))).toBe('2 templates become 1; 80 events move.');
    expect(changeSummary(change([c], [a, b], 1))).toBe('1 template becomes 2; 1 event moves.');
    expect(changeSummary(change([a], [c], 40))).toBe('The template becomes another one; 40 events move.');
    expect(changeSummary(change([a], [template('a', 40, 'Warm')], 0))).toBe('1 template is renamed; no event moves.');
    expect(changeSummary(change([], [], 0))).toBe('Nothing would change.');
    expect(hasEffect(change([], [], 0))).toBe(false);
  });

  it('counts all templates of a change, also those that are not listed', () => {
    const long = {
      ...change([template('a', 1)], [template('b', 900)], 900),
      totals: { before: 900, after: 1, alike: 0 },
    };
    expect(changeSummary(long)).toBe('900 templates become 1; 900 events move.');
  });
});
