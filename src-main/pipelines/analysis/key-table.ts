const FIRST_CAPACITY = 1 << 12;

/** Open-address table from hashes, which are not 0, to indices from 0 on. */
export class KeyTable {
  #capacity = FIRST_CAPACITY;
  #hashes = new Uint32Array(this.#capacity);
  /** -1 where the hash was taken out. */
  #indices = new Int32Array(this.#capacity);
  #used = 0;

  /** The cell of a hash, or the free one where it belongs. Valid until the next `put`. */
  find(hash: number): number {
    const mask = this.#capacity - 1;
    let cell = (Math.imul(hash, 0x9e3779b1) >>> 4) & mask;
    while (this.#hashes[cell] !== 0 && this.#hashes[cell] !== hash) cell = (cell + 1) & mask;
    return cell;
  }

  /** The index in a cell; -1 for none. */
  indexAt(cell: number): number {
    return this.#hashes[cell] === 0 ? -1 : this.#indices[cell]!;
  }

  put(cell: number, hash: number, index: number): void {
    if (this.#hashes[cell] === 0) this.#used++;
    this.#hashes[cell] = hash;
    this.#indices[cell] = index;
    if (this.#used * 2 > this.#capacity) this.#grow();
  }

  /** Takes a hash out. @returns Its index; -1 for none. */
  take(hash: number): number {
    const cell = this.find(hash);
    const index = this.indexAt(cell);
    if (index >= 0) this.#indices[cell] = -1;
    return index;
  }

  /** Hands over every index that is left and empties the table; it keeps its size. */
  drain(visit: (index: number) => void): void {
    for (let cell = 0; cell < this.#capacity; cell++) {
      if (this.#hashes[cell] !== 0 && this.#indices[cell]! >= 0) visit(this.#indices[cell]!);
    }
    this.#hashes.fill(0);
    this.#used = 0;
  }

  #grow(): void {
    const hashes = this.#hashes;
    const indices = this.#indices;
    this.#capacity *= 2;
    this.#hashes = new Uint32Array(this.#capacity);
    this.#indices = new Int32Array(this.#capacity);
    this.#used = 0;
    for (let old = 0; old < hashes.length; old++) {
      if (hashes[old] === 0 || indices[old]! < 0) continue;
      const cell = this.find(hashes[old]!);
      this.#hashes[cell] = hashes[old]!;
      this.#indices[cell] = indices[old]!;
      this.#used++;
    }
  }
}
