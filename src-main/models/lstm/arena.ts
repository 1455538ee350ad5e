import { LINE } from './kernel.ts';

/** Below this lie the compiled kernel's constants. */
const FIRST_ADDRESS = 4096;

/** Hands out addresses in a block of memory, each on a line of its own. */
export class Arena {
  #used = FIRST_ADDRESS;

  /** Address of room for so many numbers. */
  allocate(numbers: number): number {
    const address = this.#used;
    this.#used += Math.ceil((numbers * 4) / LINE) * LINE;
    return address;
  }

  /** Bytes up to the end of all that was asked for. */
  get bytes(): number {
    return this.#used;
  }
}
