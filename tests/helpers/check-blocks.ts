import assert from 'node:assert/strict';
import type { BlockStart, LineBlock } from '../../src-main/ingest/sources/index.ts';

/** Blocks follow one another without a gap, hold whole lines, and give one rising offset for each line. */
export function checkBlocks(blocks: readonly LineBlock[], from: BlockStart): void {
  assert.equal(new Set(blocks.map((block) => block.bytes.buffer)).size, blocks.length, 'each block owns its memory');
  let { decodedOffset, blockIndex } = from;
  for (const [position, block] of blocks.entries()) {
    const isLast = position === blocks.length - 1;
    assert.equal(block.index, blockIndex++);
    assert.ok(block.decodedOffset >= decodedOffset);
    assert.ok(block.nextDecodedOffset >= block.decodedOffset);
    assert.ok(block.bytes.length > 0, 'a block holds bytes');
    if (!isLast) assert.equal(block.bytes.at(-1), 0x0a, 'a block ends its last line');
    assert.equal(block.lineCount, splitLines(block).length);
    assert.ok(block.bytes.buffer instanceof ArrayBuffer);
    if (block.lineOffsets === null) {
      assert.equal(block.nextDecodedOffset, block.decodedOffset + block.bytes.length);
    } else {
      assert.equal(block.lineOffsets.length, block.lineCount);
      const offsets = [...block.lineOffsets];
      assert.ok(offsets.every((offset, index) => index === 0 || offset > (offsets[index - 1] as number)));
      assert.equal(offsets[0], block.decodedOffset);
      assert.ok((offsets.at(-1) as number) <= block.nextDecodedOffset);
    }
    decodedOffset = block.nextDecodedOffset;
  }
}

/** The lines of a block as byte slices, without their LF. */
export function splitLines(block: LineBlock): Buffer[] {
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
