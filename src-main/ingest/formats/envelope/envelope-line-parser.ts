import { type LineParser, LineVerdict } from '../line-parser.ts';
import { ParsedLine } from '../parsed-line.ts';
import { detachRanges } from './escape-line-parser.ts';

const LF = 0x0a;
const CR = 0x0d;
const PARTIAL = 'P';

/** How an envelope says that its text is a piece of a longer line. */
export type PartialMark = 'none' | 'tag' | 'newline';

export interface EnvelopeOptions {
  readonly outer: LineParser;
  readonly inners: readonly LineParser[];
  /** `tag`: CRI's F or P; `newline`: docker's text ends with a line break unless it was cut at 16 KB. */
  readonly partialMark: PartialMark;
  /** Service of events that name none; '' for none. */
  readonly service: string;
  /** All lines come from one stream, so an inner line without header continues the event before. */
  readonly isSingleStream: boolean;
}

/**
 * Parses lines wrapped by a container runtime: the outer header gives time and stream, the wrapped text is parsed
 * again for level, component and message. Pieces of a cut line join the event of the first piece.
 */
export class EnvelopeLineParser implements LineParser {
  readonly joinsLines = true;
  private readonly options: EnvelopeOptions;
  private readonly inner = new ParsedLine();
  private isPartial = false;
  private bytes: Uint8Array = new Uint8Array(0);

  constructor(options: EnvelopeOptions) {
    this.options = options;
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    this.bytes = bytes;
    const verdict = this.options.outer.parse(bytes, start, end, out);
    if (verdict !== LineVerdict.event || out.isMalformed) return verdict;
    return this.readWrapped(bytes, out);
  }

  /** The runtime's time and stream with the text as it is. */
  parseAlone(bytes: Uint8Array, start: number, end: number, out: ParsedLine): boolean {
    if (this.options.outer.parse(bytes, start, end, out) !== LineVerdict.event || out.isMalformed) return false;
    if (this.options.partialMark === 'newline') trimLineEnd(out.content ?? bytes, out);
    if (out.serviceStart < 0 && this.options.service !== '') out.serviceText ??= this.options.service;
    return true;
  }

  private readWrapped(bytes: Uint8Array, out: ParsedLine): LineVerdict {
    const wasPartial = this.isPartial;
    this.isPartial = this.readPartial(bytes, out);
    if (wasPartial) return LineVerdict.noMatch;
    const inner = this.parseInner(bytes, out);
    if (out.serviceStart < 0 && this.options.service !== '') out.serviceText ??= this.options.service;
    return inner;
  }

  private readPartial(bytes: Uint8Array, out: ParsedLine): boolean {
    if (this.options.partialMark === 'none') return false;
    if (this.options.partialMark === 'tag') {
      // CRI's only attribute is the tag: F for a full line, P for a piece.
      return out.ranges.count > 0 && bytes[out.ranges.starts[0]!] === 0x50;
    }
    const text = out.content ?? bytes;
    if (out.contentEnd === out.contentStart || text[out.contentEnd - 1] !== LF) return true;
    trimLineEnd(text, out);
    return false;
  }

  private parseInner(bytes: Uint8Array, out: ParsedLine): LineVerdict {
    const { inners } = this.options;
    const text = out.content ?? bytes;
    for (const parser of inners) {
      const verdict = parser.parse(text, out.contentStart, out.contentEnd, this.inner);
      if (verdict !== LineVerdict.event || this.inner.isMalformed) continue;
      adopt(out, this.inner, text, bytes);
      return LineVerdict.event;
    }
    const hasSure = inners.length > 0 && this.options.isSingleStream;
    return hasSure ? LineVerdict.noMatch : LineVerdict.event;
  }

  /** Every record of a line is an event, also one whose text has no header. */
  more(out: ParsedLine): boolean {
    if (!this.options.outer.more(out)) return false;
    if (!out.isMalformed) this.readWrapped(this.bytes, out);
    return true;
  }

  get recordEnd(): number {
    return this.options.outer.recordEnd ?? 0;
  }

  get state(): string {
    return this.isPartial ? PARTIAL : this.options.outer.state;
  }

  startBlock(state: string): void {
    this.isPartial = state === PARTIAL;
    this.options.outer.startBlock(state === PARTIAL ? '' : state);
    for (const inner of this.options.inners) inner.startBlock('');
  }

  get yearless(): LineParser['yearless'] {
    return this.options.outer.yearless;
  }
}

function trimLineEnd(text: Uint8Array, out: ParsedLine): void {
  if (out.contentEnd > out.contentStart && text[out.contentEnd - 1] === LF) out.contentEnd--;
  if (out.contentEnd > out.contentStart && text[out.contentEnd - 1] === CR) out.contentEnd--;
}

/** Takes over what the wrapped text says; the runtime's time wins, being the more precise and always zoned. */
function adopt(out: ParsedLine, inner: ParsedLine, text: Uint8Array, bytes: Uint8Array): void {
  const attributes = mergeObjects(out.attributes, inner.attributes);
  if (text !== bytes || inner.content !== null) detachRanges(text, inner);
  if (!out.hasTime) {
    out.hasTime = inner.hasTime;
    out.epochSeconds = inner.epochSeconds;
    out.nanos = inner.nanos;
    out.badTime = inner.badTime;
  }
  out.severity = inner.severity;
  out.severityStart = inner.severityStart;
  out.severityEnd = inner.severityEnd;
  out.severityText = inner.severityText;
  if (inner.serviceStart >= 0 || inner.serviceText !== null) {
    out.serviceStart = inner.serviceStart;
    out.serviceEnd = inner.serviceEnd;
    out.serviceText = inner.serviceText;
  }
  if (inner.hostStart >= 0 || inner.hostText !== null) {
    out.hostStart = inner.hostStart;
    out.hostEnd = inner.hostEnd;
    out.hostText = inner.hostText;
  }
  out.componentStart = inner.componentStart;
  out.componentEnd = inner.componentEnd;
  out.componentText = inner.componentText;
  out.content = inner.content;
  out.contentStart = inner.contentStart;
  out.contentEnd = inner.contentEnd;
  if (attributes !== null) out.setAttributes(attributes);
}

/** Joins the texts of two JSON objects; names of both keep the wrapped text's value last, which wins. */
function mergeObjects(first: string | null, second: string | null): string | null {
  if (first === null || second === null) return first ?? second;
  return `${first.slice(0, -1)},${second.slice(1)}`;
}
