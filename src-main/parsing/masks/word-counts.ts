import { type int, type Ints, newInts } from '../../base/portable.ts';
import { spread } from './hash-set.ts';

/** A power of two; filled to half at most, later words are not counted. */
const SLOTS: int = 1 << 17;
/** A word is common that was met so often, and once in so many contents. */
const MIN_COUNT: int = 8;
const ONE_IN: int = 64;
/** What stands beside a word is usual for it where it is there so often, once in so many times. */
const ONE_OF: int = 8;

/**
 * How often words, and words with what stands beside them, were met in the contents of one block, by hash.
 *
 * Source: Vaarandi, "A data clustering algorithm for mining patterns from event logs", IPOM 2003: frequent words are the
 * program's. Deviation: by share of the contents wherever they stand, and only beside what they usually stand beside, for
 * the program's words are found in free texts as well.
 */
export class WordCounts {
  /** Contents counted. */
  contents: int = 0;
  private size: int = 0;
  /** Open addressing; 0 = free. */
  private readonly words: Ints = newInts(SLOTS);
  private readonly counts: Ints = newInts(SLOTS);

  clear(): void {
    if (this.size > 0) {
      for (let i: int = 0; i < SLOTS; i++) {
        this.words[i] = 0;
        this.counts[i] = 0;
      }
    }
    this.size = 0;
    this.contents = 0;
  }

  /** Counts a hash, which is not 0. */
  add(word: int): void {
    const at = this.slotOf(word);
    if (this.words[at] === 0) {
      if (this.size * 2 >= SLOTS) return;
      this.words[at] = word;
      this.size++;
    }
    this.counts[at] = (this.counts[at] as int) + 1;
  }

  isCommon(word: int): boolean {
    const count = this.countOf(word);
    return count >= MIN_COUNT && count * ONE_IN >= this.contents;
  }

  /** Whether the word is often met with this neighbour; `pair` is the hash of both. */
  isUsual(word: int, pair: int): boolean {
    if (pair === 0) return false;
    const count = this.countOf(pair);
    return count >= MIN_COUNT && count * ONE_OF >= this.countOf(word);
  }

  private countOf(hash: int): int {
    return this.counts[this.slotOf(hash)] as int;
  }

  private slotOf(word: int): int {
    let at = spread(word) & (SLOTS - 1);
    while (this.words[at] !== 0 && this.words[at] !== word) at = (at + 1) & (SLOTS - 1);
    return at;
  }
}
