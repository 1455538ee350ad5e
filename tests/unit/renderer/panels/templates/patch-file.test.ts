import { describe, expect, it } from 'vitest';
import { readPatch } from '../../../../../src-renderer/panels/templates/patch-file.ts';

const PATCH = {
  format: 'log-sentinel/template-edits',
  version: 1,
  edits: [{ editId: 'e1', createdMs: 0, kind: 'rename', template: 'disk <*>', name: 'Disk' }],
};

describe('a file of template edits', () => {
  it('is read, with or without a byte order mark', () => {
    for (const mark of ['', '\uFEFF']) expect(readPatch(mark + JSON.stringify(PATCH))).toEqual({ patch: PATCH });
  });

  it('is refused with a reason when it is something else', () => {
    expect(readPatch('disk <*>')).toEqual({ problem: 'this is not JSON.' });
    expect(readPatch('[]')).toHaveProperty('problem');
    expect(readPatch(JSON.stringify({ ...PATCH, version: 2 }))).toMatchObject({
      problem: expect.stringContaining('at version'),
    });
    const bad = { ...PATCH, edits: [{ ...PATCH.edits[0], name: 7 }] };
    expect(readPatch(JSON.stringify(bad))).toMatchObject({ problem: expect.stringContaining('at edits.0.name') });
  });
});
