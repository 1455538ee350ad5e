/** Bytes that are written one after another into memory that grows, and is kept when it is emptied. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written, without a copy: good until more is written. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  /** Makes room for so many bytes behind what was written; the caller fills all of them, from `length` before the call on. */
  extend(count: number): Uint8Array<ArrayBuffer> {
    const length = this.#length + count;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, Math.ceil(this.#bytes.length * 1.5)));
      larger.set(this.written);
      this.#bytes = larger;
    }
    this.#length = length;
    return this.#bytes;
  }

  byte(value: number): void {
    const at = this.#length;
    this.extend(1)[at] = value;
  }

  append(bytes: Uint8Array): void {
    const at = this.#length;
    this.extend(bytes.length).set(bytes, at);
  }

  uint32(value: number): void {
    const at = this.#length;
    const bytes = this.extend(4);
    for (let i = 0; i < 4; i++) bytes[at + i] = value >>> (8 * i);
  }

  /** Seven bits a byte, the lowest first. @param value A whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) this.byte((rest % 0x80) | 0x80);
    this.byte(rest);
  }

  /** A signed number as a varint: 0, -1, 1, -2, ... are 0, 1, 2, 3, ... @param value Within +-2^52. */
  zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** The same of any 64-bit number. */
  zigzag64(value: bigint): void {
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    for (; rest > 0x7fn; rest >>= 7n) this.byte(Number(rest & 0x7fn) | 0x80);
    this.byte(Number(rest));
  }
}
