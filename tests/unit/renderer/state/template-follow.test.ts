import { describe, expect, it } from 'vitest';
import { followEdit } from '../../../../src-renderer/state/template-follow.ts';

const template = (templateId: string, count: number) => ({ templateId, text: templateId, name: null, count });
const merge = { before: [template('a', 4), template('b', 6)], after: [template('m', 10)] };

describe('the selection after an edit', () => {
  it('points at the template that took the events', () => {
    const selection = { filter: { templateIds: ['a', 'x', 'b'], hiddenTemplateIds: ['b'] }, templateId: 'b' };
    expect(followEdit(selection, merge)).toEqual({
      filter: { templateIds: ['m', 'x'], hiddenTemplateIds: ['m'] },
      templateId: 'm',
    });
  });

  it('points at all templates that took them, the largest for the picked one', () => {
    const split = { before: merge.after, after: [template('b', 6), template('a', 4)] };
    expect(followEdit({ filter: { templateIds: ['m'] }, templateId: 'm' }, split)).toEqual({
      filter: { templateIds: ['b', 'a'] },
      templateId: 'b',
    });
  });

  it('stays where its template stays, and where nothing of it was edited', () => {
    const shrunk = { before: [template('a', 10)], after: [template('a', 4), template('n', 6)] };
    const selection = { filter: { templateIds: ['a'], query: 'disk' }, templateId: 'a' };
    expect(followEdit(selection, shrunk)).toEqual(selection);
    expect(followEdit({ filter: {}, templateId: null }, merge)).toEqual({ filter: {}, templateId: null });
  });

  it('finds a template that was there before and took the events', () => {
    const into = { before: [template('a', 4), template('m', 6)], after: [template('m', 10)] };
    expect(followEdit({ filter: { templateIds: ['a'] }, templateId: 'a' }, into)).toMatchObject({
      filter: { templateIds: ['m'] },
      templateId: 'm',
    });
  });
});
