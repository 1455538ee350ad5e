import { indexOfUnit, type TextEncoding } from './text-encoding.ts';

/** NUL code units kept of a longer run: enough to see it, few enough to keep the text behind a hole of any size. */
export const NUL_RUN_KEPT = 64;

const ZEROS = Buffer.alloc(64 * 1024);
const FEW_ZEROS = ZEROS.subarray(0, 1024);

/**
 * Copies one line, fed in pieces of any size, into bounded room: runs of NULs are shortened to NUL_RUN_KEPT and the line is cut
 * at the cap. The result depends on the line alone, not on the pieces.
 */
export class LineKeeper {
  /** Bytes of the line seen so far. */
  sourceBytes = 0;
  /** Offset in the line of the first byte cut off by the cap; -1 while nothing is. */
  cutAt = -1;
  /** True when bytes were left out, by the cap or of a NUL run. */
  isChanged = false;
  private readonly encoding: TextEncoding;
  private readonly nulUnit: Buffer;
  private readonly capBytes: number;
  private out: Uint8Array = new Uint8Array(0);
  private outStart = 0;
  private outEnd = 0;
  private nulRun = 0;

  /** @param capBytes A multiple of the unit. */
  constructor(encoding: TextEncoding, capBytes: number) {
    this.encoding = encoding;
    this.nulUnit = Buffer.alloc(encoding.unitBytes);
    this.capBytes = capBytes;
  }

  /** True when no further byte of this line can be kept. */
  get isFull(): boolean {
    return this.cutAt !== -1;
  }

  /** Starts a line that is copied to `out` from `at`; there must be room for the cap or the whole line. */
  start(out: Uint8Array, at: number): void {
    this.out = out;
    this.outStart = at;
    this.outEnd = at;
    this.sourceBytes = 0;
    this.nulRun = 0;
    this.cutAt = -1;
    this.isChanged = false;
  }

  /** Takes bytes[from, end) of the line; pieces begin at unit boundaries. */
  feed(bytes: Buffer, from: number, end: number): void {
    let at = from;
    while (at < end && !this.isFull) {
      if (this.nulRun > 0 || this.startsWithNul(bytes, at, end)) {
        const runEnd = endOfZeros(bytes, at, end, this.nulUnit.length);
        this.keepNuls(bytes, at, runEnd, from);
        at = runEnd;
        if (at >= end) break;
        this.nulRun = 0;
      }
      const nul = indexOfUnit(bytes, this.nulUnit, at, end);
      const textEnd = nul === -1 ? end : nul;
      this.keep(bytes, at, textEnd, from);
      at = textEnd;
    }
    this.sourceBytes += end - from;
  }

  private startsWithNul(bytes: Buffer, at: number, end: number): boolean {
    return endOfZeros(bytes, at, Math.min(end, at + this.nulUnit.length), this.nulUnit.length) > at;
  }

  private keepNuls(bytes: Buffer, at: number, runEnd: number, pieceStart: number): void {
    const width = this.nulUnit.length;
    const units = (runEnd - at) / width;
    const room = Math.max(0, NUL_RUN_KEPT - this.nulRun);
    this.nulRun += units;
    if (units > room) this.isChanged = true;
    this.keep(bytes, at, at + Math.min(units, room) * width, pieceStart);
  }

  private keep(bytes: Buffer, at: number, end: number, pieceStart: number): void {
    if (this.isFull) return;
    const room = this.capBytes - (this.outEnd - this.outStart);
    const count = Math.min(room, end - at);
    this.out.set(bytes.subarray(at, at + count), this.outEnd);
    this.outEnd += count;
    if (count === end - at) return;
    this.cutAt = this.sourceBytes + (at - pieceStart) + count;
    this.isChanged = true;
  }

  /** Ends the line; returns the position behind its last kept byte, which never splits a character. */
  finish(): number {
    if (this.cutAt === -1) return this.outEnd;
    const whole = wholeCharacters(this.out, this.outStart, this.outEnd, this.encoding);
    this.cutAt -= this.outEnd - whole;
    return whole;
  }
}

function endOfZeros(bytes: Buffer, from: number, end: number, width: number): number {
  let at = from;
  for (const zeros of [ZEROS, FEW_ZEROS]) {
    while (end - at >= zeros.length && bytes.compare(zeros, 0, zeros.length, at, at + zeros.length) === 0)
      at += zeros.length;
  }
  while (at < end && bytes[at] === 0) at++;
  return at - ((at - from) % width);
}

function wholeCharacters(bytes: Uint8Array, start: number, end: number, encoding: TextEncoding): number {
  if (encoding.unitBytes === 2 && end - start >= 2) {
    const high = bytes[encoding.isBigEndian ? end - 2 : end - 1] as number;
    return (high & 0xfc) === 0xd8 ? end - 2 : end;
  }
  if (encoding.label !== 'utf-8') return end;
  let lead = end - 1;
  while (lead > start && lead > end - 4 && ((bytes[lead] as number) & 0xc0) === 0x80) lead--;
  const first = bytes[lead] ?? 0;
  const needed = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  return lead >= start && needed > end - lead ? lead : end;
}
