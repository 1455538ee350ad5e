/** A buffer is not kept for needs smaller than this share of it. */
const LEAST_USE = 0.25;
/** What is made is larger than what is asked for by this share, so that the next, slightly larger need fits as well. */
const HEADROOM = 0.25;
/** More buffers than this are not kept; the smallest goes first. */
const MOST = 128;

/**
 * Buffers that have served, for the same work on the next block. Fresh ones cost more than what is written into them: the
 * system zeroes every page, and V8 starts collecting garbage by their size.
 */
export class RecycledMemory {
  readonly #free: ArrayBuffer[] = [];

  /** A buffer of at least so many bytes; what it holds is left from its former use. */
  take(bytes: number): ArrayBuffer {
    return this.takeUsed(bytes) ?? new ArrayBuffer(Math.ceil((bytes * (1 + HEADROOM)) / 8) * 8);
  }

  /** One that has served, or null when none of about that size is free. */
  takeUsed(bytes: number): ArrayBuffer | null {
    let best = -1;
    for (const [at, { byteLength }] of this.#free.entries()) {
      if (byteLength < bytes || byteLength * LEAST_USE > bytes) continue;
      if (best < 0 || byteLength < this.#free[best]!.byteLength) best = at;
    }
    return best < 0 ? null : this.#free.splice(best, 1)[0]!;
  }

  /** Takes a buffer back that nobody reads any more. */
  give(buffer: ArrayBuffer): void {
    if (buffer.byteLength === 0) return;
    this.#free.push(buffer);
    if (this.#free.length <= MOST) return;
    const smallest = this.#free.reduce((least, next) => (next.byteLength < least.byteLength ? next : least));
    this.#free.splice(this.#free.indexOf(smallest), 1);
  }
}
