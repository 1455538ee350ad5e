import type { RawBlock } from './block-cutter.ts';
import { decodeCodePage } from './code-page.ts';
import type { TextEncoding } from './text-encoding.ts';
import { decodeWide } from './wide-text.ts';

export interface TranscodedBlock {
  /** UTF-8 in an ArrayBuffer of its own. */
  readonly bytes: Buffer<ArrayBuffer>;
  /** Source offset of the first byte. */
  readonly decodedOffset: number;
  /** Source offset of each line; null when `bytes` are the source's own. */
  readonly lineOffsets: Float64Array<ArrayBuffer> | null;
  /** 0-based lines with code units that are no characters, where the decoder knows them better than the text shows. */
  readonly invalidLines: readonly number[] | null;
}

/**
 * UTF-8 of a raw block. Lines stay lines: the block was split before decoding, and decoding neither adds nor removes LF.
 * UTF-8 itself passes unchanged, invalid bytes included, but for byte order marks at line starts.
 */
export function transcodeBlock(raw: RawBlock, encoding: TextEncoding): TranscodedBlock {
  if (encoding.unitBytes !== 1) return decodeWide(raw, encoding);
  return encoding.label === 'utf-8' ? passUtf8(raw, encoding.bomBytes) : decodeCodePage(raw, encoding);
}

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const LF_AND_BOM = Buffer.from([0x0a, 0xef, 0xbb, 0xbf]);

function passUtf8(raw: RawBlock, bomBytes: number): TranscodedBlock {
  const lineOffsets = raw.lineOffsets === null ? null : Float64Array.from(raw.lineOffsets);
  const startBom = raw.bytes.subarray(0, 3).equals(UTF8_BOM) ? 3 : raw.start === 0 ? bomBytes : 0;
  if (raw.bytes.includes(0xef) && raw.bytes.includes(LF_AND_BOM)) return dropBoms(raw);
  if (lineOffsets !== null && startBom > 0) lineOffsets[0] = (lineOffsets[0] ?? 0) + startBom;
  return { bytes: raw.bytes.subarray(startBom), decodedOffset: raw.start + startBom, lineOffsets, invalidLines: null };
}

/** Files joined from several with byte order marks: the marks are no text wherever a line starts with one. */
function dropBoms(raw: RawBlock): TranscodedBlock {
  const { bytes } = raw;
  const out = Buffer.allocUnsafeSlow(bytes.length);
  const offsets: number[] = [];
  let written = 0;
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(0x0a, at);
    const next = found === -1 ? bytes.length : found + 1;
    const bom = bytes.subarray(at, at + 3).equals(UTF8_BOM) ? 3 : 0;
    offsets.push((raw.lineOffsets?.[offsets.length] ?? raw.start + at) + bom);
    written += bytes.copy(out, written, at + bom, next);
    at = next;
  }
  const lineOffsets = Float64Array.from(offsets);
  return { bytes: out.subarray(0, written), decodedOffset: offsets[0] ?? raw.start, lineOffsets, invalidLines: null };
}
