import { describe, expect, it } from 'vitest';
import { templateEditSchema } from '#shared/domain/template-edit.ts';
import { applyEdits } from '../../../../../src-main/parsing/edits/apply-edits.ts';
import { commonPattern } from '../../../../../src-main/parsing/edits/common-text.ts';
import {
  type Proposal,
  proposeMerge,
  proposeParameter,
  proposeSplitByValues,
  proposeSplitIntoShapes,
} from '../../../../../src-main/parsing/edits/propose-edit.ts';
import { mineSlices, tableOf } from '../../../../../src-main/parsing/template-miner.ts';
import { mineContents } from '../../../../helpers/parsing.ts';

const CONTENTS = ['disk a failed', 'disk b failed', 'disk c failed', 'disk c works', 'disk b 7 failed'];

function open(contents: readonly string[]) {
  const { shapes } = mineContents(contents);
  const slices = mineSlices(shapes);
  return {
    slices,
    after: ({ body }: Proposal): string[] => {
      const edit = templateEditSchema.parse({ editId: 'e', createdMs: 0, ...body });
      return tableOf(shapes, applyEdits(slices, [edit]), [edit]).templates.map(({ text }) => text);
    },
  };
}

describe('proposeMerge', () => {
  const members = ['disk a failed', 'disk b failed'];

  it('changes the chosen templates and no others, unless those alike are wanted', () => {
    const { slices, after } = open(CONTENTS);
    const careful = proposeMerge(slices, members, { text: null, takesAlike: false });
    expect(careful.alike).toEqual(['disk c failed', 'disk b <*> failed']);
    expect(after(careful)).toEqual(['disk <*> failed', 'disk c failed', 'disk c works', 'disk b <*> failed']);
    expect(after(proposeMerge(slices, members, { text: null, takesAlike: true }))).toEqual([
      'disk <*> failed',
      'disk c works',
    ]);
  });

  it('takes a text of the user if every message fits it', () => {
    const { slices, after } = open(CONTENTS);
    const own = proposeMerge(slices, members, { text: 'disk <*><*>', takesAlike: false });
    expect(own.body).toMatchObject({ into: 'disk <*>' });
    expect(after(own)[0]).toBe('disk <*>');
    const wrong = () => proposeMerge(slices, members, { text: 'disk a <*>', takesAlike: false });
    expect(wrong).toThrow(expect.objectContaining({ code: 'templates.no-fit' }));
  });

  it('refuses a text without any constant word', () => {
    const { slices } = open(['alpha', 'beta']);
    const merge = () => proposeMerge(slices, ['alpha', 'beta'], { text: null, takesAlike: false });
    expect(merge).toThrow(expect.objectContaining({ code: 'templates.too-wide' }));
  });
});

describe('proposeParameter', () => {
  it('folds templates that differ in the chosen word only', () => {
    const { slices, after } = open(CONTENTS);
    const word = proposeParameter(slices, 'disk a failed', { start: 5, end: 6, takesAlike: true });
    expect(word.body).toMatchObject({ into: 'disk <*> failed' });
    expect(after(word)).toEqual(['disk <*> failed', 'disk c works']);
    const alone = proposeParameter(slices, 'disk a failed', { start: 5, end: 6, takesAlike: false });
    expect(after(alone)).toContain('disk b failed');
  });

  it('makes one wildcard of a stretch that holds one', () => {
    const { slices } = open(CONTENTS);
    const wide = proposeParameter(slices, 'disk b <*> failed', { start: 5, end: 10, takesAlike: true });
    expect(wide.body).toMatchObject({ into: 'disk <*> failed' });
  });

  it.each([
    [5, 8],
    [8, 12],
    [5, 5],
    [5, 99],
  ])('refuses a stretch from %i to %i that cuts a wildcard, is empty or outside', (start, end) => {
    const { slices } = open(CONTENTS);
    const mask = () => proposeParameter(slices, 'disk b <*> failed', { start, end, takesAlike: true });
    expect(mask).toThrow(expect.objectContaining({ code: 'templates.bad-range' }));
  });
});

describe('proposeSplit', () => {
  it('leaves templates alone that only fit the text', () => {
    const { slices, after } = open(['user ann in', 'user bob in', 'user 7 out', 'user out']);
    const split = proposeSplitIntoShapes(slices, 'user <*> in');
    expect(after(split)).toEqual(['user ann in', 'user bob in', 'user <*> out', 'user out']);
    const wide = proposeSplitByValues(slices, 'split-values', {
      template: 'user <*> out',
      wildcard: 0,
      values: ['7', '7'],
    });
    expect(after(wide)).toEqual(['user <*> in', 'user 7 out', 'user <*> out', 'user out']);
    const wrong = () =>
      proposeSplitByValues(slices, 'split-values', { template: 'user <*> out', wildcard: 1, values: [] });
    expect(wrong).toThrow(expect.objectContaining({ code: 'templates.bad-range' }));
  });
});

describe('commonPattern', () => {
  it.each([
    [['user ann in', 'user bob in'], 'user <*> in'],
    [['delete a b c', 'delete x'], 'delete <*>'],
    [['sent <*> bytes', 'sent <*> of <*> bytes'], 'sent <*> bytes'],
    [['a: read failed', 'read failed'], '<*>read failed'],
    [['same <*>'], 'same <*>'],
    [['open (a) now', 'open (b) now', 'open [c] now'], 'open <*> now'],
  ])('of %j is %s', (texts, common) => {
    expect(commonPattern(texts).text).toBe(common);
  });
});
