import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { LakeError } from '#shared/base/errors.ts';
import { Messages } from '../../../../../src-main/hosts/cli/messages.ts';

/** What a failure writes to a standard error that is no terminal. */
function written(error: unknown): string {
  const stream = Object.assign(new PassThrough(), { isTTY: false, columns: 80 });
  new Messages({ stream, isQuiet: true, environment: {} }).fail(error);
  return String(stream.read());
}

describe('a failure in a terminal', () => {
  it('keeps the lines of its message, below one another and set in', () => {
    const error = new LakeError(
      'sql.invalid',
      'No table eventz.\n\nLINE 1: select * from eventz\n                      ^',
    );
    expect(written(error)).toBe(
      'error: No table eventz.\n  \n  LINE 1: select * from eventz\n                        ^ [sql.invalid]\n',
    );
  });

  it('shows what a terminal would act on as escapes', () => {
    expect(written(new LakeError('sql.invalid', 'a\u001b[31mb\rc'))).toBe('error: a\\e[31mb\\rc [sql.invalid]\n');
  });

  it('says where: file, line and byte, unless the message names the file', () => {
    const location = { path: '/x/a.log', line: 7, offset: 120 };
    expect(written(new LakeError('lake.bad', 'It is torn.', { location }))).toBe(
      'error: It is torn. (/x/a.log, line 7, byte 120) [lake.bad]\n',
    );
    expect(written(new LakeError('lake.bad', '/x/a.log is torn.', { location }))).toBe(
      'error: /x/a.log is torn. (line 7, byte 120) [lake.bad]\n',
    );
  });
});
