type Column = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** A typed array that doubles when full. */
export class GrowingColumn<T extends Column> {
  values: T;
  length = 0;

  /** @param values Where to write; its length is the expected number of values. */
  constructor(values: T) {
    this.values = values;
  }

  push(value: number): void {
    if (this.length === this.values.length) this.#grow();
    this.values[this.length++] = value;
  }

  #grow(): void {
    const larger = new (this.values.constructor as new (length: number) => T)(Math.max(16, this.values.length * 2));
    larger.set(this.values);
    this.values = larger;
  }
}
