import type { LineParser, LineVerdict } from './line-parser.ts';
import type { ParsedLine } from './parsed-line.ts';

/** A parser whose records may end beyond the line it is given, and whose text another parser takes apart. */
export abstract class RecordLineParser implements LineParser {
  recordEnd = 0;
  protected readonly inner: LineParser;
  protected bytes: Uint8Array = new Uint8Array(0);

  constructor(inner: LineParser) {
    this.inner = inner;
  }

  abstract parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict;
  abstract more(out: ParsedLine): boolean;

  get joinsLines(): boolean {
    return this.inner.joinsLines;
  }

  get state(): string {
    return this.inner.state;
  }

  startBlock(state: string): void {
    this.bytes = new Uint8Array(0);
    this.recordEnd = 0;
    this.inner.startBlock(state);
  }

  get yearless(): LineParser['yearless'] {
    return this.inner.yearless;
  }
}
