import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShapeUse } from '#shared/domain/template.ts';
import { type MaskedRange, maskShape, sampleOf } from '../../../../../src-main/parsing/edits/mask-shape.ts';
import type { ReadableShape } from '../../../../../src-main/parsing/shape-slice.ts';
import { mineContents } from '../../../../helpers/parsing.ts';

/** Masks what a JavaScript pattern finds. */
function maskAll(shapes: readonly ShapeUse[], pattern: RegExp, maskName: string): Map<string, ReadableShape> {
  const masked = new Map<string, ReadableShape>();
  for (const shape of shapes) {
    const ranges = Array.from(sampleOf(shape).matchAll(pattern), ({ index, 0: text }): MaskedRange => {
      return { start: index, end: index + text.length, maskName };
    });
    const readable = maskShape(shape, ranges);
    if (readable !== null) masked.set(shape.shapeId, readable);
  }
  return masked;
}

function mine(contents: readonly string[], pattern: RegExp) {
  const mined = mineContents(contents, (shapes) => ({ masked: maskAll(shapes, pattern, 'order') }));
  expect(mined.events.map(({ rebuilt }) => rebuilt)).toEqual(contents);
  return mined;
}

describe('maskShape', () => {
  it('makes a parameter of what a pattern finds, with the name it was given', () => {
    const { table, events } = mine(['order ABC-x is paid', 'order DEF-y is paid', 'order late'], /[A-Z]{3}-[a-z]/g);
    expect(table.templates).toMatchObject([
      { text: 'order <*> is paid', maskNames: ['order'] },
      { text: 'order late', maskNames: [] },
    ]);
    expect(events[1]!.parameters).toEqual(['DEF-y']);
  });

  it('takes parameters that were found already into it', () => {
    const contents = ['bill EUR 5 to ann', 'bill USD 1700 to ann'];
    const { table, events } = mine(contents, /[A-Z]{3} \d+/g);
    expect(table.templates).toMatchObject([{ text: 'bill <*> to ann', maskNames: ['order'] }]);
    expect(events.map(({ parameters }) => parameters)).toEqual([['EUR 5'], ['USD 1700']]);
  });

  it('joins a stretch to the parameter right beside it', () => {
    const { table } = mine(['ratio 5permille', 'ratio 6permille'], /permille/g);
    expect(table.templates.map(({ text }) => text)).toEqual(['ratio <*>']);
  });

  it('says nothing of empty stretches', () => {
    expect(maskShape({ shapeId: '', parts: ['a'], maskNames: [] }, [{ start: 1, end: 1, maskName: 'x' }])).toBeNull();
  });

  it('rebuilds contents whatever is masked', () => {
    const word = fc.constantFrom('a', 'bc', '7', '10.0.0.1', '/x/y', '=', '"q r"', '\u{10000}', 'é');
    const content = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
    const pattern = fc.constantFrom(/[a-c]+/g, /\d/g, /. ./gu, /\S+$/g, /^.*$/gu, /0\.0/g, /c|7 /g);
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 8 }), pattern, (contents, found) => {
        mine(contents, found);
      }),
    );
  });
});
