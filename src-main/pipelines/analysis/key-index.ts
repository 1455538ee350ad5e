/** Gives 32-bit hashes dense indices in order of first appearance; 0 means "no key" and becomes -1. */
export class KeyIndex {
  private capacity = 1 << 16;
  private hashes = new Uint32Array(this.capacity);
  private indices = new Int32Array(this.capacity);
  private used = 0;

  get size(): number {
    return this.used;
  }

  /** Writes the index of `hashes[0..count-1]` to `into` from `at` on. */
  lookUp(hashes: Uint32Array, into: Int32Array, at: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const hash = hashes[i]!;
      into[at + i] = hash === 0 ? -1 : this.indexOf(hash);
    }
  }

  private indexOf(hash: number): number {
    const cell = this.find(hash);
    if (this.hashes[cell] === hash) return this.indices[cell]!;
    this.hashes[cell] = hash;
    this.indices[cell] = this.used++;
    const index = this.used - 1;
    if (this.used * 2 > this.capacity) this.grow();
    return index;
  }

  private find(hash: number): number {
    const mask = this.capacity - 1;
    let cell = (Math.imul(hash, 0x9e3779b1) >>> 4) & mask;
    while (this.hashes[cell] !== 0 && this.hashes[cell] !== hash) cell = (cell + 1) & mask;
    return cell;
  }

  private grow(): void {
    const { hashes, indices, capacity } = this;
    this.capacity = capacity * 2;
    this.hashes = new Uint32Array(this.capacity);
    this.indices = new Int32Array(this.capacity);
    for (let old = 0; old < capacity; old++) {
      if (hashes[old] === 0) continue;
      const cell = this.find(hashes[old]!);
      this.hashes[cell] = hashes[old]!;
      this.indices[cell] = indices[old]!;
    }
  }
}
