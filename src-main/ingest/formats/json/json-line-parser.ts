import { Clock } from '../../timestamps/clock.ts';
import type { YearlessDates } from '../../timestamps/time-context.ts';
import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { FieldFiller } from '../field-filler.ts';
import { FieldRole, fieldKeys } from '../keys.ts';
import { type LineParser, LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { severityWords } from '../severity-words.ts';
import { findBatch } from './json-batch.ts';
import { JsonRecord } from './json-record.ts';
import { skipSpace } from './skip-json.ts';
import { hasEscape, unescapeJson } from './unescape.ts';
import { Scratch } from '../scratch.ts';

const QUOTE = 0x22;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const COMMA = 0x2c;

/**
 * Parses JSON lines without building objects: one object a line, several on a line, arrays on one line or one element
 * a line, and the batches of `json-batch.ts`. A line that starts like an object and breaks is an event of its own
 * (`isMalformed`) that keeps the time and level read before the break.
 */
export class JsonLineParser implements LineParser {
  readonly joinsLines = true;
  private readonly record: JsonRecord;
  private readonly clock: Clock;
  private readonly filler: FieldFiller;
  private readonly defaultSeverity: number;
  private readonly decoded = new Scratch();
  private bytes: Uint8Array = new Uint8Array(0);
  private next = 0;
  private end = 0;

  constructor(spec: ParserSpec, survey: TimeSurvey | null = null) {
    this.record = new JsonRecord(fieldKeys(spec.keys));
    this.defaultSeverity = spec.defaultSeverity;
    this.clock = new Clock(spec.time, survey);
    this.filler = new FieldFiller(this.clock, severityWords(spec.levels, spec.hasCommonLevels), spec.levelScale);
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    out.reset();
    this.bytes = bytes;
    this.end = end;
    this.next = end;
    let at = skipSpace(bytes, start, end);
    if (at < end && bytes[at] === OPEN_ARRAY) at = skipSpace(bytes, at + 1, end);
    if (isOnlyPunctuation(bytes, at, end)) return LineVerdict.structural;
    if (bytes[at] !== OPEN_OBJECT) return LineVerdict.noMatch;
    this.readRecord(at, start, out);
    return LineVerdict.event;
  }

  more(out: ParsedLine): boolean {
    if (this.next >= this.end) return false;
    out.reset();
    this.readRecord(this.next, this.next, out);
    return true;
  }

  /** @param rawStart Where the raw text of a broken record starts. */
  private readRecord(at: number, rawStart: number, out: ParsedLine): void {
    const { bytes, end, record } = this;
    let after = record.read(bytes, at, end);
    const batch = after < 0 || record.start[FieldRole.message]! >= 0 ? -1 : findBatch(bytes, record);
    if (batch >= 0) after = record.read(bytes, batch, end);
    this.fill(out);
    if (after < 0) {
      out.isMalformed = true;
      out.contentStart = rawStart;
      out.contentEnd = end;
      out.content = null;
      out.attributesBuffer.length = 0;
      this.next = end;
      return;
    }
    if (out.contentStart < 0) {
      out.contentStart = batch >= 0 ? batch : at;
      out.contentEnd = after;
    }
    this.next = this.findNext(after);
  }

  /** The next object of the line: after a comma, or directly. */
  private findNext(after: number): number {
    let at = skipSpace(this.bytes, after, this.end);
    if (at < this.end && this.bytes[at] === COMMA) at = skipSpace(this.bytes, at + 1, this.end);
    return at < this.end && this.bytes[at] === OPEN_OBJECT ? at : this.end;
  }

  private fill(out: ParsedLine): void {
    const { record, bytes, filler } = this;
    const timeStart = record.start[FieldRole.time]!;
    if (timeStart >= 0) {
      const quote = bytes[timeStart] === QUOTE ? 1 : 0;
      filler.setTime(bytes, timeStart + quote, record.end[FieldRole.time]! - quote, quote === 0, out);
    }
    const levelStart = record.start[FieldRole.level]!;
    if (levelStart >= 0) {
      const quote = bytes[levelStart] === QUOTE ? 1 : 0;
      filler.setLevel(bytes, levelStart + quote, record.end[FieldRole.level]! - quote, out);
    }
    if (out.severityStart < 0) out.severity = this.defaultSeverity;
    this.fillNames(out);
    this.fillContent(out);
    this.writeAttributes(out.attributesBuffer);
  }

  private fillNames(out: ParsedLine): void {
    const { record } = this;
    if (record.start[FieldRole.service]! >= 0) {
      out.serviceStart = record.start[FieldRole.service]! + 1;
      out.serviceEnd = record.end[FieldRole.service]! - 1;
      out.serviceText = this.decodedText(out.serviceStart, out.serviceEnd);
    }
    if (record.start[FieldRole.host]! >= 0) {
      out.hostStart = record.start[FieldRole.host]! + 1;
      out.hostEnd = record.end[FieldRole.host]! - 1;
      out.hostText = this.decodedText(out.hostStart, out.hostEnd);
    }
    if (record.start[FieldRole.component]! >= 0) {
      out.componentStart = record.start[FieldRole.component]! + 1;
      out.componentEnd = record.end[FieldRole.component]! - 1;
      out.componentText = this.decodedText(out.componentStart, out.componentEnd);
    }
  }

  /** The decoded text when the range has escapes, else null: the range itself is the text. */
  private decodedText(start: number, end: number): string | null {
    if (!hasEscape(this.bytes, start, end)) return null;
    const scratch = this.decoded;
    scratch.length = 0;
    unescapeJson(this.bytes, start, end, scratch);
    return scratch.text();
  }

  private fillContent(out: ParsedLine): void {
    const { record, bytes, decoded } = this;
    if (record.start[FieldRole.message]! < 0) return;
    if (bytes[record.start[FieldRole.message]!] === OPEN_ARRAY) return this.decodeBytes(out);
    const start = record.start[FieldRole.message]! + 1;
    const end = record.end[FieldRole.message]! - 1;
    if (!hasEscape(bytes, start, end)) {
      out.contentStart = start;
      out.contentEnd = end;
      return;
    }
    decoded.length = 0;
    unescapeJson(bytes, start, end, decoded);
    out.content = decoded.bytes;
    out.contentStart = 0;
    out.contentEnd = decoded.length;
  }

  /** journald writes text that is not clean UTF-8 as an array of byte values. */
  private decodeBytes(out: ParsedLine): void {
    const { record, bytes, decoded } = this;
    decoded.length = 0;
    let value = -1;
    for (let i = record.start[FieldRole.message]!; i < record.end[FieldRole.message]!; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit >= 0 && digit <= 9) value = (value < 0 ? 0 : value * 10) + digit;
      else if (value >= 0) {
        decoded.appendByte(value);
        value = -1;
      }
    }
    out.content = decoded.bytes;
    out.contentStart = 0;
    out.contentEnd = decoded.length;
  }

  /** The top-level members without a role, as they are written, so numbers stay exact. */
  private writeAttributes(attributes: Scratch): void {
    const { record, bytes } = this;
    attributes.length = 0;
    for (let i = 0; i < record.memberCount; i++) {
      if (isUsed(record, i)) continue;
      attributes.appendByte(attributes.length === 0 ? OPEN_OBJECT : COMMA);
      attributes.append(bytes, record.memberStart[i]!, record.memberEnd[i]!);
    }
    if (attributes.length > 0) attributes.appendByte(0x7d);
  }

  get state(): string {
    return this.clock.state;
  }

  startBlock(state: string): void {
    this.clock.startBlock(state);
  }

  get yearless(): YearlessDates | null {
    return this.clock.yearless;
  }
}

function isUsed(record: JsonRecord, member: number): boolean {
  for (let role = 0; role < record.member.length; role++) {
    if (record.start[role]! >= 0 && record.member[role] === member) return true;
  }
  return false;
}

/** `[`, `]`, `],`, `}` alone: what is left of an array written one element a line. */
function isOnlyPunctuation(bytes: Uint8Array, at: number, end: number): boolean {
  if (at >= end) return true;
  const byte = bytes[at]!;
  const rest = skipSpace(bytes, at + 1, end);
  if (byte === COMMA || byte === 0x5d) return rest >= end || (bytes[rest] === COMMA && rest + 1 >= end);
  return false;
}
