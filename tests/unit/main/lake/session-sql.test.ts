import { describe, expect, it } from 'vitest';
import { attributeSql, parseSessionKey } from '../../../../src-main/lake/session-sql.ts';

describe('parseSessionKey', () => {
  it.each<[string, 0 | 1]>([
    ['blk_-?\\d+', 0],
    ['req=(\\w+)', 1],
    ['(?:req|trace)=\\w+', 0],
    ['(?<id>\\d+)x', 1],
    ['(?P<id>\\d+)x', 1],
    ['\\(a\\)+', 0],
    ['[(]+x', 0],
    ['(?i)abc\\d', 0],
  ])('takes %s as a pattern, group %i', (session, group) => {
    expect(parseSessionKey(session)).toEqual({ kind: 'pattern', pattern: session, group });
  });

  it('takes words as columns or attributes', () => {
    expect(parseSessionKey('service')).toEqual({ kind: 'field', expression: 'service' });
    expect(parseSessionKey('trace_id')).toEqual({ kind: 'field', expression: attributeSql('trace_id') });
    expect(parseSessionKey('user.id')).toMatchObject({ kind: 'field' });
  });

  it('keeps quotes of a key inside its literal', () => {
    expect(attributeSql(`a'b"c\\d`)).toBe(`json_extract_string(attributes, '$."a''b\\"c\\\\d"')`);
  });
});
