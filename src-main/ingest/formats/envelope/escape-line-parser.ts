import { findByte } from '../../../base/find-byte.ts';
import { Scratch } from '../scratch.ts';
import type { LineParser, LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';

const ESC = 0x1b;
const decoder = new TextDecoder();

/** Takes terminal escapes (colours, cursor moves) out of a line before another parser sees it. */
export class EscapeLineParser implements LineParser {
  private readonly inner: LineParser;
  private readonly clean = new Scratch();

  constructor(inner: LineParser) {
    this.inner = inner;
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    if (findByte(bytes, ESC, start, end) < 0) return this.inner.parse(bytes, start, end, out);
    stripEscapes(bytes, start, end, this.clean);
    const verdict = this.inner.parse(this.clean.bytes, 0, this.clean.length, out);
    detachRanges(this.clean.bytes, out);
    return verdict;
  }

  parseAlone(bytes: Uint8Array, start: number, end: number, out: ParsedLine): boolean {
    stripEscapes(bytes, start, end, this.clean);
    const isKnown = this.inner.parseAlone?.(this.clean.bytes, 0, this.clean.length, out) ?? false;
    if (isKnown) detachRanges(this.clean.bytes, out);
    return isKnown;
  }

  more(out: ParsedLine): boolean {
    return this.inner.more(out);
  }

  get joinsLines(): boolean {
    return this.inner.joinsLines;
  }

  get state(): string {
    return this.inner.state;
  }

  startBlock(state: string): void {
    this.inner.startBlock(state);
  }

  get yearless(): LineParser['yearless'] {
    return this.inner.yearless;
  }
}

/** Makes every range of the line independent of the block it would be looked up in. */
export function detachRanges(bytes: Uint8Array, out: ParsedLine): void {
  const text = (start: number, end: number): string | null =>
    start < 0 ? null : decoder.decode(bytes.subarray(start, end));
  out.severityText ??= text(out.severityStart, out.severityEnd);
  out.serviceText ??= text(out.serviceStart, out.serviceEnd);
  out.hostText ??= text(out.hostStart, out.hostEnd);
  out.componentText ??= text(out.componentStart, out.componentEnd);
  out.content ??= bytes;
}

/** Copies a range without CSI, OSC and two-byte escape sequences. */
export function stripEscapes(bytes: Uint8Array, start: number, end: number, out: Scratch): void {
  out.length = 0;
  out.reserve(end - start);
  for (let at = start; at < end; ) {
    const byte = bytes[at]!;
    if (byte !== ESC) {
      out.bytes[out.length++] = byte;
      at++;
    } else at = skipEscape(bytes, at, end);
  }
}

function skipEscape(bytes: Uint8Array, at: number, end: number): number {
  const kind = at + 1 < end ? bytes[at + 1]! : 0;
  let position = at + 2;
  if (kind === 0x5b) {
    while (position < end && bytes[position]! < 0x40) position++;
    return Math.min(end, position + 1);
  }
  if (kind === 0x5d) {
    while (position < end && bytes[position] !== 0x07 && bytes[position] !== ESC) position++;
    const isStringEnd = bytes[position] === ESC && bytes[position + 1] === 0x5c;
    return Math.min(end, position + (isStringEnd ? 2 : 1));
  }
  return Math.min(end, position);
}
