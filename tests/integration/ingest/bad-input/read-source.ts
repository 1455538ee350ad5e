import { expect } from 'vitest';
import {
  type BlockStart,
  expandPaths,
  FIRST_BLOCK,
  type LineBlock,
  type OpenedSource,
  openSource,
  type OpenOptions,
  type SourceFile,
  type SourceOutcome,
} from '../../../../src-main/ingest/sources/index.ts';

const never = new AbortController().signal;

export interface ReadSource {
  readonly source: OpenedSource;
  readonly blocks: readonly LineBlock[];
  readonly outcome: SourceOutcome;
}

export async function findFile(path: string): Promise<SourceFile> {
  const { files, problems } = await expandPaths([path], { signal: never });
  expect(problems).toEqual([]);
  return files[0] as SourceFile;
}

/** Reads a file to its end and checks what holds for every source. */
export async function readSource(
  file: SourceFile,
  options: OpenOptions = {},
  from: BlockStart = FIRST_BLOCK,
): Promise<ReadSource> {
  const source = await openSource(file, options);
  try {
    const blocks: LineBlock[] = [];
    for await (const block of source.blocks(from, never)) blocks.push(block);
    checkChain(blocks, from);
    return { source, blocks, outcome: source.outcome() };
  } finally {
    await source.close();
  }
}

/** Blocks follow one another without a gap, hold whole lines, and give one rising offset for each line. */
function checkChain(blocks: readonly LineBlock[], from: BlockStart): void {
  expect(new Set(blocks.map((block) => block.bytes.buffer)).size, 'each block owns its memory').toBe(blocks.length);
  let { decodedOffset, blockIndex } = from;
  for (const [position, block] of blocks.entries()) {
    const isLast = position === blocks.length - 1;
    expect(block.index).toBe(blockIndex++);
    expect(block.decodedOffset).toBeGreaterThanOrEqual(decodedOffset);
    expect(block.nextDecodedOffset).toBeGreaterThan(block.decodedOffset - 1);
    expect(block.bytes.length).toBeGreaterThan(0);
    if (!isLast) expect(block.bytes.at(-1)).toBe(0x0a);
    expect(block.lineCount).toBe(splitLines(block).length);
    expect(block.bytes.buffer).toBeInstanceOf(ArrayBuffer);
    if (block.lineOffsets === null) expect(block.nextDecodedOffset).toBe(block.decodedOffset + block.bytes.length);
    else {
      expect(block.lineOffsets.length).toBe(block.lineCount);
      const offsets = [...block.lineOffsets];
      expect(offsets.every((offset, index) => index === 0 || offset > (offsets[index - 1] as number))).toBe(true);
      expect(offsets[0]).toBe(block.decodedOffset);
      expect(offsets.at(-1)).toBeLessThanOrEqual(block.nextDecodedOffset);
    }
    decodedOffset = block.nextDecodedOffset;
  }
}

/** The lines of a block as byte slices, without their LF. */
function splitLines(block: LineBlock): Buffer[] {
  const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.length);
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(0x0a, at);
    const end = found === -1 ? bytes.length : found;
    lines.push(bytes.subarray(at, end));
    at = end + 1;
  }
  return lines;
}

/** Text of all lines, one trailing CR dropped. */
export function linesOf(blocks: readonly LineBlock[]): string[] {
  return blocks.flatMap((block) => splitLines(block).map((line) => line.toString().replace(/\r$/, '')));
}
