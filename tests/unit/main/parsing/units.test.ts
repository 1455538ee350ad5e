import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutUnits, HOLE, UnitKind } from '../../../../src-main/parsing/units.ts';

const kindNames = Object.keys(UnitKind);

/** Units as `kind:text`, without white space; `@` stands for a parameter. */
function unitsOf(text: string): string[] {
  const units: string[] = [];
  cutUnits(text.replaceAll('@', HOLE), (kind, unit) => {
    if (kind !== UnitKind.space) units.push(`${kindNames[kind]}:${unit.replaceAll(HOLE, '@')}`);
  });
  return units;
}

/** Any code point; much cheaper to set up than the library's own unit. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point).toWellFormed());

describe('cutUnits', () => {
  it.each([
    ['failed to open', ['word:failed', 'word:to', 'word:open', 'suspect:']],
    ['done.', ['word:done', 'punctuation:.', 'suspect:']],
    [
      'a=x[1,2], b=',
      ['key:a', 'punctuation:=', 'suspect:x[1,2]', 'punctuation:,', 'key:b', 'punctuation:=', 'suspect:', 'suspect:'],
    ],
    [
      'tag="two words"',
      ['key:tag', 'punctuation:=', 'punctuation:"', 'suspect:two words', 'punctuation:"', 'suspect:'],
    ],
    ['got @ bytes (@ KB) now', ['word:got', 'suspect:@ bytes (@ KB)', 'word:now', 'suspect:']],
    ['list @, @ @ end ', ['word:list', 'suspect:@, @ @', 'word:end', 'suspect: ']],
    ['sync to LOCAL(@)', ['word:sync', 'word:to', 'suspect:LOCAL(@)', 'suspect:']],
    ['on eth0 at a.b', ['word:on', 'suspect:eth0', 'word:at', 'suspect:a.b', 'suspect:']],
    ['state:idle', ['key:state', 'punctuation::', 'suspect:idle', 'suspect:']],
    [
      'event=login op:start x',
      ['key:event', 'punctuation:=', 'word:login', 'key:op', 'punctuation::', 'word:start', 'word:x', 'suspect:'],
    ],
    ['a () b', ['word:a', 'punctuation:(', 'suspect:', 'punctuation:)', 'word:b', 'suspect:']],
  ])('cuts %j', (text, expected) => {
    expect(unitsOf(text)).toEqual(expected);
  });

  it('loses nothing: the units join to the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 4 }),
      fc.constantFrom(HOLE, '=', '"', "'", '(', ')', '[', ' ', ':', 'a:b', 'k=v', `${HOLE} KB`, ', ', '.', '\u{10000}'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const flat = pieces.join('');
        let joined = '';
        cutUnits(flat, (_, text) => (joined += text));
        return joined === flat;
      }),
      { numRuns: 500 },
    );
  });
});
