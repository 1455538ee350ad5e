import { type int, type Ints, newInts } from '../../base/portable.ts';
import { HashSet, spread } from './hash-set.ts';

/** A key behind which so many different values stood has parameters, not program text. */
const MANY_VALUES: int = 16;
/** So many, where all were sentences: those may be the program's, with errors in them. */
const MANY_SENTENCES: int = 32;

/** Powers of two; tables are never filled beyond half, what comes later is not learned. */
const KEYS: int = 2048;
const VALUES: int = 1 << 15;

/**
 * Keys that are known in one block to have values that differ from line to line, by hash of the key.
 *
 * Two keys of one hash are one; two values of one hash count once.
 */
export class ValueKeys {
  /** Keys with many values so far. */
  open: int = 0;
  /** Whether every key counts as one. */
  isAllOpen: boolean = false;
  private keys: int = 0;
  /** Open addressing; 0 = free. */
  private readonly key: Ints = newInts(KEYS);
  private readonly short: Ints = newInts(KEYS);
  private readonly sentences: Ints = newInts(KEYS);
  private readonly values: HashSet = new HashSet(VALUES);

  /** Forgets everything. */
  clear(): void {
    if (this.keys === 0) return;
    for (let i: int = 0; i < KEYS; i++) {
      this.key[i] = 0;
      this.short[i] = 0;
      this.sentences[i] = 0;
    }
    this.values.clear();
    this.open = 0;
    this.keys = 0;
  }

  /** Whether a value behind the key is a parameter, whatever it says. */
  isOpen(key: int, isSentence: boolean): boolean {
    if (this.isAllOpen) return true;
    const at = this.slotOf(key);
    if (this.key[at] === 0) return false;
    return (this.short[at] as int) >= MANY_VALUES || (isSentence && (this.sentences[at] as int) >= MANY_SENTENCES);
  }

  /** Notes a value by its hash. Neither hash is 0. */
  note(key: int, value: int, isSentence: boolean): void {
    const at = this.slotOf(key);
    if (this.key[at] === 0) {
      if (this.keys * 2 >= KEYS) return;
      this.key[at] = key;
      this.keys++;
    }
    const counts = isSentence ? this.sentences : this.short;
    const most = isSentence ? MANY_SENTENCES : MANY_VALUES;
    const count = counts[at] as int;
    if (count >= most || !this.values.add(value)) return;
    counts[at] = count + 1;
    if (count + 1 === most) this.open++;
  }

  private slotOf(key: int): int {
    let at = spread(key) & (KEYS - 1);
    while (this.key[at] !== 0 && this.key[at] !== key) at = (at + 1) & (KEYS - 1);
    return at;
  }
}
