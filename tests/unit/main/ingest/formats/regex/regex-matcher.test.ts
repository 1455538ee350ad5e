import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex } from '../../../../../../src-main/ingest/formats/regex/compile-regex.ts';
import { RegexMatcher } from '../../../../../../src-main/ingest/formats/regex/regex-matcher.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Texts of the match and its captures; undefined where a capture took no part, null when nothing is found. */
function search(pattern: string, text: string): (string | undefined)[] | null {
  const matcher = new RegexMatcher(compileRegex(pattern));
  const bytes = encoder.encode(`<${text}>`);
  if (!matcher.search(bytes, 1, bytes.length - 1)) return null;
  return Array.from({ length: matcher.slots.length / 2 }, (_, i) => {
    const [start, end] = [matcher.slots[i * 2]!, matcher.slots[i * 2 + 1]!];
    return start < 0 || end < 0 ? undefined : decoder.decode(bytes.subarray(start, end));
  });
}

describe('RegexMatcher', () => {
  it.each([
    [
      '^(?<t>\\d{4}-\\d\\d) (\\w+) (.*)$',
      '2024-05 INFO hällo wörld',
      ['2024-05 INFO hällo wörld', '2024-05', 'INFO', 'hällo wörld'],
    ],
    ['(?i)warn|error', 'a WARN b', ['WARN']],
    ['a(?i:b)c', 'aBc', ['aBc']],
    ['a(?i:b)c', 'aBC', null],
    ['[^\\]]+\\]', '[héé]x', ['[héé]']],
    ['^.{5}$', 'hällo', ['hällo']],
    ['^[à-ü]+$', 'äöü', ['äöü']],
    ['\\bfoo\\b', 'afoo foob foo', ['foo']],
    ['(?<=\\s)x(?!y)', 'xy  xy x', ['x']],
    ['\\w+(?=\\s|$)', 'a-b', ['b']],
    ['a(?=bc)', 'ab abc', ['a']],
    ['\\b(?!kernel|dns)\\w+', 'kernel dns web', ['web']],
    ['(?<=ab|cd)x', 'xacx cdx', ['x']],
    ['(?<!foo)bar$', 'foobar', null],
    ['(?<!foo)bar$', 'fobar', ['bar']],
    ['(?<=^.ä)b', 'xäb', ['b']],
    ['(?=.*\\d$)\\w+', 'no 1', ['no']],
    ['(?!.*z)x', 'xz', null],
    ['x{2,3}?(x*)', 'xxxxx', ['xxxxx', 'xxx']],
    ['(?>a+)b', 'aaab', ['aaab']],
    ['a++b', 'aab', ['aab']],
    ['(?x) a  b # comment', 'ab', ['ab']],
    ["(?P<n>a)|(?'m'b)", 'b', ['b', undefined, 'b']],
    ['[[:alpha:]]+[[:^digit:]]', 'ab-1', ['ab-']],
    ['\\x41\\u00e4\\t', 'Aä\t', ['Aä\t']],
    ['[\\]\\-a-c]+', 'x]-b', [']-b']],
    ['a{,2}', 'aaa', ['aa']],
    ['{"a":\\d}', '{"a":1}', ['{"a":1}']],
  ])('finds %j in %j', (pattern, text, expected) => {
    expect(search(pattern, text)).toEqual(expected);
  });

  it.each([
    ['(a', 'not closed', 0],
    ['a)', 'never opened', 1],
    ['[a', 'not closed', 0],
    ['*a', 'nothing to repeat', 0],
    ['(a)\\1', 'back-reference', 3],
    ['(?<=a+)b', 'no fixed length', 0],
    ['(?R)', 'not known', 0],
    ['a\\', 'nothing follows', 1],
    ['\\q', 'not known', 0],
    ['a{3,1}', 'ends before', 1],
    ['(((a{99}){99}){99})', 'too large', 0],
  ])('refuses %j and says where', (pattern, problem, at) => {
    expect(() => compileRegex(pattern)).toThrow(
      expect.objectContaining({
        code: 'ingest.regex-invalid',
        message: expect.stringContaining(problem),
        details: expect.objectContaining({ at }),
      }),
    );
  });

  it('gives up on a line longer than any header on which it would go back and forth, at once', () => {
    const matcher = new RegexMatcher(compileRegex('(a|aa)+$'));
    const bytes = encoder.encode(`${'a'.repeat(2 ** 20)}!`);
    const before = process.cpuUsage().user;
    expect(matcher.search(bytes, 0, bytes.length)).toBe(false);
    expect(process.cpuUsage().user - before).toBeLessThan(2_000_000);
    expect(matcher.search(bytes, 0, bytes.length - 1)).toBe(true);
  });

  it('matches what the engine of the language matches, whichever way it takes', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\w',
      '\\b',
      '(a|ab)',
      '(?:b|)',
      '(b*)',
      '^',
      '$',
      '(?=ab)',
      '(?!b+)',
      '(?<=ab)',
      '(?<!a.)',
    );
    const piece = fc
      .tuple(atom, fc.constantFrom('', '', '*', '+', '?', '*?', '{1,2}'))
      .map(([text, times]) => (/^[$^]|\\b|^\(\?[<=!]/.test(text) ? text : text + times));
    const pattern = fc
      .array(
        fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
        { minLength: 1, maxLength: 2 },
      )
      .map((ways) => ways.join('|'));
    const text = fc.stringMatching(/^[ab c]{0,12}$/);
    fc.assert(
      fc.property(pattern, text, (source, line) => {
        // What a capture holds after a round of its loop that took nothing differs from language to language.
        expect(search(source, line)?.[0]).toBe(new RegExp(source).exec(line)?.[0]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['(a+)+$', '(a|aa)+$', '(.*)(.*)(.*)x$', '^(\\s*\\S+\\s*)*x$', '(?:a*)*b', '(?:a(?!(a|aa)+b))*$x'])(
    'takes linear time for %j, a bait for engines that only go back',
    (pattern) => {
      const cost = (length: number): number => {
        const matcher = new RegexMatcher(compileRegex(pattern));
        const bytes = encoder.encode(`${'a'.repeat(length)}!`);
        const before = process.cpuUsage().user;
        expect(matcher.search(bytes, 0, bytes.length)).toBe(false);
        return process.cpuUsage().user - before;
      };
      cost(13_000);
      // Eight times the text; 40 leaves room for a busy machine and none for squares (64) or worse.
      expect(cost(104_000)).toBeLessThan(40 * Math.max(cost(13_000), 2000));
    },
    30_000,
  );
});
