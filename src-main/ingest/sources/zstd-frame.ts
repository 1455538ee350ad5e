// RFC 8878. Frame: magic(4) descriptor(1) [window(1)] [dictionary id(0-4)] [content size(0-8)] blocks [checksum(4)].
// Block: header(3, little endian: last:1 type:2 size:21), then size bytes (1 for type RLE). Skippable frame: magic(4) size(4) data.

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const RLE = 1;
const RESERVED = 3;
/** A block never holds more, stored or decoded. */
export const MAX_BLOCK_BYTES = 128 * 1024;
export const MAX_FRAME_HEADER_BYTES = 18;

export type ZstdHeader =
  | {
      readonly kind: 'frame';
      readonly length: number;
      readonly hasChecksum: boolean;
      readonly needsDictionary: boolean;
    }
  | { readonly kind: 'skippable'; readonly length: number }
  | { readonly kind: 'not-zstd' }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'corrupt' };

export function isZstdMagic(bytes: Buffer, at = 0): boolean {
  if (bytes.length < at + 4) return false;
  const magic = bytes.readUInt32LE(at);
  return magic === FRAME_MAGIC || (magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC;
}

/** Reads a frame header at the start of `bytes`; `length` of a skippable frame covers the whole frame. */
export function readZstdHeader(bytes: Buffer): ZstdHeader {
  if (!isZstdMagic(bytes))
    return { kind: bytes.length < 4 && bytes.length > 0 && isMagicPrefix(bytes) ? 'truncated' : 'not-zstd' };
  if (bytes.readUInt32LE(0) !== FRAME_MAGIC) {
    return bytes.length < 8 ? { kind: 'truncated' } : { kind: 'skippable', length: 8 + bytes.readUInt32LE(4) };
  }
  const descriptor = bytes[4];
  if (descriptor === undefined) return { kind: 'truncated' };
  if ((descriptor & 0x08) !== 0) return { kind: 'corrupt' };
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] as number;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 1 << sizeFlag;
  const length = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes;
  if (bytes.length < length) return { kind: 'truncated' };
  const dictionaryAt = isSingleSegment ? 5 : 6;
  const needsDictionary = bytes.subarray(dictionaryAt, dictionaryAt + dictionaryBytes).some((byte) => byte !== 0);
  return { kind: 'frame', length, hasChecksum: (descriptor & 0x04) !== 0, needsDictionary };
}

function isMagicPrefix(bytes: Buffer): boolean {
  return Buffer.from([0x28, 0xb5, 0x2f, 0xfd]).subarray(0, bytes.length).equals(bytes);
}

export interface ZstdBlock {
  readonly isLast: boolean;
  /** Stored bytes with the three of the header. */
  readonly length: number;
}

/** Reads a block header; null when it is not a valid one. */
export function readZstdBlock(header: Buffer): ZstdBlock | null {
  const bits = header.readUIntLE(0, 3);
  const type = (bits >> 1) & 3;
  const size = bits >> 3;
  if (type === RESERVED || (type !== RLE && size > MAX_BLOCK_BYTES)) return null;
  return { isLast: (bits & 1) === 1, length: 3 + (type === RLE ? 1 : size) };
}
