import { type LineParser, LineVerdict } from './line-parser.ts';
import type { ParsedLine } from './parsed-line.ts';

const SEPARATOR = '\u0000';

/** A file in several formats: lines the first one does not know are shown to the others. */
export class FallbackLineParser implements LineParser {
  readonly joinsLines: boolean;
  private readonly parsers: readonly LineParser[];
  private last: LineParser;

  /** @param parsers At least one, the main format first. */
  constructor(parsers: readonly [LineParser, ...LineParser[]]) {
    this.parsers = parsers;
    this.last = parsers[0];
    this.joinsLines = parsers[0].joinsLines;
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    for (const parser of this.parsers) {
      const verdict = parser.parse(bytes, start, end, out);
      if (verdict === LineVerdict.noMatch) continue;
      this.last = parser;
      return verdict;
    }
    out.reset();
    return LineVerdict.noMatch;
  }

  parseAlone(bytes: Uint8Array, start: number, end: number, out: ParsedLine): boolean {
    return this.parsers[0]?.parseAlone?.(bytes, start, end, out) ?? false;
  }

  more(out: ParsedLine): boolean {
    return this.last.more(out);
  }

  get recordEnd(): number {
    return this.last.recordEnd ?? 0;
  }

  get state(): string {
    const states = this.parsers.map((parser) => parser.state);
    return states.every((state) => state === '') ? '' : states.join(SEPARATOR);
  }

  startBlock(state: string): void {
    const states = state.split(SEPARATOR);
    this.parsers.forEach((parser, i) => {
      parser.startBlock(states[i] ?? '');
    });
  }

  /** Of the first parser that met a year-less date: formats without years are not mixed. */
  get yearless(): LineParser['yearless'] {
    return this.parsers.find((parser) => parser.yearless !== null)?.yearless ?? null;
  }
}
