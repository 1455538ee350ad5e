import { type Bytes, type int, type Ints, newInts } from '../../base/portable.ts';
import { BYTE_CLASS, HARD } from './byte-class.ts';
import { hashRange } from './value-span.ts';

/** More than a content has words and parameters: it is read for so many bytes. */
const MAX_TOKENS: int = 4400;
const SPACE: int = 0x20;
/** Hashes of what is no word; those of words are odd and from many bytes. */
const PARAMETER: int = 3;
const START: int = 5;
const END: int = 7;
const LEFT: int = 9;
const RIGHT: int = 11;

/** The words and parameters of a content in order, each by its range and hash. */
export class Tokens {
  count: int = 0;
  readonly start: Ints = newInts(MAX_TOKENS);
  readonly end: Ints = newInts(MAX_TOKENS);
  readonly hash: Ints = newInts(MAX_TOKENS);
  /** Mask of a parameter, -1 for a word. */
  readonly mask: Ints = newInts(MAX_TOKENS);

  clear(): void {
    this.count = 0;
  }

  /** Adds the words of a constant part. */
  addWords(bytes: Bytes, start: int, end: int): void {
    let at = start;
    while (at < end) {
      if (isHard(bytes[at] as int)) {
        at++;
        continue;
      }
      const from = at;
      while (at < end && !isHard(bytes[at] as int)) at++;
      this.push(from, at, hashRange(bytes, from, at, 0) | 1, -1);
    }
  }

  addParameter(mask: int, start: int, end: int): void {
    this.push(start, end, PARAMETER, mask);
  }

  isWord(index: int): boolean {
    return (this.mask[index] as int) < 0;
  }

  /** Hash of a word with the token before it. */
  before(index: int): int {
    return link(index === 0 ? START : (this.hash[index - 1] as int), this.hash[index] as int);
  }

  /** Hash of a word with the token behind it. */
  behind(index: int): int {
    return link(this.hash[index] as int, index + 1 === this.count ? END : (this.hash[index + 1] as int));
  }

  /** Hash of a word with the marks before it, 0 where there is but a blank. */
  marksBefore(bytes: Bytes, index: int): int {
    if (index === 0) return 0;
    const marks = marksBetween(bytes, this.end[index - 1] as int, this.start[index] as int);
    return marks === 0 ? 0 : link(link(marks, LEFT), this.hash[index] as int);
  }

  /** Hash of a word with the marks behind it, 0 where there is but a blank. */
  marksBehind(bytes: Bytes, index: int): int {
    if (index + 1 === this.count) return 0;
    const marks = marksBetween(bytes, this.end[index] as int, this.start[index + 1] as int);
    return marks === 0 ? 0 : link(link(this.hash[index] as int, RIGHT), marks);
  }

  private push(start: int, end: int, hash: int, mask: int): void {
    if (this.count === MAX_TOKENS) return;
    this.start[this.count] = start;
    this.end[this.count] = end;
    this.hash[this.count] = hash;
    this.mask[this.count] = mask;
    this.count++;
  }
}

function isHard(byte: int): boolean {
  return ((BYTE_CLASS[byte] as int) & HARD) !== 0;
}

function marksBetween(bytes: Bytes, from: int, end: int): int {
  return end - from === 1 && bytes[from] === SPACE ? 0 : hashRange(bytes, from, end, 1) | 1;
}

function link(a: int, b: int): int {
  const mixed = ((a << 5) - a + b) | 0;
  return (mixed ^ (mixed >>> 15)) | 1;
}
