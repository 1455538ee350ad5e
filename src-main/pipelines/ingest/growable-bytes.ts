/** A byte buffer that doubles when full. */
export class GrowableBytes {
  values: Uint8Array;
  length = 0;

  constructor(capacity: number) {
    this.values = new Uint8Array(capacity);
  }

  /** Makes room for `extra` more bytes. @returns the buffer to write to, from `length` on. */
  reserve(extra: number): Uint8Array {
    const needed = this.length + extra;
    if (needed > this.values.length) {
      const grown = new Uint8Array(Math.max(needed, this.values.length * 2));
      grown.set(this.values);
      this.values = grown;
    }
    return this.values;
  }

  /** The bytes written so far; shares memory with `values` until the next growth. */
  view(): Uint8Array {
    return this.values.subarray(0, this.length);
  }
}
