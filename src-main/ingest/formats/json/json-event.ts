import type { Clock } from '../../timestamps/clock.ts';
import { FieldFiller } from '../field-filler.ts';
import { fieldKeys } from '../keys.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { FIELD_ROLES, FieldRole } from '../role-keys.ts';
import { Scratch } from '../scratch.ts';
import { severityWords } from '../severity-words.ts';
import { appendCompact } from './compact-json.ts';
import { JsonRecord, MAX_PARTS } from './json-record.ts';
import { appendMemberPairs } from './member-pairs.ts';
import { hasEscape, unescapeJson } from './unescape.ts';

const QUOTE = 0x22;
const BLANK = 0x20;
const OPEN_ARRAY = 0x5b;

/** Turns one JSON object into an event, without building objects. */
export class JsonEvent {
  /** The object read last. */
  readonly record: JsonRecord;
  private readonly filler: FieldFiller;
  private readonly defaultSeverity: number;
  private readonly partCount: number;
  private readonly isWholeAsPairs: boolean;
  private readonly decoded = new Scratch();
  private readonly content = new Scratch();

  /** @param clock Reads the times; the caller owns its blocks. */
  constructor(spec: ParserSpec, clock: Clock) {
    this.record = new JsonRecord(fieldKeys(spec.keys, spec.parts.slice(0, MAX_PARTS)));
    this.defaultSeverity = spec.defaultSeverity;
    this.partCount = Math.min(MAX_PARTS, spec.parts.length);
    this.isWholeAsPairs = spec.wholeContent === 'pairs';
    this.filler = new FieldFiller(clock, severityWords(spec.levels, spec.hasCommonLevels), spec.levelScale);
  }

  /**
   * Reads the object that starts at `at` into `out`, which the caller has reset. Without a message the content is the
   * object's text.
   * @returns the position after it, or -1 when the text is no JSON object; `out` then holds what was read before the break.
   */
  read(bytes: Uint8Array, at: number, end: number, out: ParsedLine): number {
    const { record } = this;
    const after = record.read(bytes, at, end);
    this.fillTime(bytes, out);
    const levelStart = record.start[FieldRole.level]!;
    if (levelStart >= 0) {
      const quote = bytes[levelStart] === QUOTE ? 1 : 0;
      this.filler.setLevel(bytes, levelStart + quote, record.end[FieldRole.level]! - quote, out);
    }
    if (out.severityStart < 0) out.severity = this.defaultSeverity;
    this.fillNames(bytes, out);
    this.fillMessage(bytes, out);
    this.writeAttributes(bytes, out.attributesBuffer);
    if (after >= 0 && out.contentStart < 0) this.fillWhole(bytes, at, after, out);
    return after;
  }

  private fillTime(bytes: Uint8Array, out: ParsedLine): void {
    const { record, filler } = this;
    const time = record.start[FieldRole.time]! >= 0 ? FieldRole.time : FieldRole.date;
    const start = record.start[time]!;
    if (start < 0) return;
    const isText = bytes[start] === QUOTE;
    const quote = isText ? 1 : 0;
    const date = time === FieldRole.time ? record.start[FieldRole.date]! : -1;
    if (isText && date >= 0 && bytes[date] === QUOTE) {
      filler.setDate(bytes, date + 1, record.end[FieldRole.date]! - 1);
    }
    filler.setTime(bytes, start + quote, record.end[time]! - quote, !isText, out);
    const nanos = record.start[FieldRole.nanos]!;
    if (nanos >= 0 && bytes[nanos] !== QUOTE) filler.setNanos(bytes, nanos, record.end[FieldRole.nanos]!, out);
  }

  private fillNames(bytes: Uint8Array, out: ParsedLine): void {
    const { record } = this;
    if (record.start[FieldRole.service]! >= 0) {
      out.serviceStart = record.start[FieldRole.service]! + 1;
      out.serviceEnd = record.end[FieldRole.service]! - 1;
      out.serviceText = this.decodedText(bytes, out.serviceStart, out.serviceEnd);
    }
    if (record.start[FieldRole.host]! >= 0) {
      out.hostStart = record.start[FieldRole.host]! + 1;
      out.hostEnd = record.end[FieldRole.host]! - 1;
      out.hostText = this.decodedText(bytes, out.hostStart, out.hostEnd);
    }
    if (record.start[FieldRole.component]! >= 0) {
      out.componentStart = record.start[FieldRole.component]! + 1;
      out.componentEnd = record.end[FieldRole.component]! - 1;
      out.componentText = this.decodedText(bytes, out.componentStart, out.componentEnd);
    }
  }

  /** The decoded text when the range has escapes, else null: the range itself is the text. */
  private decodedText(bytes: Uint8Array, start: number, end: number): string | null {
    if (!hasEscape(bytes, start, end)) return null;
    const scratch = this.decoded;
    scratch.length = 0;
    unescapeJson(bytes, start, end, scratch);
    return scratch.text();
  }

  private fillMessage(bytes: Uint8Array, out: ParsedLine): void {
    const { record, content } = this;
    content.length = 0;
    if (this.partCount > 0 && this.joinParts(bytes)) return setContent(out, content);
    const first = record.start[FieldRole.message]!;
    if (first < 0) return;
    if (bytes[first] === OPEN_ARRAY) {
      this.decodeBytes(bytes);
      return setContent(out, content);
    }
    const start = first + 1;
    const end = record.end[FieldRole.message]! - 1;
    if (hasEscape(bytes, start, end)) {
      unescapeJson(bytes, start, end, content);
      setContent(out, content);
    } else {
      out.contentStart = start;
      out.contentEnd = end;
    }
  }

  /** The values of the parts that are there, joined by blanks; false when none is. */
  private joinParts(bytes: Uint8Array): boolean {
    const { record, content } = this;
    for (let part = FIELD_ROLES; part < FIELD_ROLES + this.partCount; part++) {
      const start = record.start[part]!;
      if (start < 0) continue;
      if (content.length > 0) content.appendByte(BLANK);
      if (bytes[start] === QUOTE) unescapeJson(bytes, start + 1, record.end[part]! - 1, content);
      else content.append(bytes, start, record.end[part]!);
    }
    return content.length > 0;
  }

  /** journald writes text that is not clean UTF-8 as an array of byte values. */
  private decodeBytes(bytes: Uint8Array): void {
    const { record, content } = this;
    let value = -1;
    for (let i = record.start[FieldRole.message]!; i < record.end[FieldRole.message]!; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit >= 0 && digit <= 9) value = (value < 0 ? 0 : value * 10) + digit;
      else if (value >= 0) {
        content.appendByte(value);
        value = -1;
      }
    }
  }

  private fillWhole(bytes: Uint8Array, at: number, after: number, out: ParsedLine): void {
    const { content, record } = this;
    content.length = 0;
    if (this.isWholeAsPairs) appendMemberPairs(content, bytes, record);
    else {
      const newline = bytes.indexOf(0x0a, at);
      if (newline >= 0 && newline < after) appendCompact(content, bytes, at, after);
    }
    if (content.length > 0) return setContent(out, content);
    out.contentStart = at;
    out.contentEnd = after;
  }

  /** The top-level members without a role, as they are written, so numbers stay exact. */
  private writeAttributes(bytes: Uint8Array, attributes: Scratch): void {
    const { record } = this;
    attributes.length = 0;
    for (let i = 0; i < record.memberCount; i++) {
      if (record.hasRole(i)) continue;
      attributes.appendByte(attributes.length === 0 ? 0x7b : 0x2c);
      appendCompact(attributes, bytes, record.memberStart[i]!, record.memberEnd[i]!);
    }
    if (attributes.length > 0) attributes.appendByte(0x7d);
  }
}

function setContent(out: ParsedLine, content: Scratch): void {
  out.content = content.bytes;
  out.contentStart = 0;
  out.contentEnd = content.length;
}
