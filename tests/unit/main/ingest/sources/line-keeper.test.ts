import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineKeeper, NUL_RUN_KEPT } from '../../../../../src-main/ingest/sources/line-keeper.ts';
import { encodingFromLabel, type TextEncoding, UTF8 } from '../../../../../src-main/ingest/sources/text-encoding.ts';

const UTF16 = encodingFromLabel('utf-16le') as TextEncoding;

function keep(line: Buffer, cap: number, encoding: TextEncoding, pieceUnits: readonly number[]) {
  const keeper = new LineKeeper(encoding, cap);
  const out = Buffer.alloc(cap);
  keeper.start(out, 0);
  for (let at = 0, turn = 0; at < line.length; turn++) {
    const end = Math.min(line.length, at + (pieceUnits[turn % pieceUnits.length] ?? 1) * encoding.unitBytes);
    keeper.feed(line, at, end);
    at = end;
  }
  return {
    kept: out.subarray(0, keeper.finish()).toString('hex'),
    cutAt: keeper.cutAt,
    isChanged: keeper.isChanged,
    sourceBytes: keeper.sourceBytes,
  };
}

describe('LineKeeper', () => {
  it.each([UTF8, UTF16])('keeps the same of a line however it is fed ($label)', (encoding) => {
    const text = fc.array(
      fc.oneof(
        fc.constantFrom('a', 'é', '漢', '🚀'),
        fc.nat(150).map((count) => '\0'.repeat(count)),
      ),
      { maxLength: 60 },
    );
    const pieces = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(text, pieces, fc.integer({ min: 16, max: 100 }), (parts, pieceUnits, quarter) => {
        const line = Buffer.from(parts.join(''), encoding.unitBytes === 2 ? 'utf16le' : 'utf8');
        const atOnce = keep(line, quarter * 4, encoding, [line.length + 1]);
        expect(keep(line, quarter * 4, encoding, pieceUnits)).toEqual(atOnce);
        expect(atOnce.sourceBytes).toBe(line.length);
        expect(
          Buffer.from(atOnce.kept, 'hex')
            .toString(encoding.unitBytes === 2 ? 'utf16le' : 'utf8')
            .isWellFormed(),
        ).toBe(true);
      }),
    );
  });

  it('leaves a line within the cap as it is', () => {
    expect(keep(Buffer.from('abcd'), 4, UTF8, [2])).toEqual({
      kept: '61626364',
      cutAt: -1,
      isChanged: false,
      sourceBytes: 4,
    });
    expect(keep(Buffer.from('abcde'), 4, UTF8, [2])).toEqual({
      kept: '61626364',
      cutAt: 4,
      isChanged: true,
      sourceBytes: 5,
    });
  });

  it('cuts before a character, not inside it', () => {
    expect(keep(Buffer.from('abc漢d'), 4, UTF8, [9])).toMatchObject({ kept: '616263', cutAt: 3 });
    expect(keep(Buffer.from('a🚀b', 'utf16le'), 4, UTF16, [9])).toMatchObject({ kept: '6100', cutAt: 2 });
  });

  it('keeps the text behind a run of NULs of any length', () => {
    const { kept, isChanged, cutAt } = keep(
      Buffer.concat([Buffer.alloc(1_000_000), Buffer.from('text')]),
      200,
      UTF8,
      [4097],
    );
    expect(kept).toBe(`${'00'.repeat(NUL_RUN_KEPT)}${Buffer.from('text').toString('hex')}`);
    expect({ isChanged, cutAt }).toEqual({ isChanged: true, cutAt: -1 });
  });
});
