/**
 * A small seeded generator (sfc32, Chris Doty-Humphrey, PractRand) whose results are the same on every machine: only
 * 32-bit integer steps and IEEE additions, multiplications, divisions; no Math.exp, log or sin, whose last bit may differ.
 */
export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 0;

  /** @param seed Any safe integer. @param streams Further integers: each combination is a sequence of its own. */
  constructor(seed: number, ...streams: readonly number[]) {
    this.reseed(seed, ...streams);
  }

  reseed(seed: number, ...streams: readonly number[]): void {
    let state = mix((seed | 0) ^ mix(Math.floor(seed / 2 ** 32) | 0));
    for (const stream of streams) state = mix((state + Math.imul(stream | 0, 0x9e3779b1)) | 0);
    this.#a = state;
    this.#b = mix(state ^ 0x85ebca6b);
    this.#c = mix(state ^ 0xc2b2ae35);
    this.#counter = 1;
    for (let i = 0; i < 12; i++) this.nextBits();
  }

  /** A signed 32-bit integer, every bit random. */
  nextBits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum;
  }

  /** In [0, 1), 32 bits. */
  uniform(): number {
    return (this.nextBits() >>> 0) * 2.3283064365386963e-10;
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** An integer in [low, high]. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('Cannot pick from an empty list.');
    return item;
  }

  /** Sum of twelve uniforms minus six: mean 0, deviation 1, range (-6, 6). */
  normal(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.uniform();
    return sum;
  }

  /** A count with this mean: exact inversion up to 30, rounded normal above. */
  poisson(mean: number): number {
    if (!(mean > 0)) return 0;
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const target = this.uniform();
    let probability = expNegative(mean);
    let cumulative = probability;
    let count = 0;
    while (target > cumulative && count < 200) {
      count++;
      probability *= mean / count;
      cumulative += probability;
    }
    return count;
  }

  /** A positive factor with median 1 and a long right tail (log-normal, sigma 0.5), range about 0.3 to 5. */
  skewed(): number {
    const position = this.uniform() * (SKEWED_QUANTILES.length - 1);
    const index = Math.floor(position);
    const low = SKEWED_QUANTILES[index] ?? 1;
    const high = SKEWED_QUANTILES[index + 1] ?? low;
    return low + (high - low) * (position - index);
  }

  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const moved = items[i] as T;
      items[i] = items[j] as T;
      items[j] = moved;
    }
    return items;
  }
}

/** exp(0.5 z) at z = normal quantiles of 0, 1/20 ... 20/20 (ends at 0.05 % and 99.95 %). */
const SKEWED_QUANTILES = [
  0.193, 0.439, 0.527, 0.596, 0.656, 0.714, 0.769, 0.825, 0.881, 0.939, 1, 1.065, 1.135, 1.213, 1.3, 1.401, 1.523,
  1.679, 1.898, 2.276, 5.18,
] as const;

/** Final mixing of MurmurHash3 (Austin Appleby). */
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** exp(-x) for x in [0, 30] from arithmetic alone: a Taylor series at x / 64, squared six times. */
function expNegative(x: number): number {
  const step = -x / 64;
  let term = 1;
  let sum = 1;
  for (let i = 1; i <= 12; i++) {
    term *= step / i;
    sum += term;
  }
  for (let i = 0; i < 6; i++) sum *= sum;
  return sum;
}
