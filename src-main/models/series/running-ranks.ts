import { quantile } from '../matrix.ts';

/** Beyond the highest number remembered, surprise grows by one for each doubling of the distance, up to here. */
const MAX_DOUBLINGS = 8;
/** Half of a two-sided tail. */
const TWO_SIDES = Math.log10(2);

/**
 * The ranks of a stream's last numbers: how surprising the next one is among them.
 * The tail share is that of conformal prediction (Vovk et al., "Algorithmic Learning in a Random World", 2005), ties
 * counting half; deviation: beyond everything remembered the tail goes on as a power law in the distance to the median.
 */
export class RunningRanks {
  readonly #memory: number;
  /** In order of arrival, as a ring. */
  readonly #arrived: Float64Array;
  readonly #ascending: Float64Array;
  #next = 0;
  #count = 0;

  /** @param memory Numbers remembered; the oldest is forgotten first. */
  constructor(memory: number) {
    this.#memory = memory;
    this.#arrived = new Float64Array(memory);
    this.#ascending = new Float64Array(memory + 1);
  }

  get count(): number {
    return this.#count;
  }

  /** -log10 of the share of remembered numbers at least as high; 0 without any. */
  surpriseAbove(value: number): number {
    const n = this.#count;
    if (n === 0) return 0;
    const atLeast = n - this.#countBelow(value);
    const above = n - this.#countAtMost(value);
    if (atLeast > 0) return Math.log10((n + 1) / ((atLeast + above) / 2 + 1));
    return Math.log10(n + 1) + doublings(value, this.#ascending[n - 1]!, this.#median());
  }

  /** The surprise of the nearer tail, as a share of both. */
  surpriseEitherSide(value: number): number {
    return Math.max(0, this.surpriseAbove(value) - TWO_SIDES, this.#surpriseBelow(value) - TWO_SIDES);
  }

  /** Order statistic at a share of the remembered numbers, between two as a straight line; NaN without any. */
  quantile(share: number): number {
    return quantile(this.#ascending.subarray(0, this.#count), share);
  }

  /** @param value A finite number. */
  remember(value: number): void {
    const ascending = this.#ascending;
    if (this.#count === this.#memory) {
      const leaves = this.#countBelow(this.#arrived[this.#next]!);
      ascending.copyWithin(leaves, leaves + 1, this.#count);
      this.#count--;
    }
    const enters = this.#countBelow(value);
    ascending.copyWithin(enters + 1, enters, this.#count);
    ascending[enters] = value;
    this.#count++;
    this.#arrived[this.#next] = value;
    this.#next = (this.#next + 1) % this.#memory;
  }

  #surpriseBelow(value: number): number {
    const n = this.#count;
    if (n === 0) return 0;
    const atMost = this.#countAtMost(value);
    if (atMost > 0) return Math.log10((n + 1) / ((atMost + this.#countBelow(value)) / 2 + 1));
    return Math.log10(n + 1) + doublings(value, this.#ascending[0]!, this.#median());
  }

  #median(): number {
    return this.#ascending[this.#count >> 1]!;
  }

  #countBelow(value: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ascending[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #countAtMost(value: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ascending[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** How often the distance from the middle to the outermost number must double to reach the value. */
function doublings(value: number, outermost: number, middle: number): number {
  const width = Math.abs(outermost - middle) + 1e-9 * Math.abs(outermost) + 1e-12;
  return Math.min(MAX_DOUBLINGS, Math.log2(1 + Math.abs(value - outermost) / width));
}
