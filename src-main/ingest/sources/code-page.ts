import { countLineFeeds } from '../../base/count-lines.ts';
import type { RawBlock } from './block-cutter.ts';
import type { TextEncoding } from './text-encoding.ts';
import type { TranscodedBlock } from './transcode.ts';

const LF = 0x0a;

/** Legacy code pages through TextDecoder. None of them uses 0x0A inside a character, so lines were split before. */
export function decodeCodePage(raw: RawBlock, encoding: TextEncoding): TranscodedBlock {
  const lineOffsets = Float64Array.from(raw.lineOffsets ?? offsetsOf(raw));
  const bom = raw.start === 0 ? encoding.bomBytes : 0;
  if (bom > 0) lineOffsets[0] = (lineOffsets[0] ?? 0) + bom;
  const source = raw.bytes.subarray(bom);
  const whole = encode(source, encoding.label);
  const isLineTrue = encoding.label !== 'iso-2022-jp' && countLineFeeds(whole) === countLineFeeds(source);
  const bytes = isLineTrue ? whole : decodeByLine(source, encoding.label);
  return { bytes, decodedOffset: raw.start + bom, lineOffsets, invalidLines: null };
}

function offsetsOf(raw: RawBlock): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < raw.bytes.length; ) {
    offsets.push(raw.start + at);
    const found = raw.bytes.indexOf(LF, at);
    at = found === -1 ? raw.bytes.length : found + 1;
  }
  return offsets;
}

function encode(source: Buffer, label: string): Buffer<ArrayBuffer> {
  const text = new TextDecoder(label, { ignoreBOM: true }).decode(source);
  const encoded = new TextEncoder().encode(text);
  return Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length);
}

/** For encodings with shift states, where a broken line would run into the next: each line starts afresh. */
function decodeByLine(source: Buffer, label: string): Buffer<ArrayBuffer> {
  const parts: Buffer[] = [];
  for (let at = 0; at < source.length; ) {
    const found = source.indexOf(LF, at);
    const end = found === -1 ? source.length : found;
    const line = encode(source.subarray(at, end), label);
    for (let lf = line.indexOf(LF); lf !== -1; lf = line.indexOf(LF, lf + 1)) line[lf] = 0x20;
    parts.push(line);
    if (found !== -1) parts.push(Buffer.from([LF]));
    at = end + 1;
  }
  const joined = Buffer.concat(parts);
  const own = Buffer.allocUnsafeSlow(joined.length);
  joined.copy(own);
  return own;
}
