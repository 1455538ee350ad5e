import { describe, expect, it } from 'vitest';
import { readJump } from '../../../../src-renderer/app/dialogs/jump-text.ts';
import { tryParseTime } from '../../../../src-renderer/ui/time.ts';

const parse = (text: string) => tryParseTime(text, 'utc', 1_700_000_000_000_000_000n);

describe('go to', () => {
  it('reads a whole number as a line of the chosen file', () => {
    expect(readJump(' 1,204 ', parse, 3)).toEqual({ kind: 'line', sourceId: 3, line: 1204 });
    expect(readJump('12', parse, null)).toBeNull();
    expect(readJump('0', parse, 3)).toBeNull();
  });

  it('reads everything else as a time', () => {
    expect(readJump('22:14', parse, 3)).toEqual({ kind: 'time', timeNs: 1_700_000_040_000_000_000n });
    expect(readJump('soon', parse, 3)).toBeNull();
  });
});
