import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockCutter, type CutterOptions, type RawBlock } from '../../../../../src-main/ingest/sources/block-cutter.ts';
import { NUL_RUN_KEPT } from '../../../../../src-main/ingest/sources/line-keeper.ts';
import { grownBytes } from '../../../../../src-main/ingest/sources/sizes.ts';
import { UTF8 } from '../../../../../src-main/ingest/sources/text-encoding.ts';
import { memoryReader } from './memory-reader.ts';

const OPTIONS: CutterOptions = { encoding: UTF8, blockBytes: 64, maxLineBytes: 96, lineEnd: 0x0a, isProbe: false };

async function cut(
  bytes: Uint8Array,
  chunkSizes: readonly number[],
  start = 0,
  options = OPTIONS,
): Promise<RawBlock[]> {
  const cutter = new BlockCutter(memoryReader(bytes, chunkSizes, start), start, options);
  const blocks: RawBlock[] = [];
  for (let block = await cutter.next(undefined); block !== null; block = await cutter.next(undefined))
    blocks.push(block);
  return blocks;
}

/** The rule itself, on whole lines as text: shorten NUL runs, cut at the cap (ASCII only). */
function expectedLines(text: string, cap: number): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replaceAll(/\0+/g, (run) => run.slice(0, NUL_RUN_KEPT)).slice(0, cap));
}

const piece = fc.oneof(
  fc.constant('\n'),
  fc.constant('\n\n'),
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\r'), maxLength: 40 }),
  fc.nat(220).map((length) => 'x'.repeat(length)),
  fc.nat(200).map((length) => '\0'.repeat(length)),
);
const content = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });

const plain = (block: RawBlock) => ({ ...block, bytes: block.bytes.toString('latin1') });

describe('BlockCutter', () => {
  it('gives every line once, shortened by the rule, whatever the chunk sizes', async () => {
    await fc.assert(
      fc.asyncProperty(content, sizes, async (text, chunkSizes) => {
        const blocks = await cut(Buffer.from(text, 'latin1'), chunkSizes);
        const joined = blocks.map(({ bytes }) => bytes.toString('latin1')).join('');
        expect(joined.split('\n').filter((_, index, all) => index < all.length - 1 || all.at(-1) !== '')).toEqual(
          expectedLines(text, 96),
        );
        expect(blocks.map(plain)).toEqual((await cut(Buffer.from(text, 'latin1'), [7])).map(plain));
      }),
      { numRuns: 300 },
    );
  });

  it('grows blocks step by step from the first, and goes on in step from any of them', async () => {
    const bytes = Buffer.from('0123456\n'.repeat(1000));
    const growing = { ...OPTIONS, blockBytes: 1024 };
    const blocks = await cut(bytes, [100], 0, { ...growing, firstBlockBytes: 24 });
    expect(blocks.slice(0, 5).map(({ start, next }) => next - start)).toEqual([24, 96, 384, 1024, 1024]);
    for (const [index, { start }] of blocks.slice(0, 5).entries()) {
      const firstBlockBytes = grownBytes(24, 1024, index);
      const rest = await cut(bytes, [100], start, { ...growing, firstBlockBytes });
      expect(rest.map(plain)).toEqual(blocks.slice(index).map(plain));
    }
  });

  it('makes the last blocks of a known end smaller step by step, the same from any of them', async () => {
    const MiB = 2 ** 20;
    const bytes = Buffer.alloc(16 * MiB, '0123456789abcde\n');
    const options = { ...OPTIONS, blockBytes: 4 * MiB, endOffset: bytes.length };
    const blocks = await cut(bytes, [MiB], 0, options);
    const lengths = blocks.map(({ start, next }) => next - start);
    expect(lengths.reduce((sum, length) => sum + length)).toBe(bytes.length);
    expect(lengths.slice(0, 2)).toEqual([4 * MiB, 4 * MiB]);
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
    expect(lengths.slice(2).map((length) => Math.round(length / MiB))).toEqual([3, 2, 2, 1]);
    for (const [index, { start }] of blocks.entries()) {
      expect((await cut(bytes, [3 * MiB], start, options)).map(({ next }) => next)).toEqual(
        blocks.slice(index).map(({ next }) => next),
      );
    }
  });

  it('goes on from every block boundary with the same blocks', async () => {
    await fc.assert(
      fc.asyncProperty(content, sizes, async (text, chunkSizes) => {
        const bytes = Buffer.from(text, 'latin1');
        const whole = (await cut(bytes, chunkSizes)).map(plain);
        for (const [index, block] of whole.entries()) {
          expect((await cut(bytes, [13], block.next)).map(plain)).toEqual(whole.slice(index + 1));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives offsets that point at the lines in the source', async () => {
    await fc.assert(
      fc.asyncProperty(content, async (text) => {
        const starts: number[] = [];
        for (let at = 0; at < text.length; at = text.includes('\n', at) ? text.indexOf('\n', at) + 1 : text.length)
          starts.push(at);
        const found: number[] = [];
        for (const block of await cut(Buffer.from(text, 'latin1'), [50])) {
          if (block.lineOffsets !== null) found.push(...block.lineOffsets);
          else
            for (
              let at = 0;
              at < block.bytes.length;
              at = block.bytes.includes(0x0a, at) ? block.bytes.indexOf(0x0a, at) + 1 : block.bytes.length
            )
              found.push(block.start + at);
        }
        expect(found).toEqual(starts);
      }),
    );
  });

  it('says where a line was cut', async () => {
    const [first, second] = await cut(Buffer.from(`ok\n${'y'.repeat(300)}\nend\n`), [1000]);
    expect(first?.shortened).toEqual([]);
    expect(second?.shortened).toEqual([{ lineIndex: 0, cutOffset: 3 + 96 }]);
    expect(second?.lineOffsets).toEqual([3]);
  });

  it('reads on past the rest of an endless line only when asked for all', async () => {
    const reader = memoryReader(Buffer.alloc(5_000_000, 'e'), [4096]);
    const cutter = new BlockCutter(reader, 0, { ...OPTIONS, isProbe: true });
    expect((await cutter.next(undefined))?.bytes.length).toBe(96);
    expect(reader.decodedOffset).toBeLessThan(20_000);
  });

  it('ends with CancelledError once the signal has fired', async () => {
    const cutter = new BlockCutter(memoryReader(Buffer.from('a\n'), [1]), 0, OPTIONS);
    await expect(cutter.next(AbortSignal.abort())).rejects.toMatchObject({ code: 'job.cancelled' });
  });
});
