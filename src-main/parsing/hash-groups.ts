/**
 * Groups small numbers by a 53-bit key in typed arrays: millions of entries without an object each.
 * Groups come back in order of their first entry, entries in the order they were added.
 */
export class HashGroups {
  private keys = new Float64Array(1 << 12).fill(Number.NaN);
  private heads = new Int32Array(1 << 12);
  private groups = 0;
  private readonly first: number[] = [];
  private tails = new Int32Array(1 << 11);
  private values = new Int32Array(1 << 12);
  private next = new Int32Array(1 << 12);
  private used = 0;

  /** Adds a value to the group of `key`, an integer from 0 to 2^53 - 1. */
  add(key: number, value: number): void {
    if (this.groups * 2 >= this.keys.length) this.growTable();
    if (this.used === this.values.length) this.growEntries();
    const at = this.find(key);
    const entry = this.used++;
    this.values[entry] = value;
    this.next[entry] = -1;
    if (Number.isNaN(this.keys[at])) {
      this.keys[at] = key;
      if (this.groups === this.tails.length) this.tails = grown(this.tails);
      this.heads[at] = this.groups;
      this.tails[this.groups++] = entry;
      this.first.push(entry);
      return;
    }
    const group = this.heads[at] as number;
    this.next[this.tails[group] as number] = entry;
    this.tails[group] = entry;
  }

  /** Calls `visit` with the values of each group. */
  forEach(visit: (values: readonly number[]) => void): void {
    for (const start of this.first) {
      const values: number[] = [];
      for (let entry = start; entry >= 0; entry = this.next[entry] as number) values.push(this.values[entry] as number);
      visit(values);
    }
  }

  private find(key: number): number {
    const mask = this.keys.length - 1;
    const folded = Math.imul((key >>> 0) ^ Math.floor(key / 0x1_0000_0000), 0x9e3779b1);
    let at = (folded ^ (folded >>> 15)) & mask;
    while (!Number.isNaN(this.keys[at]) && this.keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  private growTable(): void {
    const { keys, heads } = this;
    this.keys = new Float64Array(keys.length * 2).fill(Number.NaN);
    this.heads = new Int32Array(keys.length * 2);
    keys.forEach((key, i) => {
      if (Number.isNaN(key)) return;
      const at = this.find(key);
      this.keys[at] = key;
      this.heads[at] = heads[i] as number;
    });
  }

  private growEntries(): void {
    this.values = grown(this.values);
    this.next = grown(this.next);
  }
}

function grown(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(values.length * 2);
  next.set(values);
  return next;
}
