import { Clock } from '../../timestamps/clock.ts';
import type { YearlessDates } from '../../timestamps/time-context.ts';
import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { type LineParser, LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { recordLimit } from '../record-span.ts';
import { findClose } from './find-close.ts';
import { JsonContext } from './json-context.ts';
import { JsonWalker, WalkStep } from './json-walker.ts';

/** What reads one record of a document. */
export interface JsonReader {
  /** As `JsonEvent.read`; `context` is that of `JsonWalker`. */
  read(bytes: Uint8Array, at: number, end: number, out: ParsedLine, context: readonly string[]): number;
}

const SEPARATOR = '\u0001';

/**
 * Parses JSON documents whose records reach over lines or lie inside arrays of other objects. A record's event is on the
 * line it starts on; its other lines continue it. A record that breaks costs itself alone where its brackets or the indent
 * of the next one tell where it ends.
 */
export class JsonDocumentParser implements LineParser {
  readonly joinsLines = true;
  recordEnd = 0;
  private readonly walker: JsonWalker;
  private readonly reader: JsonReader;
  private readonly clock: Clock;
  private bytes: Uint8Array = new Uint8Array(0);
  private lineStart = 0;
  private lineEnd = 0;
  /** Brackets still open of a record that is longer than may be held. */
  private depth = 0;
  private indent = 0;
  private isText = false;
  private readonly spansLines: boolean;

  constructor(spec: ParserSpec, survey: TimeSurvey | null, makeReader: (clock: Clock) => JsonReader) {
    this.spansLines = spec.spansLines;
    this.walker = new JsonWalker(spec.batch);
    this.clock = new Clock(spec.time, survey);
    this.reader = makeReader(this.clock);
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    out.reset();
    // Another buffer, or one that was read before: the record read last is not in it.
    if (bytes !== this.bytes || start < this.lineStart) this.restart();
    this.bytes = bytes;
    this.lineStart = start;
    this.lineEnd = end;
    if (this.depth > 0) return this.skipCut();
    if (this.recordEnd >= end && this.recordEnd > start) return LineVerdict.noMatch;
    if (this.walker.position <= start) this.walker.startDocument(bytes, start, this.limit());
    this.walker.take(Math.max(start, this.recordEnd, this.walker.position));
    const isInside = this.recordEnd > start;
    if (this.advance(out)) return LineVerdict.event;
    return isInside || this.isText ? LineVerdict.noMatch : LineVerdict.structural;
  }

  more(out: ParsedLine): boolean {
    if (this.depth > 0 || this.recordEnd >= this.lineEnd) return false;
    out.reset();
    this.walker.take(this.recordEnd);
    return this.advance(out);
  }

  /** How far records may reach: other text lies behind the line where they are one line each. */
  private limit(): number {
    return this.spansLines ? recordLimit(this.bytes, Math.max(this.lineStart, this.walker.position)) : this.lineEnd;
  }

  /** Reads the next record of the line; false when none starts on it. */
  private advance(out: ParsedLine): boolean {
    const { bytes, walker, lineEnd } = this;
    const limit = this.limit();
    const step = walker.next(bytes, lineEnd, limit);
    this.isText = step === WalkStep.text;
    if (step !== WalkStep.record) return false;
    const at = walker.position;
    const after = this.reader.read(bytes, at, limit, out, walker.context);
    if (after < 0) this.readBroken(at, limit, out);
    else this.recordEnd = after;
    return true;
  }

  /** A record that is damaged, or cut by the end of what may be held: then what was read of it stays. */
  private readBroken(at: number, limit: number, out: ParsedLine): void {
    const { bytes, lineStart, lineEnd } = this;
    const isAlone = bytes.subarray(lineStart, at).every((byte) => byte === 0x20 || byte === 0x09);
    this.indent = isAlone ? at - lineStart : 0;
    const { position } = findClose(bytes, at, limit, this.indent, 0);
    if (position < 0) {
      this.depth = Math.max(0, findClose(bytes, at, lineEnd, this.indent, 0).depth);
      this.recordEnd = lineEnd;
      if (out.contentStart < 0) setRaw(out, at, lineEnd);
      if (this.depth > 0 && limit > lineEnd) return;
    } else this.recordEnd = position;
    out.isMalformed = true;
    out.attributesBuffer.length = 0;
    setRaw(out, at, lineEnd);
  }

  private skipCut(): LineVerdict {
    const { bytes, lineStart, lineEnd, indent } = this;
    const { position, depth } = findClose(bytes, lineStart, lineEnd, indent, this.depth);
    this.depth = depth;
    if (position >= 0) this.recordEnd = position;
    return LineVerdict.noMatch;
  }

  get state(): string {
    const own = this.depth === 0 && this.walker.state === '' ? '' : `${this.depth},${this.indent},${this.walker.state}`;
    return own === '' && this.clock.state === '' ? '' : own + SEPARATOR + this.clock.state;
  }

  startBlock(state: string): void {
    const [own = '', clock = ''] = state.split(SEPARATOR);
    const [depth = '0', indent = '0', ...walker] = own === '' ? [] : own.split(',');
    this.depth = Number(depth);
    this.indent = Number(indent);
    this.walker.state = walker.join(',');
    this.clock.startBlock(clock);
    this.bytes = new Uint8Array(0);
    this.restart();
  }

  private restart(): void {
    this.recordEnd = 0;
    this.walker.take(0);
  }

  get yearless(): YearlessDates | null {
    return this.clock.yearless;
  }
}

function setRaw(out: ParsedLine, start: number, end: number): void {
  out.content = null;
  out.contentStart = start;
  out.contentEnd = end;
}

/** Reads objects by the names of their fields, and arrays of time and text. */
export function namedRecordReader(spec: ParserSpec): (clock: Clock) => JsonReader {
  return (clock) => new JsonContext(spec, clock);
}
