import { type LineParser, LineVerdict } from './line-parser.ts';
import type { ParsedLine } from './parsed-line.ts';

/** Text without any header: every line is an event whose content is the line; time is unknown, order is line order. */
export class PlainLineParser implements LineParser {
  readonly joinsLines = false;
  readonly state = '';
  readonly yearless = null;

  parse(_bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    out.reset();
    out.contentStart = start;
    out.contentEnd = end;
    return LineVerdict.event;
  }

  more(): boolean {
    return false;
  }

  startBlock(): void {}
}
