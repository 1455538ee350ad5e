/** A set of event ids: id `i` is in it when bit `i % 32` of word `i / 32` is set. */
export type EventBits = Uint32Array;

/** @returns 1 when the event was not in the set before, else 0. */
export function setBit(bits: EventBits, id: number): number {
  const word = bits[id >>> 5] as number;
  const bit = 1 << (id & 31);
  if ((word & bit) !== 0) return 0;
  bits[id >>> 5] = word | bit;
  return 1;
}

export function countBits(bits: EventBits): number {
  let count = 0;
  for (let word of bits) {
    word -= (word >>> 1) & 0x5555_5555;
    word = (word & 0x3333_3333) + ((word >>> 2) & 0x3333_3333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
  }
  return count;
}
