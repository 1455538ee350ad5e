import { countLineFeeds } from '../../base/count-lines.ts';
import type { RawBlock } from './block-cutter.ts';
import { INVALID_BYTES, inspectLines } from './inspect-lines.ts';
import type { TextEncoding } from './text-encoding.ts';
import { transcodeBlock } from './transcode.ts';
import type { LineBlock } from './types.ts';
import { WarningTally } from './warning-tally.ts';

export interface BlockMaking {
  readonly encoding: TextEncoding;
  readonly lineEnd: 0x0a | 0x0d;
  readonly maxLineBytes: number;
}

/** Turns raw lines into a UTF-8 block with its offsets and warnings. */
export function makeLineBlock(
  raw: RawBlock,
  place: { readonly index: number; readonly linesBefore: number; readonly storedOffset: number },
  making: BlockMaking,
): LineBlock {
  if (making.lineEnd === 0x0d) replaceCarriageReturns(raw.bytes);
  const text = transcodeBlock(raw, making.encoding);
  const lineOffsets = text.lineOffsets;
  const { bytes, decodedOffset } = text;
  const tally = new WarningTally();
  const places = { linesBefore: place.linesBefore, blockOffset: decodedOffset, lineOffsets };
  const invalidAs = text.invalidLines !== null ? 'known' : making.encoding.label === 'utf-8' ? 'bytes' : 'replacement';
  inspectLines(bytes, places, { invalidAs, checksLoneCr: making.lineEnd === 0x0a }, tally);
  for (const line of text.invalidLines ?? []) {
    tally.add('W_INVALID_BYTES', INVALID_BYTES, place.linesBefore + line + 1, lineOffsets?.[line] ?? decodedOffset);
  }
  for (const { lineIndex, cutOffset } of raw.shortened) {
    if (cutOffset === null) continue;
    const message = `Lines longer than ${making.maxLineBytes} bytes are cut in the view; the source keeps them whole.`;
    tally.add('W_LINE_TRUNCATED', message, place.linesBefore + lineIndex + 1, cutOffset);
  }
  const hasTail = bytes.length > 0 && bytes.at(-1) !== 0x0a;
  return {
    index: place.index,
    bytes,
    decodedOffset,
    nextDecodedOffset: raw.next,
    lineOffsets,
    lineCount: countLineFeeds(bytes) + (hasTail ? 1 : 0),
    storedOffset: place.storedOffset,
    warnings: tally.list(),
  };
}

function replaceCarriageReturns(bytes: Buffer): void {
  for (let at = bytes.indexOf(0x0d); at !== -1; at = bytes.indexOf(0x0d, at + 1)) bytes[at] = 0x0a;
}
