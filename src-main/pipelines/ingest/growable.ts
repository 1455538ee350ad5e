/**
 * Typed arrays that double when full: the columns of a block, whose length is known only at its end. `take()` hands out
 * an exact-length copy-free view for transfer-safe use and starts afresh.
 */
type Numeric = Uint8Array | Uint32Array | Int32Array | Float64Array | BigUint64Array;

interface Constructor<T extends Numeric> {
  new (length: number): T;
}

export class Growable<T extends Numeric> {
  readonly #type: Constructor<T>;
  values: T;
  length = 0;

  constructor(type: Constructor<T>, capacity: number) {
    this.#type = type;
    this.values = new type(capacity);
  }

  /** Makes room for `extra` more values; call before writing to `values` past `length`. */
  reserve(extra: number): T {
    const needed = this.length + extra;
    if (needed > this.values.length) {
      const grown = new this.#type(Math.max(needed, this.values.length * 2));
      (grown as Uint8Array).set(this.values as Uint8Array);
      this.values = grown;
    }
    return this.values;
  }

  push(value: T[number]): void {
    if (this.length === this.values.length) this.reserve(1);
    (this.values as { [index: number]: T[number] })[this.length++] = value;
  }

  /** The values written so far; shares memory with `values` until the next growth. */
  view(): T {
    return this.values.subarray(0, this.length) as T;
  }
}
