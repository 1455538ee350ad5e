const PRIMES = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1].map((prime) => prime | 0) as [
  number,
  number,
  number,
  number,
  number,
];
const [P1, P2, P3, P4, P5] = PRIMES;
const STRIPE_BYTES = 16;

/** The checksum of LZ4 frames: XXH32 with seed 0, unsigned. Source: Collet, "xxHash fast digest algorithm", version 0.1.1. */
export function xxh32(bytes: Buffer): number {
  const { length } = bytes;
  let at = 0;
  let hash = P5;
  if (length >= STRIPE_BYTES) {
    const lanes = [(P1 + P2) | 0, P2, 0, -P1 | 0];
    for (; at + STRIPE_BYTES <= length; at += STRIPE_BYTES) {
      for (let lane = 0; lane < 4; lane++) lanes[lane] = round(lanes[lane] as number, bytes.readInt32LE(at + lane * 4));
    }
    const [a, b, c, d] = lanes as [number, number, number, number];
    hash = (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0;
  }
  hash = (hash + length) | 0;
  for (; at + 4 <= length; at += 4) {
    hash = Math.imul(rotate((hash + Math.imul(bytes.readInt32LE(at), P3)) | 0, 17), P4);
  }
  for (; at < length; at++) hash = Math.imul(rotate((hash + Math.imul(bytes.readUInt8(at), P5)) | 0, 11), P1);
  hash = Math.imul(hash ^ (hash >>> 15), P2);
  hash = Math.imul(hash ^ (hash >>> 13), P3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function round(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, P2)) | 0, 13), P1);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
