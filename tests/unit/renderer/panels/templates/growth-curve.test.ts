import { describe, expect, it } from 'vitest';
import { growthPath } from '../../../../../src-renderer/panels/templates/growth-curve.tsx';
import { draftOf } from '../../../../../src-renderer/panels/templates/suggested-draft.ts';

describe('the health of templates', () => {
  it('draws growth from the origin to the last point', () => {
    const points = [
      { events: 50, templates: 8 },
      { events: 100, templates: 10 },
    ];
    expect(growthPath(points, 200, 52)).toBe('M0 52L100.0 12.0L200.0 2.0');
    expect(growthPath([], 200, 52)).toBe('M0 52H200');
  });

  it('fills the dialog of a suggested edit in', () => {
    const suggest = (action: Parameters<typeof draftOf>[0]['action']) => draftOf({ reason: '', events: 1, action });
    expect(suggest({ kind: 'merge', templateIds: ['a', 'b'], text: 'disk <*>' })).toEqual({
      kind: 'merge',
      templateIds: ['a', 'b'],
      text: 'disk <*>',
    });
    expect(suggest({ kind: 'split', templateId: 'a', by: { kind: 'shapes' } })).toEqual({
      kind: 'split',
      templateId: 'a',
      by: { kind: 'shapes' },
    });
    const mask = { kind: 'pattern' as const, pattern: 'x+', maskName: 'xs' };
    expect(suggest({ kind: 'mask', mask })).toEqual({ kind: 'mask', templateId: null, mask });
  });
});
