/**
 * Shapes for blocks with more distinct ones than can be kept: what is known of the block says which text may stay.
 *
 * A content whose fine shape came before in the block keeps it: messages without free text stay what they are. Of any other
 * the leading plain words, keys and words common in the block stay; the rest is as few parameters as can be.
 */
import type { Bytes, int } from '../../base/portable.ts';
import { isTrailing } from './chunk-bytes.ts';
import { HashSet } from './hash-set.ts';
import * as Mask from './mask-codes.ts';
import { ShapeScanner } from './shape-scanner.ts';
import { Tokens } from './tokens.ts';
import { hashRange, mixByte } from './value-span.ts';
import { WordCounts } from './word-counts.ts';
import { isLetter } from './word-mask.ts';

const LEADING_WORDS: int = 4;
const LEADING_WORD_BYTES: int = 24;
/** Contents with new shapes whose words are counted. */
const MOST_COUNTED: int = 10_000;
const SHAPES: int = 1 << 16;

const SPACE: int = 0x20;
const COMMA: int = 0x2c;
const EQUALS: int = 0x3d;

export class CoarseScanner extends ShapeScanner {
  private readonly counts: WordCounts = new WordCounts();
  /** Fine shapes that were given out in this block, and those that were met once and not. */
  private readonly fine: HashSet = new HashSet(SHAPES);
  private readonly once: HashSet = new HashSet(SHAPES);
  private readonly tokens: Tokens = new Tokens();

  /** Starts a block: all that was learned is forgotten. */
  forget(): void {
    this.forgetKeys();
    this.counts.clear();
    this.fine.clear();
    this.once.clear();
  }

  /** Learns from the content scanned last, whose shape is given out for the first time in this block. */
  learn(start: int, end: int): void {
    this.learnKeys(start, end);
    this.learnWords(start, end);
    this.fine.add(this.hashShape(start, end));
  }

  /**
   * Whether the content scanned last may keep its shape in a block that has too many: one that was given out before, or,
   * if new ones may be, that was met before.
   */
  keepsShape(start: int, end: int, mayBeNew: boolean): boolean {
    const hash = this.hashShape(start, end);
    if (this.fine.has(hash)) return true;
    if (!mayBeNew) return false;
    if (this.once.has(hash)) {
      this.fine.add(hash);
      return true;
    }
    this.once.add(hash);
    this.learnWords(start, end);
    return false;
  }

  /** Finds few, wide parameters of `[start, end)`. */
  scanCoarse(bytes: Bytes, start: int, end: int): void {
    this.scanOpen(bytes, start, end);
    this.readTokens(start, end);
    this.count = 0;
    const tokens = this.tokens;
    let leading: int = 0;
    for (let i: int = 0; i < tokens.count; i++) {
      const from = tokens.start[i] as int;
      const stop = tokens.end[i] as int;
      const isWord = tokens.isWord(i);
      const isNext = i === 0 ? from === start : from - (tokens.end[i - 1] as int) === 1 && bytes[from - 1] === SPACE;
      const isLeading = isWord && isNext && leading < LEADING_WORDS && stop < end && isPlain(bytes, from, stop);
      leading = isLeading ? leading + 1 : LEADING_WORDS;
      const isKey = isWord && stop < end && bytes[stop] === EQUALS;
      if (isLeading || isKey || (isWord && this.isProgramText(i))) continue;
      this.widen(isWord ? Mask.TEXT : (tokens.mask[i] as int), from, isWord ? withoutMarks(bytes, from, stop) : stop);
    }
  }

  /** Whether a word is common in the block, and is so beside what it stands beside here. */
  private isProgramText(index: int): boolean {
    const tokens = this.tokens;
    const bytes = this.bytes;
    const word = tokens.hash[index] as int;
    if (!this.counts.isCommon(word)) return false;
    return (
      this.counts.isUsual(word, tokens.before(index)) ||
      this.counts.isUsual(word, tokens.behind(index)) ||
      this.counts.isUsual(word, tokens.marksBefore(bytes, index)) ||
      this.counts.isUsual(word, tokens.marksBehind(bytes, index))
    );
  }

  /** Appends a parameter, or makes the last one reach over it where they are neighbours. */
  private widen(code: int, start: int, end: int): void {
    const i = this.count - 1;
    if (i < 0 || !this.isBeside(this.end[i] as int, start)) {
      this.add(code, start, end);
      return;
    }
    this.end[i] = end;
    this.mask[i] = Mask.TEXT;
  }

  /** Nothing, a blank or a comma between. */
  private isBeside(end: int, start: int): boolean {
    return start === end || (start - end === 1 && (this.bytes[end] === SPACE || this.bytes[end] === COMMA));
  }

  private learnWords(start: int, end: int): void {
    const counts = this.counts;
    if (counts.contents >= MOST_COUNTED) return;
    counts.contents++;
    this.readTokens(start, end);
    const tokens = this.tokens;
    for (let i: int = 0; i < tokens.count; i++) {
      if (i === 0 || tokens.isWord(i) || tokens.isWord(i - 1)) counts.add(tokens.before(i));
      if (!tokens.isWord(i)) continue;
      counts.add(tokens.hash[i] as int);
      const before = tokens.marksBefore(this.bytes, i);
      const behind = tokens.marksBehind(this.bytes, i);
      if (before !== 0) counts.add(before);
      if (behind !== 0) counts.add(behind);
      if (i + 1 === tokens.count) counts.add(tokens.behind(i));
    }
  }

  /** Cuts the content scanned last into words and parameters. */
  private readTokens(start: int, end: int): void {
    this.tokens.clear();
    let at = start;
    for (let i: int = 0; i < this.count; i++) {
      const from = this.start[i] as int;
      const stop = this.end[i] as int;
      this.tokens.addWords(this.bytes, at, from);
      this.tokens.addParameter(this.mask[i] as int, from, stop);
      at = stop;
    }
    this.tokens.addWords(this.bytes, at, end);
  }

  private hashShape(start: int, end: int): int {
    let code: int = this.count;
    let at = start;
    for (let i: int = 0; i < this.count; i++) {
      code = mixByte(hashRange(this.bytes, at, this.start[i] as int, code), 0x100 + (this.mask[i] as int));
      at = this.end[i] as int;
    }
    return hashRange(this.bytes, at, end, code);
  }
}

/** End of a word without the marks behind it; a word of marks is one. */
function withoutMarks(bytes: Bytes, from: int, end: int): int {
  let last = end;
  while (last > from && isTrailing(bytes[last - 1] as int)) last--;
  return last > from ? last : end;
}

/** Letters alone, a blank behind them. */
function isPlain(bytes: Bytes, from: int, end: int): boolean {
  if (bytes[end] !== SPACE || end - from > LEADING_WORD_BYTES) return false;
  for (let at = from; at < end; at++) if (!isLetter(bytes[at] as int)) return false;
  return true;
}
