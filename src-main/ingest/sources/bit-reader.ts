/** The bits asked for lie behind the end of the bytes at hand. */
export class OutOfBits extends Error {}

/** Reads bits, most significant first, from bytes at hand. */
export class BitReader {
  private readonly bytes: Uint8Array;
  private at: number;
  private held = 0;
  private heldBits = 0;

  /** @param bit Where to start, counted from the first bit of `bytes`. */
  constructor(bytes: Uint8Array, bit: number) {
    this.bytes = bytes;
    this.at = bit >>> 3;
    const skipped = bit & 7;
    if (skipped > 0) this.read(skipped);
  }

  /** Position of the next bit. */
  get bit(): number {
    return this.at * 8 - this.heldBits;
  }

  /** @param count 1..32; the result of 32 bits is a signed integer, as in bit operations. @throws OutOfBits */
  read(count: number): number {
    if (count > 24) return (this.read(count - 16) << 16) | this.read(16);
    while (this.heldBits < count) {
      if (this.at >= this.bytes.length) throw new OutOfBits();
      this.held = (this.held << 8) | (this.bytes[this.at++] as number);
      this.heldBits += 8;
    }
    this.heldBits -= count;
    return (this.held >>> this.heldBits) & ((1 << count) - 1);
  }

  /** Goes to the next byte boundary. */
  align(): void {
    this.heldBits -= this.heldBits & 7;
  }
}
