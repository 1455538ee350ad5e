import { LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import { RecordLineParser } from '../record-line-parser.ts';
import { recordLimit } from '../record-span.ts';
import { readFrame } from './octet-frames.ts';

const LF = 0x0a;

/**
 * Takes syslog messages out of octet-counted frames (RFC 6587, 3.4.1), one or more a line; a message may hold line breaks. A
 * line where no frame starts is shown to the inner parser as it is.
 */
export class OctetFrameParser extends RecordLineParser {
  private lineStart = 0;
  private lineEnd = 0;
  private frameStart = 0;

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    if (bytes !== this.bytes || start < this.lineStart) this.recordEnd = 0;
    this.bytes = bytes;
    this.lineStart = start;
    this.lineEnd = end;
    out.reset();
    const isInside = this.recordEnd > start;
    if (this.recordEnd >= end && isInside) return LineVerdict.noMatch;
    const verdict = this.advance(isInside ? this.recordEnd : start, out);
    if (verdict !== null) return verdict;
    this.recordEnd = end;
    return isInside ? LineVerdict.noMatch : this.inner.parse(bytes, start, end, out);
  }

  more(out: ParsedLine): boolean {
    if (this.recordEnd >= this.lineEnd) return false;
    out.reset();
    const verdict = this.advance(this.recordEnd, out);
    if (verdict === null) return false;
    if (verdict !== LineVerdict.event) this.setRaw(out);
    return true;
  }

  /** Parses the frame at a position; null when none starts there. */
  private advance(at: number, out: ParsedLine): LineVerdict | null {
    const frame = readFrame(this.bytes, at, recordLimit(this.bytes, at));
    if (frame === null) return null;
    this.recordEnd = frame.end;
    this.frameStart = frame.start;
    const isEnded = frame.end > frame.start && this.bytes[frame.end - 1] === LF;
    return this.inner.parse(this.bytes, frame.start, isEnded ? frame.end - 1 : frame.end, out);
  }

  /** A message without a known header is its own text. */
  private setRaw(out: ParsedLine): void {
    out.reset();
    out.contentStart = this.frameStart;
    out.contentEnd = this.recordEnd;
  }
}
