import { describe, expect, it } from 'vitest';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { describeEdit } from '../../../../../src-renderer/panels/templates/edit-text.ts';

const head = { editId: 'e1', createdMs: 0 };

describe('a template edit as text', () => {
  it.each<[TemplateEdit, string, string, string | null]>([
    [
      { ...head, kind: 'merge', members: ['a', 'b'], into: '<*> x', except: [] },
      'Merged 2 templates into',
      '<*> x',
      null,
    ],
    [
      { ...head, kind: 'split-values', template: 'a <*>', wildcard: 1, values: ['200'], except: [] },
      'Split by 1 value of wildcard 2',
      'a <*>',
      null,
    ],
    [{ ...head, kind: 'split-shapes', template: 'a', except: [] }, 'Split into its shapes', 'a', null],
    [{ ...head, kind: 'rename', template: 'a', name: 'Warm' }, 'Named “Warm”', 'a', null],
    [{ ...head, kind: 'rename', template: 'a', name: null }, 'Took the name away', 'a', null],
    [
      { ...head, kind: 'mask-pattern', pattern: 'x+', maskName: 'xs', template: null },
      'Masked as xs in all templates',
      'x+',
      null,
    ],
    [{ ...head, kind: 'mask-kind', template: 'a', wildcard: 0, maskName: 'user' }, 'Wildcard 1 holds: user', 'a', null],
    [
      { ...head, kind: 'mask-parameter', template: 'a b', into: 'a <*>', except: [] },
      'Made text a parameter',
      'a b',
      'a <*>',
    ],
    [
      { ...head, kind: 'mask-constant', template: 'a <*>', wildcard: 0, values: ['x', 'y'], except: [] },
      'Made 2 values of wildcard 1 constant',
      'a <*>',
      null,
    ],
  ])('says what was done: $kind', (edit, action, subject, result) => {
    expect(describeEdit(edit)).toEqual({ action, subject, result });
  });
});
