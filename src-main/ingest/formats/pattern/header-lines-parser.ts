import { detachRanges } from '../envelope/escape-line-parser.ts';
import { type LineParser, LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import { RecordLineParser } from '../record-line-parser.ts';
import { lineEndAt, nextLine, recordLimit } from '../record-span.ts';
import { Scratch } from '../scratch.ts';

const LF = 0x0a;

/** Shows several lines at once to a parser whose headers reach over them. */
export class HeaderLinesParser extends RecordLineParser {
  private readonly lines: number;
  /** The lines without carriage returns, where they have some. */
  private readonly joined = new Scratch();
  private lineStart = 0;

  constructor(inner: LineParser, lines: number) {
    super(inner);
    this.lines = lines;
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    if (bytes !== this.bytes || start < this.lineStart) this.recordEnd = 0;
    this.bytes = bytes;
    this.lineStart = start;
    out.reset();
    if (start < this.recordEnd) return LineVerdict.noMatch;
    const limit = recordLimit(bytes, start);
    let last = start;
    for (let line = 1; line < this.lines; line++) last = nextLine(bytes, last, limit);
    const headerEnd = lineEndAt(bytes, last, limit);
    const verdict =
      bytes[end] === LF || end === headerEnd
        ? this.inner.parse(bytes, start, headerEnd, out)
        : this.parseJoined(start, limit, out);
    if (verdict === LineVerdict.event) this.recordEnd = headerEnd;
    return verdict;
  }

  private parseJoined(start: number, limit: number, out: ParsedLine): LineVerdict {
    const { joined, bytes } = this;
    joined.length = 0;
    let at = start;
    for (let line = 0; line < this.lines && at < limit; line++) {
      if (line > 0) joined.appendByte(LF);
      joined.append(bytes, at, lineEndAt(bytes, at, limit));
      at = nextLine(bytes, at, limit);
    }
    const verdict = this.inner.parse(joined.bytes, 0, joined.length, out);
    if (verdict === LineVerdict.event) detachRanges(joined.bytes, out);
    return verdict;
  }

  more(): boolean {
    return false;
  }
}
