import { type Bytes, type int, type Ints, newBytes, newInts } from '../../base/portable.ts';

/** A set of short ASCII words looked up in bytes, in any case, without making a string. */
export class WordSet {
  private longest: int = 0;
  /** The words in lower case, each behind its length. */
  private readonly words: Bytes;
  /** Open addressing: position of a word in `words`, 0 = free. */
  private readonly table: Ints;
  private readonly mask: int;

  /** @param words In lower case, separated by single blanks. */
  constructor(words: string) {
    this.words = newBytes(words.length + 3);
    let size: int = 8;
    while (size < words.length) size *= 2;
    this.table = newInts(size);
    this.mask = size - 1;
    let used: int = 1;
    let from: int = 0;
    for (let i: int = 0; i <= words.length; i++) {
      if (i < words.length && words.charCodeAt(i) !== 0x20) continue;
      const length: int = i - from;
      this.words[used] = length;
      for (let j: int = 0; j < length; j++) this.words[used + 1 + j] = words.charCodeAt(from + j);
      this.insert(used, length);
      if (length > this.longest) this.longest = length;
      used += 1 + length;
      from = i + 1;
    }
  }

  /** Whether the bytes `[start, end)` are one of the words. */
  has(bytes: Bytes, start: int, end: int): boolean {
    const length = end - start;
    if (length <= 0 || length > this.longest) return false;
    let at = hashLower(bytes, start, end) & this.mask;
    for (let word: int = this.table[at] as int; word !== 0; word = this.table[at] as int) {
      if ((this.words[word] as int) === length && this.isSame(word + 1, bytes, start, length)) return true;
      at = (at + 1) & this.mask;
    }
    return false;
  }

  private insert(word: int, length: int): void {
    let at = hashLower(this.words, word + 1, word + 1 + length) & this.mask;
    while (this.table[at] !== 0) at = (at + 1) & this.mask;
    this.table[at] = word;
  }

  private isSame(word: int, bytes: Bytes, start: int, length: int): boolean {
    for (let i = 0; i < length; i++) if (this.words[word + i] !== lowerByte(bytes[start + i] as int)) return false;
    return true;
  }
}

function hashLower(bytes: Bytes, start: int, end: int): int {
  let code: int = end - start;
  for (let i = start; i < end; i++) code = ((code << 5) - code + lowerByte(bytes[i] as int)) & 0xffffff;
  return code ^ (code >>> 9);
}

function lowerByte(byte: int): int {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
