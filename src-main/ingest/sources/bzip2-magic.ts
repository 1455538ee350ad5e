const BLOCK_HIGH = 0x314159;
const BLOCK_LOW = 0x265359;
const END_HIGH = 0x177245;
const END_LOW = 0x385090;
const HALF = 0xffffff;
export const MAGIC_BITS = 48;
const STREAM_BYTES = 10;

/** `BZh`, the level, and the magic of a block or of an empty stream's end. */
export function isBzip2Magic(bytes: Buffer, at = 0): boolean {
  if (bytes.length < at + STREAM_BYTES || bytes.toString('latin1', at, at + 3) !== 'BZh') return false;
  const level = bytes[at + 3] as number;
  return level >= 0x31 && level <= 0x39 && readMagic(bytes, (at + 4) * 8) !== null;
}

/** Which magic stands at the bit; null for neither, also when the bytes end before. */
export function readMagic(bytes: Buffer, bit: number): 'block' | 'end' | null {
  const at = bit >>> 3;
  if (at + 7 > bytes.length && !(at + 6 === bytes.length && (bit & 7) === 0)) return null;
  const shift = 8 - (bit & 7);
  const high = ((bytes.readUInt32BE(at) >>> shift) & HALF) >>> 0;
  const low =
    ((((bytes[at + 3] as number) << 24) | (bytes.readUIntBE(at + 4, 2) << 8) | (bytes[at + 6] ?? 0)) >>> shift) & HALF;
  return magicOf(high, low);
}

function magicOf(high: number, low: number): 'block' | 'end' | null {
  if (high === BLOCK_HIGH && low === BLOCK_LOW) return 'block';
  return high === END_HIGH && low === END_LOW ? 'end' : null;
}

/** The first block or end magic at or behind a bit, or a stream header, which always starts a byte. */
export function findBlockMagic(
  bytes: Buffer,
  bit: number,
): { readonly bit: number; readonly isStream: boolean } | null {
  let high = 0;
  let low = 0;
  for (let at = bit >>> 3; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x42 && at * 8 >= bit && isBzip2Magic(bytes, at)) return { bit: at * 8, isStream: true };
    for (let shift = 7; shift >= 0; shift--) {
      high = ((high << 1) | (low >>> 23)) & HALF;
      low = ((low << 1) | ((byte >>> shift) & 1)) & HALF;
      if (high !== BLOCK_HIGH && high !== END_HIGH) continue;
      const start = at * 8 + 8 - shift - MAGIC_BITS;
      if (start >= bit && magicOf(high, low) !== null) return { bit: start, isStream: false };
    }
  }
  return null;
}
