import type { RawBlock } from './block-cutter.ts';
import type { TextEncoding } from './text-encoding.ts';

export interface TranscodedBlock {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly decodedOffset: number;
  readonly lineOffsets: Float64Array<ArrayBuffer> | null;
}

/** UTF-8 of a raw block; UTF-8 itself passes unchanged but for a byte order mark at the start of the stream. */
export function transcodeBlock(raw: RawBlock, encoding: TextEncoding): TranscodedBlock {
  const bom = raw.start === 0 ? encoding.bomBytes : 0;
  const lineOffsets = raw.lineOffsets === null ? null : Float64Array.from(raw.lineOffsets);
  if (lineOffsets !== null && bom > 0) lineOffsets[0] = bom;
  return { bytes: raw.bytes.subarray(bom), decodedOffset: raw.start + bom, lineOffsets };
}
