import type { int } from '../../base/portable.ts';
import { ParameterList } from './parameter-list.ts';
import { ValueKeys } from './value-keys.ts';
import { hashRange, isQuoteAt, isSentence, mixByte, valueEnd, valueKeyHash } from './value-span.ts';

/** Only this much of a content is read for its shape; the rest is one parameter. */
const MAX_SHAPE_BYTES: int = 8192;
const EQUALS_BYTE: int = 0x3d;
/** Once so many values of a content have no end, no more are looked for: each search may be long. */
const MAX_ENDLESS: int = 64;

/** Where reading a content for its shape ends. */
export function shapeLimit(start: int, end: int): int {
  return end - start > MAX_SHAPE_BYTES ? start + MAX_SHAPE_BYTES : end;
}

/** The parameters of a content, and what contents of the block told of the keys before them. */
export class KeyedParameters extends ParameterList {
  protected readonly keys: ValueKeys = new ValueKeys();
  /** Values without an end in the content that is read. */
  protected endless: int = 0;

  /** Starts a block: what was learned of keys is forgotten. */
  forgetKeys(): void {
    this.keys.clear();
  }

  /**
   * Learns behind which keys values differ, from the content that was scanned last. Needed only for contents whose shape is
   * new in its block: others have the values of one that was.
   */
  learnKeys(start: int, end: int): void {
    const bytes = this.bytes;
    const limit = shapeLimit(start, end);
    let next: int = 0;
    this.endless = 0;
    for (let at = start; at < limit && this.endless < MAX_ENDLESS; at++) {
      while (next < this.count && (this.end[next] as int) <= at) next++;
      if (next < this.count && (this.start[next] as int) <= at) at = (this.end[next] as int) - 1;
      else if (bytes[at] === EQUALS_BYTE) this.learnValue(at, end, next);
    }
  }

  /** @param next Number of the first parameter behind `equals`. */
  private learnValue(equals: int, end: int, next: int): void {
    const bytes = this.bytes;
    const key = valueKeyHash(bytes, this.from, equals);
    if (key === 0) return;
    const isQuoted = isQuoteAt(bytes, equals + 1, end);
    const from = isQuoted ? equals + 2 : equals + 1;
    const stop = this.valueEnd(from, end, isQuoted);
    if (stop <= from) return;
    let code = key;
    let at = from;
    for (let i = next; i < this.count && (this.start[i] as int) < stop; i++) {
      if (this.start[i] === from && this.end[i] === stop) return;
      code = mixByte(hashRange(bytes, at, this.start[i] as int, code), 0x100 + (this.mask[i] as int));
      at = this.end[i] as int;
    }
    this.keys.note(key, hashRange(bytes, at, stop, code) | 1, isSentence(bytes, from, stop));
  }

  /** As the function of this name. */
  protected valueEnd(from: int, end: int, isQuoted: boolean): int {
    if (this.endless >= MAX_ENDLESS) return -1;
    const stop = valueEnd(this.bytes, from, end, isQuoted);
    if (stop < 0) this.endless++;
    return stop;
  }
}
