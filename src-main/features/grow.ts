/** A Float64 column addressed by a dense index that grows as larger indices appear. */
export class Grow {
  private values: Float64Array;
  private readonly initial: number;
  /** One past the largest index written. */
  length = 0;

  constructor(initial = 0, capacity = 1024) {
    this.initial = initial;
    this.values = new Float64Array(capacity);
    if (initial !== 0) this.values.fill(initial);
  }

  get(index: number): number {
    return index < this.length ? this.values[index]! : this.initial;
  }

  set(index: number, value: number): void {
    this.reserve(index);
    this.values[index] = value;
  }

  add(index: number, amount: number): void {
    this.reserve(index);
    this.values[index]! += amount;
  }

  /** The next free index takes the value. */
  push(value: number): void {
    this.set(this.length, value);
  }

  /** The first `length` values as a column of its own; never written ones hold the initial value. */
  take(length: number): Float64Array {
    const column = new Float64Array(length);
    if (this.initial !== 0) column.fill(this.initial);
    column.set(this.values.subarray(0, Math.min(length, this.length)));
    return column;
  }

  private reserve(index: number): void {
    if (index < this.length) return;
    this.length = index + 1;
    if (index < this.values.length) return;
    const larger = new Float64Array(Math.max(index + 1, this.values.length * 2));
    if (this.initial !== 0) larger.fill(this.initial);
    larger.set(this.values);
    this.values = larger;
  }
}
