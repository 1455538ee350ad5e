/**
 * LZ4 frames, as the buffers of Arrow hold them: a header (magic, flags, largest block, optional size, checksum), blocks (length,
 * bytes, optional checksum), a length of 0, an optional checksum of all. A block is sequences of literals and of a copy from at
 * most 64 KiB before. Source: "LZ4 Frame Format Description" 1.6.4 and "LZ4 Block Format Description", github.com/lz4/lz4.
 */
import { xxh32 } from './xxh32.ts';

const MAGIC = 0x184d2204;
/** A length of so much or more goes on in the next byte. */
const LONG = 15;
const MIN_COPY_BYTES = 4;
/** A byte of a block stands for at most so many. */
export const MAX_LZ4_RATIO = 255;

interface FrameHeader {
  readonly hasBlockChecksums: boolean;
  readonly hasChecksum: boolean;
  readonly isIndependent: boolean;
  readonly maxBlockBytes: number;
  readonly size: number;
}

/**
 * Decodes a frame; what lies behind it is ignored.
 * @param size What it must give, in bytes; more is never written, or room made for.
 * @throws Error saying what is wrong ("holds ..."), RangeError for a frame that is cut
 */
export function decodeLz4Frame(frame: Buffer, size: number): Buffer {
  const header = readHeader(frame);
  const out = Buffer.allocUnsafeSlow(size);
  let at = header.size;
  let filled = 0;
  for (;;) {
    const word = frame.readUInt32LE(at);
    at += 4;
    if (word === 0) break;
    const length = word & 0x7fff_ffff;
    const block = frame.subarray(at, at + length);
    at += length;
    if (length > header.maxBlockBytes) throw new Error(`holds an LZ4 block of ${length} bytes`);
    if (block.length < length) throw new RangeError('The block is cut.');
    if (header.hasBlockChecksums) {
      checkSum(block, frame.readUInt32LE(at));
      at += 4;
    }
    const end = Math.min(size, filled + header.maxBlockBytes);
    const isRaw = word > 0x7fff_ffff;
    filled = isRaw ? copyRaw(block, out, filled, end) : decodeBlock(block, out, filled, end, header.isIndependent);
  }
  if (filled < size) throw new Error(`holds LZ4 data of ${filled} bytes that claims ${size}`);
  if (header.hasChecksum) checkSum(out, frame.readUInt32LE(at));
  return out;
}

function readHeader(frame: Buffer): FrameHeader {
  if (frame.readUInt32LE(0) !== MAGIC) throw new Error('holds LZ4 data without its magic');
  const flags = frame.readUInt8(4);
  const descriptor = frame.readUInt8(5);
  const [hasSize, hasDictionary] = [(flags & 8) !== 0, (flags & 1) !== 0];
  const blockSize = (descriptor >> 4) & 7;
  if (flags >> 6 !== 1 || (flags & 2) !== 0 || blockSize < 4) throw new Error('holds an LZ4 frame of an unknown kind');
  if (hasDictionary) throw new Error('holds an LZ4 frame with a dictionary, which is not there');
  const end = hasSize ? 14 : 6;
  const told = frame.readUInt8(end);
  if (((xxh32(frame.subarray(4, end)) >>> 8) & 0xff) !== told)
    throw new Error('holds an LZ4 frame with a damaged header');
  return {
    hasBlockChecksums: (flags & 16) !== 0,
    hasChecksum: (flags & 4) !== 0,
    isIndependent: (flags & 32) !== 0,
    maxBlockBytes: 2 ** (8 + 2 * blockSize),
    size: end + 1,
  };
}

function checkSum(bytes: Buffer, told: number): void {
  if (xxh32(bytes) !== told) throw new Error('holds LZ4 data with a wrong checksum');
}

function copyRaw(block: Buffer, out: Buffer, at: number, end: number): number {
  if (at + block.length > end) throw tooLong();
  out.set(block, at);
  return at + block.length;
}

/** @param end Exclusive, of what may be written. @returns where the block ended in `out`. */
function decodeBlock(block: Buffer, out: Buffer, start: number, end: number, isIndependent: boolean): number {
  const floor = isIndependent ? start : 0;
  let at = start;
  let from = 0;
  /** The rest of a length that begins in the token. */
  const goOn = (length: number): number => {
    let sum = length;
    for (let byte = 255; byte === 255; sum += byte) byte = block.readUInt8(from++);
    return sum;
  };
  while (from < block.length) {
    const token = block[from++] as number;
    const literals = token >>> 4 === LONG ? goOn(LONG) : token >>> 4;
    if (from + literals > block.length) throw new RangeError('The literals are cut.');
    if (at + literals > end) throw tooLong();
    out.set(block.subarray(from, from + literals), at);
    from += literals;
    at += literals;
    // The last sequence is literals alone.
    if (from === block.length) break;
    const distance = block.readUInt16LE(from);
    from += 2;
    const length = ((token & LONG) === LONG ? goOn(LONG) : token & LONG) + MIN_COPY_BYTES;
    if (distance === 0 || at - distance < floor) throw new Error('holds LZ4 data that copies from before its start');
    if (at + length > end) throw tooLong();
    copy(out, at, distance, length);
    at += length;
  }
  return at;
}

/** A copy may overlap what it writes: then it repeats. */
function copy(out: Buffer, at: number, distance: number, length: number): void {
  if (distance >= length) out.copyWithin(at, at - distance, at - distance + length);
  else if (distance === 1) out.fill(out[at - 1] as number, at, at + length);
  else for (let i = at; i < at + length; i++) out[i] = out[i - distance] as number;
}

function tooLong(): Error {
  return new Error('holds LZ4 data longer than it claims');
}
