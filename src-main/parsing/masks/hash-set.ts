import { type int, type Ints, newInts } from '../../base/portable.ts';

/** A set of 32-bit hashes, filled to half at most: what comes later is not kept. 0 and 1 are one. */
export class HashSet {
  private size: int = 0;
  private readonly capacity: int;
  /** Open addressing; 0 = free. */
  private readonly slots: Ints;

  /** @param capacity Number of slots, a power of two. */
  constructor(capacity: int) {
    this.capacity = capacity;
    this.slots = newInts(capacity);
  }

  clear(): void {
    if (this.size === 0) return;
    for (let i: int = 0; i < this.capacity; i++) this.slots[i] = 0;
    this.size = 0;
  }

  has(hash: int): boolean {
    return this.slots[this.slotOf(hash)] !== 0;
  }

  /** Whether the hash was not there, and is now. */
  add(hash: int): boolean {
    const at = this.slotOf(hash);
    if (this.slots[at] !== 0 || this.size * 2 >= this.capacity) return false;
    this.slots[at] = keyOf(hash);
    this.size++;
    return true;
  }

  private slotOf(hash: int): int {
    const key = keyOf(hash);
    let at = spread(key) & (this.capacity - 1);
    while (this.slots[at] !== 0 && this.slots[at] !== key) at = (at + 1) & (this.capacity - 1);
    return at;
  }
}

function keyOf(hash: int): int {
  return hash === 0 ? 1 : hash;
}

/** Brings what tells hashes apart into their lower bits. */
export function spread(code: int): int {
  const mixed = code ^ (code >>> 16);
  return mixed ^ (mixed >>> 7);
}
