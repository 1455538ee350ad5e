import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { FieldFiller } from '../field-filler.ts';
import { hasEscape, unescapeJson } from '../json/unescape.ts';
import { Scratch } from '../scratch.ts';
import { skipString } from '../json/skip-json.ts';
import { appendJsonScalar, appendJsonString } from '../json/write-json.ts';
import { type FieldKeys, fieldKeys } from '../keys.ts';
import { FIELD_ROLES, FieldRole } from '../role-keys.ts';
import { ClockedLineParser } from '../clocked-line-parser.ts';
import { LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { severityWords } from '../severity-words.ts';
import { LogfmtRecord } from './logfmt-record.ts';

const TRUE = new TextEncoder().encode('true');

/** Parses `key=value` lines. Bare keys are true; of duplicate keys the last wins. */
export class LogfmtLineParser extends ClockedLineParser {
  readonly joinsLines = true;
  private readonly record = new LogfmtRecord();
  private readonly keys: FieldKeys;
  private readonly filler: FieldFiller;
  private readonly decoded = new Scratch();
  /** Pair that fills each role, -1 when none does. */
  private readonly pair = new Int32Array(FIELD_ROLES);
  private readonly rank = new Int32Array(FIELD_ROLES);

  constructor(spec: ParserSpec, survey: TimeSurvey | null = null) {
    super(spec.time, survey);
    this.keys = fieldKeys(spec.keys);
    this.filler = new FieldFiller(this.clock, severityWords(spec.levels, spec.hasCommonLevels), spec.levelScale);
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    out.reset();
    const { record, pair } = this;
    if (!record.read(bytes, start, end) || record.assignments < 2) return LineVerdict.noMatch;
    if (record.assignments * 2 < record.count) return LineVerdict.noMatch;
    this.assignRoles(bytes);
    this.fillTime(bytes, out);
    const level = pair[FieldRole.level]!;
    if (level >= 0) this.filler.setLevel(bytes, record.valueStart[level]!, record.valueEnd[level]!, out);
    this.fillNames(bytes, out);
    this.fillContent(bytes, start, end, out);
    this.writeAttributes(bytes, out.attributesBuffer);
    return LineVerdict.event;
  }

  private assignRoles(bytes: Uint8Array): void {
    const { record, pair, rank } = this;
    pair.fill(-1);
    rank.fill(256);
    for (let i = 0; i < record.count; i++) {
      if (record.valueStart[i]! < 0 || record.valueEnd[i] === record.valueStart[i]) continue;
      const found = this.keys.find(bytes, record.keyStart[i]!, record.keyEnd[i]!);
      if (found < 0) continue;
      const role = found >> 8;
      if ((found & 255) > rank[role]!) continue;
      rank[role] = found & 255;
      pair[role] = i;
    }
  }

  private fillTime(bytes: Uint8Array, out: ParsedLine): void {
    const { record, pair } = this;
    const date = pair[FieldRole.date]!;
    const time = pair[FieldRole.time]! < 0 ? date : pair[FieldRole.time]!;
    if (time < 0) return;
    if (date >= 0 && date !== time) this.filler.setDate(bytes, record.valueStart[date]!, record.valueEnd[date]!);
    this.filler.setTime(bytes, record.valueStart[time]!, record.valueEnd[time]!, false, out);
  }

  private fillNames(bytes: Uint8Array, out: ParsedLine): void {
    const { record, pair } = this;
    const service = pair[FieldRole.service]!;
    if (service >= 0) {
      out.serviceStart = record.valueStart[service]!;
      out.serviceEnd = record.valueEnd[service]!;
      out.serviceText = this.decodedText(bytes, service);
    }
    const host = pair[FieldRole.host]!;
    if (host >= 0) {
      out.hostStart = record.valueStart[host]!;
      out.hostEnd = record.valueEnd[host]!;
      out.hostText = this.decodedText(bytes, host);
    }
    const component = pair[FieldRole.component]!;
    if (component >= 0) {
      out.componentStart = record.valueStart[component]!;
      out.componentEnd = record.valueEnd[component]!;
      out.componentText = this.decodedText(bytes, component);
    }
  }

  private decodedText(bytes: Uint8Array, pair: number): string | null {
    if (!this.decode(bytes, pair)) return null;
    return this.decoded.text();
  }

  /** True when the value has escapes; it is then decoded in `decoded`. */
  private decode(bytes: Uint8Array, pair: number): boolean {
    const { record, decoded } = this;
    const start = record.valueStart[pair]!;
    const end = record.valueEnd[pair]!;
    if (record.isQuoted[pair] === 0 || !hasEscape(bytes, start, end)) return false;
    decoded.length = 0;
    if (skipString(bytes, start - 1, end + 1) !== end + 1) return false;
    unescapeJson(bytes, start, end, decoded);
    return true;
  }

  /** The message, or the whole line when no field is one. */
  private fillContent(bytes: Uint8Array, start: number, end: number, out: ParsedLine): void {
    const message = this.pair[FieldRole.message]!;
    if (message < 0) {
      out.contentStart = start;
      out.contentEnd = end;
    } else if (this.decode(bytes, message)) {
      out.content = this.decoded.bytes;
      out.contentStart = 0;
      out.contentEnd = this.decoded.length;
    } else {
      out.contentStart = this.record.valueStart[message]!;
      out.contentEnd = this.record.valueEnd[message]!;
    }
  }

  private writeAttributes(bytes: Uint8Array, attributes: Scratch): void {
    const { record } = this;
    attributes.length = 0;
    for (let i = 0; i < record.count; i++) {
      if (this.pair.includes(i)) continue;
      attributes.appendByte(attributes.length === 0 ? 0x7b : 0x2c);
      appendJsonString(attributes, bytes, record.keyStart[i]!, record.keyEnd[i]!);
      attributes.appendByte(0x3a);
      this.appendValue(bytes, i, attributes);
    }
    if (attributes.length > 0) attributes.appendByte(0x7d);
  }

  private appendValue(bytes: Uint8Array, pair: number, attributes: Scratch): void {
    const { record } = this;
    const start = record.valueStart[pair]!;
    const end = record.valueEnd[pair]!;
    if (start < 0) attributes.append(TRUE, 0, TRUE.length);
    else if (record.isQuoted[pair] === 0) appendJsonScalar(attributes, bytes, start, end);
    else if (this.decode(bytes, pair)) appendJsonString(attributes, this.decoded.bytes, 0, this.decoded.length);
    else appendJsonString(attributes, bytes, start, end);
  }
}
