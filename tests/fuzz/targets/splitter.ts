import assert from 'node:assert/strict';
import { BlockCutter, type CutterOptions, type RawBlock } from '../../../src-main/ingest/sources/block-cutter.ts';
import { NUL_RUN_KEPT } from '../../../src-main/ingest/sources/line-keeper.ts';
import { encodingFromLabel, type TextEncoding } from '../../../src-main/ingest/sources/text-encoding.ts';
import { memoryReader } from '../../unit/main/ingest/sources/memory-reader.ts';
import { type FuzzTarget, randomOf } from '../fuzz-target.ts';
import { FILE_SEEDS, LOG_SEEDS } from '../seeds.ts';
import { LOG_TOKENS } from '../tokens.ts';

const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'];

async function cut(bytes: Uint8Array, chunks: number[], start: number, options: CutterOptions): Promise<RawBlock[]> {
  const cutter = new BlockCutter(memoryReader(bytes, chunks, start), start, options);
  const blocks: RawBlock[] = [];
  for (let block = await cutter.next(undefined); block !== null; block = await cutter.next(undefined))
    blocks.push(block);
  return blocks;
}

/** Lines by the rule, unit by unit, with what the cap leaves of each at most. */
function expectedLines(
  bytes: Buffer,
  { encoding, lineEnd, maxLineBytes }: CutterOptions,
): { start: number; kept: Buffer }[] {
  const width = encoding.unitBytes;
  const lines: { start: number; kept: Buffer }[] = [];
  const end = Buffer.alloc(width);
  end[encoding.isBigEndian ? width - 1 : 0] = lineEnd;
  let start = 0;
  let kept: Buffer[] = [];
  let nuls = 0;
  const close = (next: number): void => {
    lines.push({ start, kept: Buffer.concat(kept).subarray(0, maxLineBytes) });
    start = next;
    kept = [];
    nuls = 0;
  };
  for (let at = 0; at < bytes.length; at += width) {
    const unit = bytes.subarray(at, at + width);
    if (unit.equals(end)) close(at + width);
    else {
      nuls = unit.length === width && unit.every((byte) => byte === 0) ? nuls + 1 : 0;
      if (nuls <= NUL_RUN_KEPT) kept.push(unit);
    }
  }
  if (start < bytes.length) close(bytes.length);
  return lines;
}

function linesOf(blocks: readonly RawBlock[], { encoding, lineEnd }: CutterOptions): { start: number; kept: Buffer }[] {
  return blocks.flatMap(({ bytes, start, lineOffsets }) => {
    const found = expectedLines(bytes, { encoding, lineEnd, maxLineBytes: bytes.length + 4 } as CutterOptions);
    if (lineOffsets !== null) assert.equal(lineOffsets.length, found.length);
    return found.map((line, i) => ({ start: lineOffsets?.[i] ?? start + line.start, kept: line.kept }));
  });
}

/** The line splitter against the rule, in chunks and from every block boundary on. */
export const splitter: FuzzTarget = {
  name: 'splitter',
  seeds: [...FILE_SEEDS, ...LOG_SEEDS.slice(0, 40)],
  tokens: LOG_TOKENS,
  async run(input) {
    const random = randomOf(input);
    const options: CutterOptions = {
      encoding: encodingFromLabel(ENCODINGS[random.below(ENCODINGS.length)] as string) as TextEncoding,
      blockBytes: 64 + 4 * random.below(random.below(2) === 0 ? 20 : 2000),
      maxLineBytes: 64 + 4 * random.below(random.below(2) === 0 ? 20 : 20_000),
      lineEnd: random.below(4) === 0 ? 0x0d : 0x0a,
      isProbe: false,
    };
    const chunks = Array.from(
      { length: 1 + random.below(4) },
      () => 1 + random.below(random.below(2) === 0 ? 9 : 5000),
    );
    const blocks = await cut(input, chunks, 0, options);
    const lines = linesOf(blocks, options);
    const expected = expectedLines(Buffer.from(input), options);
    assert.deepEqual(
      lines.map(({ start }) => start),
      expected.map(({ start }) => start),
    );
    for (const [i, { kept }] of lines.entries()) {
      const whole = (expected[i] as { kept: Buffer }).kept;
      const isCut = whole.length === options.maxLineBytes;
      assert.ok(whole.subarray(0, kept.length).equals(kept), 'a line is the start of what the cap leaves');
      assert.ok(kept.length >= whole.length - (isCut ? 3 : 0), 'a line loses at most the character the cap cuts');
    }
    assert.equal(blocks.at(-1)?.next ?? 0, input.length);
    const from = blocks[random.below(blocks.length)];
    if (from !== undefined) {
      const plain = ({ bytes, ...rest }: RawBlock) => ({ ...rest, bytes: bytes.toString('latin1') });
      const rest = blocks.slice(blocks.indexOf(from) + 1).map(plain);
      assert.deepEqual((await cut(input, [17], from.next, options)).map(plain), rest);
    }
    const shortened = blocks.reduce((sum, block) => sum + block.shortened.length, 0);
    return `${options.encoding.label} ${Math.min(blocks.length, 5)} ${Math.min(shortened, 5)}`;
  },
};
