import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryWords, segmentText, splitByTemplate } from '../../../../src-renderer/ui/log-text-model.ts';

describe('log text', () => {
  it('tells constant text from parameters', () => {
    expect(splitByTemplate('user 42 logged in', ['user ', ' logged in'])).toEqual([
      { text: 'user ', kind: 'constant' },
      { text: '42', kind: 'parameter' },
      { text: ' logged in', kind: 'constant' },
    ]);
  });

  it('lets a wildcard hold the text of the next constant, and be empty when nothing else fits', () => {
    expect(splitByTemplate('a=  b', ['a=', ' b']).map((piece) => piece.text)).toEqual(['a=', ' ', ' b']);
    expect(splitByTemplate('x=,y=2', ['x=', ',y=', '']).map((piece) => piece.text)).toEqual(['x=', ',y=', '2']);
  });

  it('shows the whole line plainly when the template does not fit', () => {
    for (const parts of [['user ', ' logged out'], ['nobody'], ['user 42 logged ', 'd in']])
      expect(splitByTemplate('user 42 logged in', parts)).toEqual([{ text: 'user 42 logged in', kind: 'plain' }]);
    expect(splitByTemplate('anything', null)).toEqual([{ text: 'anything', kind: 'plain' }]);
  });

  it('always joins back to the content', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string(), { maxLength: 5 }), (content, parts) => {
        expect(
          splitByTemplate(content, parts)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(content);
      }),
    );
  });

  it('marks hits whatever their case', () => {
    const segments = segmentText('Disk FULL on disk1', null, ['disk']);
    expect(segments.filter((segment) => segment.isHit).map((segment) => segment.text)).toEqual(['Disk', 'disk']);
    expect(segments.map((segment) => segment.text).join('')).toBe('Disk FULL on disk1');
  });

  it('shows control, zero-width and direction-changing characters as escapes', () => {
    const shown = segmentText('a\u001b[31m\tb\u202ec\u0000', null, [])
      .map((segment) => segment.text)
      .join('');
    expect(shown).toBe('a\\x1b[31m\\tb\\u202ec\\x00');
  });

  it('takes free words and phrases from a query, not fields, negations or patterns', () => {
    const query = 'Timeout "pool is full" level:error -noise -"no more" /re x/ /re x/i "say \\"hi\\""';
    expect(queryWords(query)).toEqual(['timeout', 'pool is full', 'say "hi"']);
    expect(queryWords('')).toEqual([]);
  });
});
