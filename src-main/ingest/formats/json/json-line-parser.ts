import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { ClockedLineParser } from '../clocked-line-parser.ts';
import { LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { JsonEvent } from './json-event.ts';
import { skipSpace } from './skip-json.ts';

const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const COMMA = 0x2c;

/**
 * Parses JSON lines: one object a line, several on a line, arrays on one line or one element a line. A line that starts
 * like an object and breaks is an event of its own (`isMalformed`) that keeps the time and level read before the break.
 * Records over several lines are `JsonDocumentParser`'s.
 */
export class JsonLineParser extends ClockedLineParser {
  readonly joinsLines = true;
  private readonly event: JsonEvent;
  private bytes: Uint8Array = new Uint8Array(0);
  private next = 0;
  private end = 0;

  constructor(spec: ParserSpec, survey: TimeSurvey | null = null) {
    super(spec.time, survey);
    this.event = new JsonEvent(spec, this.clock);
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    out.reset();
    this.bytes = bytes;
    this.end = end;
    this.next = end;
    let at = skipSpace(bytes, start, end);
    if (at < end && (bytes[at] === OPEN_ARRAY || bytes[at] === COMMA)) at = skipSpace(bytes, at + 1, end);
    if (isOnlyPunctuation(bytes, at, end)) return LineVerdict.structural;
    if (bytes[at] !== OPEN_OBJECT) return LineVerdict.noMatch;
    this.readRecord(at, start, out);
    return LineVerdict.event;
  }

  override more(out: ParsedLine): boolean {
    if (this.next >= this.end) return false;
    out.reset();
    this.readRecord(this.next, this.next, out);
    return true;
  }

  /** @param rawStart Where the raw text of a broken record starts. */
  private readRecord(at: number, rawStart: number, out: ParsedLine): void {
    const after = this.event.read(this.bytes, at, this.end, out);
    if (after < 0) {
      out.isMalformed = true;
      out.contentStart = rawStart;
      out.contentEnd = this.end;
      out.content = null;
      out.attributesBuffer.length = 0;
      this.next = this.end;
    } else this.next = this.findNext(after);
  }

  /** The next object of the line: after a comma, or directly. */
  private findNext(after: number): number {
    let at = skipSpace(this.bytes, after, this.end);
    if (at < this.end && this.bytes[at] === COMMA) at = skipSpace(this.bytes, at + 1, this.end);
    return at < this.end && this.bytes[at] === OPEN_OBJECT ? at : this.end;
  }
}

/** `[`, `]`, `],`, `}` alone: what is left of an array written one element a line. */
function isOnlyPunctuation(bytes: Uint8Array, at: number, end: number): boolean {
  if (at >= end) return true;
  const byte = bytes[at]!;
  const rest = skipSpace(bytes, at + 1, end);
  if (byte === COMMA || byte === 0x5d) return rest >= end || (bytes[rest] === COMMA && rest + 1 >= end);
  return false;
}
