import type { RawBlock } from './block-cutter.ts';
import type { TextEncoding } from './text-encoding.ts';
import type { TranscodedBlock } from './transcode.ts';

const LF = 0x0a;
const BOM = 0xfeff;
const REPLACEMENT = 0xfffd;

/**
 * UTF-16 or UTF-32 to UTF-8, by hand: offsets and invalid lines come out of the same pass, and no string is made.
 * Unpaired surrogates, values beyond U+10FFFF and an odd tail become U+FFFD. A mark U+FEFF at a line start is dropped.
 */
export function decodeWide(raw: RawBlock, encoding: TextEncoding): TranscodedBlock {
  const { unitBytes } = encoding;
  const whole = raw.bytes.length - (raw.bytes.length % unitBytes);
  if (encoding.isBigEndian) swapUnits(raw.bytes.subarray(0, whole), unitBytes);
  const units =
    unitBytes === 2
      ? new Uint16Array(raw.bytes.buffer, raw.bytes.byteOffset, whole / 2)
      : new Uint32Array(raw.bytes.buffer, raw.bytes.byteOffset, whole / 4);
  const out = Buffer.allocUnsafeSlow(units.length * (unitBytes === 2 ? 3 : 4) + 4);
  const offsets: number[] = [];
  const invalidLines: number[] = [];
  let written = 0;
  let isLineStart = true;
  for (let index = 0; index < units.length; index++) {
    let code = units[index] as number;
    if (isLineStart) {
      const offset = raw.lineOffsets?.[offsets.length] ?? raw.start + index * unitBytes;
      isLineStart = false;
      offsets.push(code === BOM ? offset + unitBytes : offset);
      if (code === BOM) continue;
    }
    if (code < 0x80) {
      out[written++] = code;
      isLineStart = code === LF;
      continue;
    }
    if (code >= 0xd800 && (code < 0xe000 || code > 0x10ffff)) {
      const low = unitBytes === 2 ? (units[index + 1] ?? 0) : 0;
      if (code < 0xdc00 && (low & 0xfc00) === 0xdc00) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        index++;
      } else {
        code = REPLACEMENT;
        noteLine(invalidLines, offsets.length - 1);
      }
    }
    written = writeUtf8(out, written, code);
  }
  if (whole < raw.bytes.length) {
    if (isLineStart) offsets.push(raw.start + whole);
    noteLine(invalidLines, offsets.length - 1);
    written = writeUtf8(out, written, REPLACEMENT);
  }
  const lineOffsets = Float64Array.from(offsets);
  return { bytes: out.subarray(0, written), decodedOffset: offsets[0] ?? raw.start, lineOffsets, invalidLines };
}

function swapUnits(bytes: Buffer, unitBytes: number): void {
  if (unitBytes === 2) bytes.swap16();
  else bytes.swap32();
}

function noteLine(lines: number[], line: number): void {
  if (lines.at(-1) !== line) lines.push(line);
}

/** Writes one code point >= U+0080 or lower; returns the position behind it. */
function writeUtf8(out: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    out[at] = code;
    return at + 1;
  }
  if (code < 0x800) {
    out[at] = 0xc0 | (code >> 6);
    out[at + 1] = 0x80 | (code & 0x3f);
    return at + 2;
  }
  if (code < 0x10000) {
    out[at] = 0xe0 | (code >> 12);
    out[at + 1] = 0x80 | ((code >> 6) & 0x3f);
    out[at + 2] = 0x80 | (code & 0x3f);
    return at + 3;
  }
  out[at] = 0xf0 | (code >> 18);
  out[at + 1] = 0x80 | ((code >> 12) & 0x3f);
  out[at + 2] = 0x80 | ((code >> 6) & 0x3f);
  out[at + 3] = 0x80 | (code & 0x3f);
  return at + 4;
}
