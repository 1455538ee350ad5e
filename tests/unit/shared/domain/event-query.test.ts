import { describe, expect, it } from 'vitest';
import { parseEventQuery, textTermKey, textTermsOf } from '#shared/domain/event-query.ts';

const text = (value: string, isNegated = false) => ({ kind: 'text', isNegated, text: value });
const regex = (pattern: string, isNegated = false, ignoresCase = false) => {
  return { kind: 'regex', isNegated, pattern, ignoresCase };
};
const field = (name: string, value: string, operator = '=', isNegated = false) => {
  return { kind: 'field', isNegated, field: name, operator, value };
};

describe('parseEventQuery', () => {
  it.each<[string, unknown[]]>([
    ['', []],
    ['   ', []],
    ['lost block', [text('lost'), text('block')]],
    ['"connection refused" x', [text('connection refused'), text('x')]],
    ['"say \\"hi\\""', [text('say "hi"')]],
    ['"never closed', [text('never closed')]],
    ['""', []],
    ['-timeout', [text('timeout', true)]],
    ['- timeout', [text('-'), text('timeout')]],
    ['-"a b" -/c d/', [text('a b', true), regex('c d', true)]],
    ['/blk_-?\\d+/', [regex('blk_-?\\d+')]],
    ['/a\\/b/', [regex('a/b')]],
    ['/open', [regex('open')]],
    ['/refused$/i -/a/i b', [regex('refused$', false, true), regex('a', true, true), text('b')]],
    ['/a/in', [regex('a'), text('in')]],
    ['//', []],
    ['service:db', [field('service', 'db')]],
    ['-host:"web 3"', [field('host', 'web 3', '=', true)]],
    ['level:>=warn line:<10', [field('level', 'warn', '>='), field('line', '10', '<')]],
    ['user.id:a:b', [field('user.id', 'a:b')]],
    ['12:30:01', [text('12:30:01')]],
    ['service: db', [text('service:'), text('db')]],
    ['a=b;--', [text('a=b;--')]],
  ])('reads %j', (query, expected) => {
    expect(parseEventQuery(query)).toEqual(expected);
  });
});

describe('textTermsOf', () => {
  it('names what is looked for in lines once, whatever its sign, and leaves fields out', () => {
    const terms = textTermsOf('lost -lost /lost/ /lost/i level:error text:lost');
    expect(terms.map(textTermKey)).toEqual(['text:lost', 'regex:lost', 'regex-i:lost']);
  });
});
