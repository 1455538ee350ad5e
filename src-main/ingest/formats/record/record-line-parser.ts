import { Clock } from '../../timestamps/clock.ts';
import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { type LineParser, LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { recordLimit } from '../record-span.ts';
import { PairEvent } from './pair-event.ts';
import { PairList } from './pair-list.ts';

/** Knows how the records of one format lie in the text. Holds no state between records. */
export interface RecordShape {
  /** Where a record starts on the line, or -1. */
  findStart(bytes: Uint8Array, at: number, lineEnd: number): number;
  /**
   * Reads the record into `pairs`.
   * @returns the position after it, or -1 when it is damaged or does not end before the limit.
   */
  read(bytes: Uint8Array, at: number, limit: number, pairs: PairList): number;
  /** True for lines between records that belong to the file's structure. */
  isStructure(bytes: Uint8Array, at: number, lineEnd: number): boolean;
}

/**
 * Parses records of named values that reach over lines. The event is on the line the record starts on, the others
 * continue it. What a block's end cuts off of a record is kept as lines.
 */
export class RecordLineParser implements LineParser {
  readonly joinsLines = true;
  readonly state = '';
  readonly yearless = null;
  recordEnd = 0;
  private readonly shape: RecordShape;
  private readonly spansLines: boolean;
  private readonly clock: Clock;
  private readonly event: PairEvent;
  private readonly pairs = new PairList();
  private bytes: Uint8Array = new Uint8Array(0);
  private lineStart = 0;
  private lineEnd = 0;

  constructor(spec: ParserSpec, shape: RecordShape, survey: TimeSurvey | null = null) {
    this.shape = shape;
    this.spansLines = spec.spansLines;
    this.clock = new Clock(spec.time, survey);
    this.event = new PairEvent(spec, this.clock);
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    out.reset();
    if (bytes !== this.bytes || start < this.lineStart) this.recordEnd = 0;
    this.bytes = bytes;
    this.lineStart = start;
    this.lineEnd = end;
    const isInside = this.recordEnd > start;
    if (this.recordEnd >= end && isInside) return LineVerdict.noMatch;
    if (this.advance(isInside ? this.recordEnd : start, out)) return LineVerdict.event;
    return !isInside && this.shape.isStructure(bytes, start, end) ? LineVerdict.structural : LineVerdict.noMatch;
  }

  more(out: ParsedLine): boolean {
    if (this.recordEnd >= this.lineEnd) return false;
    out.reset();
    return this.advance(this.recordEnd, out);
  }

  private advance(from: number, out: ParsedLine): boolean {
    const { bytes, shape, pairs, lineEnd } = this;
    const at = shape.findStart(bytes, from, lineEnd);
    if (at < 0) return false;
    pairs.clear();
    const after = shape.read(bytes, at, this.spansLines ? recordLimit(bytes, at) : lineEnd, pairs);
    this.recordEnd = after < 0 ? lineEnd : after;
    this.event.fill(pairs, out);
    if (after >= 0) return true;
    out.isMalformed = true;
    out.content = null;
    out.contentStart = at;
    out.contentEnd = lineEnd;
    out.attributesBuffer.length = 0;
    return true;
  }

  startBlock(): void {
    this.clock.startBlock('');
    this.bytes = new Uint8Array(0);
    this.recordEnd = 0;
  }
}
