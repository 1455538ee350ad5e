import { LINKED_SECONDS } from '../../features/window-accumulator.ts';
import { KeyTable } from './key-table.ts';

/**
 * Gives the 32-bit hashes of keys indices; 0 means "no key" and becomes -1. An index is free for another key once its own
 * has not come for longer than events are linked, so memory follows the keys in use and not all of the log's.
 * To who counts what follows what, an index that changed hands reads like a key that came again too late to be linked.
 */
export class KeyIndex {
  #young = new KeyTable();
  #old = new KeyTable();
  readonly #free: number[] = [];
  #used = 0;
  #startedSeconds = Number.NEGATIVE_INFINITY;

  /** Indices given out so far: the most keys in use at a time. */
  get size(): number {
    return this.#used;
  }

  /**
   * Writes the index of each of the first `count` hashes to `into`.
   * @param seconds Epoch seconds of the same events, ascending; NaN where there is none.
   */
  lookUp(hashes: Uint32Array, seconds: Float64Array, into: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const hash = hashes[i]!;
      if (seconds[i]! - this.#startedSeconds > LINKED_SECONDS) this.#startGeneration(seconds[i]!);
      into[i] = hash === 0 ? -1 : this.#indexOf(hash);
    }
  }

  #indexOf(hash: number): number {
    const cell = this.#young.find(hash);
    const known = this.#young.indexAt(cell);
    if (known >= 0) return known;
    const earlier = this.#old.take(hash);
    const index = earlier >= 0 ? earlier : (this.#free.pop() ?? this.#used++);
    this.#young.put(cell, hash, index);
    return index;
  }

  /** What is still in the old generation did not come while the young one lasted: at least as long as events are linked. */
  #startGeneration(seconds: number): void {
    const emptied = this.#old;
    emptied.drain((index) => this.#free.push(index));
    this.#old = this.#young;
    this.#young = emptied;
    this.#startedSeconds = seconds;
  }
}
