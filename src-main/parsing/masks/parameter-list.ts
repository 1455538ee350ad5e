import { type Bytes, type int, type Ints, newBytes, newInts } from '../../base/portable.ts';
import { BYTE_CLASS, SOFT } from './byte-class.ts';
import * as Mask from './mask-codes.ts';

const SPACE: int = 0x20;

/**
 * The parameters found in one content so far: ranges of its bytes in ascending order, never empty, never touching. Once the
 * list is full the last one reaches over all that follow.
 */
export class ParameterList {
  count: int = 0;
  readonly start: Ints;
  readonly end: Ints;
  readonly mask: Bytes;
  protected bytes: Bytes = newBytes(0);
  /** First byte of the content; nothing before it is ever read. */
  protected from: int = 0;
  private readonly capacity: int;

  constructor(capacity: int) {
    this.capacity = capacity;
    this.start = newInts(capacity);
    this.end = newInts(capacity);
    this.mask = newBytes(capacity);
  }

  protected restart(bytes: Bytes, start: int): void {
    this.bytes = bytes;
    this.from = start;
    this.count = 0;
  }

  /** Appends a parameter; takes padding before it in, and joins it to a parameter it touches. */
  protected add(code: int, start: int, end: int): void {
    const i = this.count - 1;
    const floor = i < 0 ? this.from : (this.end[i] as int);
    const from = start - 1 > floor && this.bytes[start - 1] === SPACE ? this.skipPadding(start, floor) : start;
    if (i >= 0 && (from === floor || this.count === this.capacity)) {
      this.end[i] = end;
      this.mask[i] = Mask.TEXT;
      return;
    }
    this.count = i + 2;
    this.start[i + 1] = from;
    this.end[i + 1] = end;
    this.mask[i + 1] = code;
  }

  /** Appends a parameter, or widens the last one when only one soft byte lies between. */
  protected join(code: int, start: int, end: int): void {
    const i = this.count - 1;
    if (i >= 0 && start - (this.end[i] as int) <= 1 && this.isSoftBefore(start)) {
      this.end[i] = end;
      const isNumber = this.mask[i] === Mask.NUMBER && code === Mask.NUMBER;
      this.mask[i] = isNumber ? Mask.NUMBER : Mask.IDENTIFIER;
    } else this.add(code, start, end);
  }

  /** Appends a time; a clock time right behind a date is part of the same timestamp. */
  protected addTime(start: int, end: int): void {
    const i = this.count - 1;
    const isBehindDate = i >= 0 && this.mask[i] === Mask.TIMESTAMP && this.end[i] === start - 1;
    if (isBehindDate && this.bytes[start - 1] === SPACE) this.end[i] = end;
    else this.add(Mask.TIMESTAMP, start, end);
  }

  /** Padding belongs to the value, all but one blank: `%5d` must not make a shape for each width. */
  private skipPadding(start: int, floor: int): int {
    let from = start;
    while (from - 1 > floor && this.bytes[from - 1] === SPACE && this.bytes[from - 2] === SPACE) from--;
    return from;
  }

  private isSoftBefore(start: int): boolean {
    return start > this.from && ((BYTE_CLASS[this.bytes[start - 1] as int] as int) & SOFT) !== 0;
  }
}
