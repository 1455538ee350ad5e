import type { YearlessDates } from '../timestamps/time-context.ts';
import type { ParsedLine } from './parsed-line.ts';

export { ParsedLine } from './parsed-line.ts';

/** What a line is to the format in force. */
export const LineVerdict = {
  /** Starts an event. */
  event: 0,
  /** Has no header: a continuation of the open event, or an event of its own when none is open. */
  noMatch: 1,
  /** Kept raw but gives no event. */
  rejected: 2,
  /** Belongs to the file's structure (`#Fields`, a CSV header, `[` of an array): counted as continuation. */
  structural: 3,
} as const;
export type LineVerdict = (typeof LineVerdict)[keyof typeof LineVerdict];

/** Parses the lines of one source, in order. Not shared between sources. */
export interface LineParser {
  /**
   * Takes one line apart into `out` (reset by the parser).
   * @param end Without LF and CR.
   */
  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict;
  /**
   * Takes apart a line that `parse` called `noMatch` and that continues nothing, since no event is open: an envelope's own
   * time is known whatever its text is. Absent, or false: the line is its text alone.
   */
  parseAlone?(bytes: Uint8Array, start: number, end: number, out: ParsedLine): boolean;
  /** Next record of the same line (OTLP batches, JSON arrays); false when there is none. */
  more(out: ParsedLine): boolean;
  /**
   * Parsers that look beyond the line they are given: end of the record read last, in the buffer. Lines that start before
   * it belong to the record.
   */
  readonly recordEnd?: number;
  /** True when a line without header continues the event before it. */
  readonly joinsLines: boolean;
  /** State to carry into the next block (the `#Fields` in force, ...); '' initially and for most formats. */
  readonly state: string;
  /** Call before the first line of every block with the state at its start. */
  startBlock(state: string): void;
  /** Null for formats whose timestamps have a year (or no line of the block had a year-less date). */
  readonly yearless: YearlessDates | null;
}
