import { BYTE_CLASS, ByteFlag } from './byte-class.ts';
import { Mask, type MaskCode } from './mask.ts';

const SPACE = 0x20;

/**
 * The parameters found in one content so far: ranges of its bytes in ascending order, never empty, never touching.
 */
export class ParameterList {
  count = 0;
  readonly start: Int32Array<ArrayBuffer>;
  readonly end: Int32Array<ArrayBuffer>;
  readonly mask: Uint8Array<ArrayBuffer>;
  protected bytes: Uint8Array = new Uint8Array(0);
  /** First byte of the content; nothing before it is ever read. */
  protected from = 0;

  constructor(capacity: number) {
    this.start = new Int32Array(capacity);
    this.end = new Int32Array(capacity);
    this.mask = new Uint8Array(capacity);
  }

  protected restart(bytes: Uint8Array, start: number): void {
    this.bytes = bytes;
    this.from = start;
    this.count = 0;
  }

  /** Appends a parameter; takes padding before it in, and joins it to a parameter it touches. */
  protected add(mask: MaskCode, start: number, end: number): void {
    const i = this.count - 1;
    const floor = i < 0 ? this.from : (this.end[i] as number);
    const from = start - 1 > floor && this.bytes[start - 1] === SPACE ? this.skipPadding(start, floor) : start;
    if (i >= 0 && from === floor) {
      this.end[i] = end;
      this.mask[i] = Mask.text;
      return;
    }
    this.count = i + 2;
    this.start[i + 1] = from;
    this.end[i + 1] = end;
    this.mask[i + 1] = mask;
  }

  /** Appends a parameter, or widens the last one when only one soft byte lies between. */
  protected join(mask: MaskCode, start: number, end: number): void {
    const i = this.count - 1;
    if (i >= 0 && start - (this.end[i] as number) <= 1 && this.isSoftBefore(start)) {
      this.end[i] = end;
      this.mask[i] = this.mask[i] === Mask.number && mask === Mask.number ? Mask.number : Mask.identifier;
    } else this.add(mask, start, end);
  }

  /** Appends a time; a clock time right behind a date is part of the same timestamp. */
  protected addTime(start: number, end: number): void {
    const i = this.count - 1;
    const isBehindDate = i >= 0 && this.mask[i] === Mask.timestamp && this.end[i] === start - 1;
    if (isBehindDate && this.bytes[start - 1] === SPACE) this.end[i] = end;
    else this.add(Mask.timestamp, start, end);
  }

  /** Padding belongs to the value, all but one blank: `%5d` must not make a shape for each width. */
  private skipPadding(start: number, floor: number): number {
    let from = start;
    while (from - 1 > floor && this.bytes[from - 1] === SPACE && this.bytes[from - 2] === SPACE) from--;
    return from;
  }

  private isSoftBefore(start: number): boolean {
    return start > this.from && ((BYTE_CLASS[this.bytes[start - 1] as number] as number) & ByteFlag.soft) !== 0;
  }
}
