/**
 * Dense numbers for 64-bit hashes, in order of first appearance. Open addressing over typed arrays: no object and no
 * bigint per key, so tens of millions of lookups cost tens of nanoseconds each.
 */
export class KeyIndex {
  #low = new Uint32Array(1 << 12);
  #high = new Uint32Array(1 << 12);
  /** 0 = free, else index + 1. */
  #slot = new Int32Array(1 << 12);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The hash's number; `size` grows by one when it is new. */
  indexOf(low: number, high: number): number {
    if (this.#size * 2 >= this.#slot.length) this.#grow();
    const at = this.#find(low, high);
    const known = this.#slot[at] as number;
    if (known !== 0) return known - 1;
    this.#low[at] = low;
    this.#high[at] = high;
    this.#slot[at] = ++this.#size;
    return this.#size - 1;
  }

  #find(low: number, high: number): number {
    const mask = this.#slot.length - 1;
    let at = (low ^ (high >>> 7)) & mask;
    while (this.#slot[at] !== 0 && (this.#low[at] !== low || this.#high[at] !== high)) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [low, high, slot] = [this.#low, this.#high, this.#slot];
    const length = slot.length * 2;
    this.#low = new Uint32Array(length);
    this.#high = new Uint32Array(length);
    this.#slot = new Int32Array(length);
    for (let i = 0; i < slot.length; i++) {
      if (slot[i] === 0) continue;
      const at = this.#find(low[i] as number, high[i] as number);
      this.#low[at] = low[i] as number;
      this.#high[at] = high[i] as number;
      this.#slot[at] = slot[i] as number;
    }
  }
}
