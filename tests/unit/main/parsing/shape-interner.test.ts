import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rebuildContent } from '../../../../src-main/parsing/parameters.ts';
import { BLOCK_SHAPE_CAP, ShapeInterner } from '../../../../src-main/parsing/shape-interner.ts';
import { internOne } from '../../../helpers/parsing.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function freshInterner(): ShapeInterner {
  const interner = new ShapeInterner();
  interner.beginBlock(false);
  return interner;
}

/** Any code point; much cheaper to set up than the library's own unit. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point).toWellFormed());

/** Text made of pieces a tokenizer may trip over. */
const logText = fc
  .array(
    fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 6 }),
      fc.constantFrom(
        '<*>',
        '<',
        ' ',
        '   ',
        '=',
        ':',
        '/',
        '10.0.0.1',
        '0x1f',
        '2016-09-28',
        '10:20:30,123',
        'Jul',
        'true',
        'a.b.c:12',
        'é',
        '日本',
        '1é2',
        'user=',
        '"',
        '[',
        ']',
        '-1',
        '12ms',
        '\u0000',
        '\u001f',
        '\u001e',
        '\uFEFF',
      ),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

describe('ShapeInterner', () => {
  it('gives contents that differ in values only one slot', () => {
    const interner = freshInterner();
    const bytes = new TextEncoder().encode('took 12 ms|took 7 ms|took 7 s');
    const slots = [interner.intern(bytes, 0, 10), interner.intern(bytes, 11, 20), interner.intern(bytes, 21, 29)];
    expect(slots).toEqual([0, 0, 1]);
    expect(interner.size).toBe(2);
  });

  it('rebuilds any text from parts and parameters', () => {
    const interner = freshInterner();
    fc.assert(
      fc.property(logText, (text) => {
        const { shape, parameters } = internOne(interner, text);
        return (
          rebuildContent(shape.parts, parameters) === text.toWellFormed() &&
          shape.maskNames.length === parameters.length &&
          parameters.every((parameter) => parameter !== '') &&
          shape.parts.slice(1, -1).every((part) => part !== '')
        );
      }),
      { numRuns: 400 },
    );
  });

  it('rebuilds any bytes as their lossy text', () => {
    const interner = freshInterner();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), logText, (noise, text) => {
        const bytes = Uint8Array.from([...new TextEncoder().encode(text), ...noise, ...new TextEncoder().encode(text)]);
        const { shape, parameters } = internOne(interner, bytes);
        return rebuildContent(shape.parts, parameters) === decoder.decode(bytes);
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same shape whatever came before', () => {
    fc.assert(
      fc.property(fc.array(logText, { maxLength: 20 }), logText, (before, text) => {
        const used = freshInterner();
        for (const other of before) internOne(used, other);
        used.beginBlock(false);
        expect(internOne(used, text)).toEqual(internOne(freshInterner(), text));
      }),
    );
  });

  it('gives equal shapes equal ids and different shapes different ids', () => {
    fc.assert(
      fc.property(logText, logText, (a, b) => {
        const first = internOne(freshInterner(), a).shape;
        const second = internOne(freshInterner(), b).shape;
        const isSame =
          JSON.stringify([first.parts, first.maskNames]) === JSON.stringify([second.parts, second.maskNames]);
        return (first.shapeId === second.shapeId) === isSame;
      }),
    );
  });

  it('keeps known shape ids: they are stored in cases', () => {
    const interner = freshInterner();
    expect(internOne(interner, 'took 12 ms').shape.shapeId).toBe('9d9cbd4394c7c07b');
    expect(internOne(interner, '').shape.shapeId).toBe('af5570f5a1810b7a');
    const slot = interner.intern(new TextEncoder().encode('took 12 ms'), 0, 10);
    expect(interner.id(slot).toString(16).padStart(16, '0')).toBe('9d9cbd4394c7c07b');
  });

  it('keeps at most the stated parameters and reads only the start of a long content', () => {
    const many = internOne(freshInterner(), '1 '.repeat(5000)).shape;
    expect(many.maskNames.length).toBeLessThanOrEqual(200);
    // One chunk alone holds more parameters than there is room for behind those before it.
    const chunk = `${'1 '.repeat(195)}${'10::'.repeat(60)}1 end`;
    const full = internOne(freshInterner(), chunk);
    expect(full.shape.maskNames.length).toBeLessThanOrEqual(200);
    expect(rebuildContent(full.shape.parts, full.parameters)).toBe(chunk);
    const long = `${'word '.repeat(4000)}end`;
    const { shape, parameters } = internOne(freshInterner(), long);
    expect(shape.parts.join('').length).toBeLessThan(9000);
    expect(rebuildContent(shape.parts, parameters)).toBe(long);
    const run = '='.repeat(100_000);
    expect(internOne(freshInterner(), run).shape.parts.join('').length).toBeLessThan(9000);
  });

  it('bounds the shapes of a block, and starts afresh in the next', () => {
    const interner = freshInterner();
    const encoder = new TextEncoder();
    const word = (i: number): string =>
      i
        .toString(26)
        .padStart(4, '0')
        .replaceAll(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)));
    const seen = new Set<number>();
    for (let i = 0; i < BLOCK_SHAPE_CAP + 25_000; i++) {
      const bytes = encoder.encode(`x${word(i)} y`);
      seen.add(interner.intern(bytes, 0, bytes.length));
    }
    expect(seen.size).toBe(interner.blockSize);
    expect(seen.size).toBeLessThanOrEqual(BLOCK_SHAPE_CAP + 10_001);
    interner.beginBlock(false);
    expect(internOne(interner, 'took 12 ms').shape.parts).toEqual(['took ', ' ms']);
  });

  describe('behind keys', () => {
    const words = 'red blue green'.split(' ').flatMap((a) => 'cat dog owl elk ant bee'.split(' ').map((b) => [a, b]));

    function afterManyValues(...contents: string[]): string[][] {
      const interner = freshInterner();
      for (const [color, animal] of words)
        internOne(interner, `note="the ${color} ${animal}" at=${color}.${animal} event=${color}_${animal}`);
      return contents.map((content) => [...internOne(interner, content).shape.parts]);
    }

    it('takes a value as one parameter where values differ, quoted or not, and stops where it ends', () => {
      expect(
        afterManyValues(
          'x note="some, words" done',
          String.raw`x note="said \"no\" twice"`,
          "[note='it is'] at=here.",
          'note=a,at=b;at=c',
        ),
      ).toEqual([
        ['x note="', '" done'],
        ['x note="', '"'],
        ["[note='", "'] at=", '.'],
        ['note=', ',at=', ';at=', ''],
      ]);
    });

    it('leaves alone other keys, event names, values without an end and words without a key', () => {
      const contents = ['notes="a b" at = c', 'event=blue_fox', 'note="no end', 'note="a"b at=f(x)', 'the note ="a b"'];
      expect(afterManyValues(...contents)).toEqual(contents.map((content) => [content]));
    });

    it('keeps what a value is known to be, and looks no further than a key and a value may reach', () => {
      const interner = freshInterner();
      for (const [color, animal] of words) internOne(interner, `note="the ${color} ${animal}"`);
      expect(internOne(interner, 'note=10.0.0.1 note="12" note="12 cats"').shape.maskNames).toEqual([
        'ip',
        'number',
        'text',
      ]);
      const long = `note="${'a '.repeat(600)}b"`;
      expect(internOne(interner, long).shape.parts).toEqual([long]);
      const endless = `${"note='a ".repeat(100)}note=b`;
      expect(internOne(interner, `note=b ${endless}`).shape.parts).toEqual(['note=', ` ${endless}`]);
    });

    it('needs more sentences than short values, and forgets with the block', () => {
      const interner = freshInterner();
      const sentence = (i: number): string => `e="${words[i % 18]?.join(' ')} did not come${' again'.repeat(i / 18)}"`;
      for (let i = 0; i < 20; i++) internOne(interner, sentence(i));
      expect(internOne(interner, 'e="a b c d e"').shape.parts).toHaveLength(1);
      for (let i = 20; i < 40; i++) internOne(interner, sentence(i));
      expect(internOne(interner, 'e="a b c d e"').shape.parts).toEqual(['e="', '"']);
      interner.beginBlock(false);
      expect(internOne(interner, 'e="a b c d e"').shape.parts).toHaveLength(1);
    });
  });

  describe('with more shapes in a block than are kept', () => {
    const letters = (i: number): string => String(i).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');

    it('keeps leading words, keys and what came before, common words and little else', () => {
      const interner = freshInterner();
      const usual = internOne(interner, 'job done in 5 ms').shape;
      for (let i = 0; interner.blockSize < BLOCK_SHAPE_CAP; i++)
        internOne(interner, `got (${letters(i)}) ${letters(i * 7)} as wanted key = ${letters(i * 3)}`);
      const shapeOf = (content: string) => internOne(interner, content).shape.parts;
      expect(shapeOf('got (a) b, c 5 d as wanted key = e')).toEqual(['got (', ') ', ', ', ' as wanted key = ', '']);
      expect(internOne(interner, 'job done in 77 ms').shape.shapeId).toBe(usual.shapeId);
      expect(shapeOf('A: a=x.y b="some words" event=a.b (of wanted)')).toEqual([
        '',
        ': a=',
        ' b="',
        '" event=',
        ' (',
        ')',
      ]);
      expect(shapeOf('one two three four five six')).toEqual(['one two three four ', '']);
    });

    it('gives a shape its own slot the second time', () => {
      const interner = new ShapeInterner();
      interner.beginBlock(true);
      const contents = ['failed: to open 5 doors', 'failed: to open 6 doors'];
      expect(contents.map((content) => internOne(interner, content).shape.parts)).toEqual([
        ['', ': ', ''],
        ['failed: to open ', ' doors'],
      ]);
    });

    it('rebuilds any text', () => {
      const interner = new ShapeInterner();
      interner.beginBlock(true);
      fc.assert(
        fc.property(logText, (text) => {
          const { shape, parameters } = internOne(interner, text);
          return (
            rebuildContent(shape.parts, parameters) === text.toWellFormed() &&
            parameters.every((parameter) => parameter !== '') &&
            shape.parts.slice(1, -1).every((part) => part !== '')
          );
        }),
        { numRuns: 400 },
      );
    });
  });

  it('keeps only leading words where nothing is known of the block', () => {
    const interner = new ShapeInterner();
    interner.beginBlock(true);
    const { shape, parameters } = internOne(interner, 'failed to open /tmp/x: denied');
    expect(shape.parts).toEqual(['failed to open ', '']);
    expect(parameters).toEqual(['/tmp/x: denied']);
  });
});
