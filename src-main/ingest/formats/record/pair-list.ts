import { Scratch } from '../scratch.ts';

/** More fields of one record than this are left out. */
const MAX_PAIRS = 1024;

/** Names and values of one record, copied into one buffer; decoded text and ranges of the source look the same. */
export class PairList {
  readonly text = new Scratch();
  count = 0;
  readonly nameStart = new Int32Array(MAX_PAIRS);
  readonly nameEnd = new Int32Array(MAX_PAIRS);
  readonly valueStart = new Int32Array(MAX_PAIRS);
  readonly valueEnd = new Int32Array(MAX_PAIRS);

  clear(): void {
    this.text.length = 0;
    this.count = 0;
  }

  get isFull(): boolean {
    return this.count === MAX_PAIRS;
  }

  /** Opens a pair whose name was appended to `text` from `from` on; its value is what is appended next. */
  open(from: number): void {
    this.nameStart[this.count] = from;
    this.nameEnd[this.count] = this.text.length;
    this.valueStart[this.count] = this.text.length;
    this.valueEnd[this.count] = this.text.length;
  }

  /** True while the open pair has no value yet. */
  get isOpenEmpty(): boolean {
    return this.text.length === this.valueStart[this.count];
  }

  /** Ends the value of the open pair; an empty one leaves no pair. */
  close(): void {
    const length = this.text.length;
    this.valueEnd[this.count] = length;
    if (length > this.valueStart[this.count]! && !this.isFull) this.count++;
  }

  add(bytes: Uint8Array, nameStart: number, nameEnd: number, valueStart: number, valueEnd: number): void {
    if (this.isFull) return;
    const from = this.text.length;
    this.text.append(bytes, nameStart, nameEnd);
    this.open(from);
    this.text.append(bytes, valueStart, valueEnd);
    this.close();
  }
}
