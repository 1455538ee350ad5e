/**
 * A small seeded generator: equal sequences for equal seeds on every machine.
 * Source: sfc32 by Chris Doty-Humphrey (PractRand), 32-bit integer arithmetic only.
 */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  constructor(seed: number) {
    this.a = seed | 0;
    this.b = Math.floor(seed / 0x1_0000_0000) | 0;
    this.c = 0x9e3779b9 | 0;
    for (let i = 0; i < 12; i++) this.nextInt32();
  }

  /** Uniform over the signed 32-bit integers. */
  nextInt32(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum;
  }

  /** Uniform in [0, 1). */
  next(): number {
    return (this.nextInt32() >>> 0) / 0x1_0000_0000;
  }

  /** Uniform in 0..bound-1; `bound` below 2^31. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }
}
