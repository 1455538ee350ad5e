import type { ByteArena } from '../../lake/segment-columns.ts';
import { GrowableBytes } from './growable-bytes.ts';

/** Byte strings laid end to end with their offsets; string i is bytes[offsets[i], offsets[i + 1]). */
export class ArenaBuilder {
  readonly bytes: GrowableBytes;
  offsets: Uint32Array;
  #count = 0;

  constructor(strings: number, capacity: number) {
    this.bytes = new GrowableBytes(capacity);
    this.offsets = new Uint32Array(strings + 1);
  }

  /** Closes the string made of everything written to `bytes` since the last call. */
  endString(): void {
    this.#count++;
    if (this.#count >= this.offsets.length) {
      const grown = new Uint32Array(this.#count * 2);
      grown.set(this.offsets);
      this.offsets = grown;
    }
    this.offsets[this.#count] = this.bytes.length;
  }

  /** Adds the string made of the first `length` bytes. */
  pushBytes(bytes: Uint8Array, length: number): void {
    const target = this.bytes.reserve(length);
    const start = this.bytes.length;
    // Short strings: a loop beats a view and a native copy.
    for (let i = 0; i < length; i++) target[start + i] = bytes[i] as number;
    this.bytes.length = start + length;
    this.endString();
  }

  finish(): ByteArena {
    return { bytes: this.bytes.view(), offsets: this.offsets };
  }
}
