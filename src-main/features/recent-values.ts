/**
 * The last values of a series, in order of size beside their order of arrival: each new one costs a step among so many.
 * Sums are made anew, so that nothing of values long gone is left in the last digits.
 */
export class RecentValues {
  readonly #arrived: Float64Array;
  readonly #ascending: Float64Array;
  #next = 0;
  #count = 0;

  /** @param size Values kept, at least 1; the oldest leaves first. */
  constructor(size: number) {
    this.#arrived = new Float64Array(size);
    this.#ascending = new Float64Array(size);
  }

  get count(): number {
    return this.#count;
  }

  /** @param value Finite. */
  add(value: number): void {
    const ascending = this.#ascending;
    let at = this.#count;
    if (at < ascending.length) this.#count++;
    else at = this.#placeOf(this.#arrived[this.#next]!);
    // What lies between the place that is free and that of the new value moves up by one.
    for (; at > 0 && ascending[at - 1]! > value; at--) ascending[at] = ascending[at - 1]!;
    for (; at + 1 < this.#count && ascending[at + 1]! < value; at++) ascending[at] = ascending[at + 1]!;
    ascending[at] = value;
    this.#arrived[this.#next] = value;
    this.#next = this.#next + 1 === ascending.length ? 0 : this.#next + 1;
  }

  /** Mean, NaN without any value, and standard deviation of a sample, NaN below two. */
  moments(): { readonly mean: number; readonly deviation: number } {
    const ascending = this.#ascending;
    const count = this.#count;
    // Distances to a value of the series: squares of large numbers that hardly differ would cancel out.
    const origin = ascending[count >> 1]!;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      const distance = ascending[i]! - origin;
      sum += distance;
      squares += distance * distance;
    }
    const variance = count < 2 ? Number.NaN : Math.max(0, squares - (sum * sum) / count) / (count - 1);
    return { mean: origin + sum / count, deviation: Math.sqrt(variance) };
  }

  /** Between two values as a straight line (type 7 of Hyndman and Fan 1996); NaN without any. @param share 0..1 */
  quantile(share: number): number {
    if (this.#count === 0) return Number.NaN;
    const place = share * (this.#count - 1);
    const below = Math.floor(place);
    const low = this.#ascending[below]!;
    const high = this.#ascending[Math.min(below + 1, this.#count - 1)]!;
    return low + (place - below) * (high - low);
  }

  #placeOf(value: number): number {
    let at = 0;
    while (this.#ascending[at] !== value) at++;
    return at;
  }
}
