import type { Clock } from '../../timestamps/clock.ts';
import { appendPair } from '../append-pair.ts';
import { detachRanges } from '../envelope/escape-line-parser.ts';
import { FieldFiller } from '../field-filler.ts';
import { appendJsonScalar, appendJsonString } from '../json/write-json.ts';
import { type FieldKeys, fieldKeys } from '../keys.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { FIELD_ROLES, FieldRole } from '../role-keys.ts';
import { Scratch } from '../scratch.ts';
import { severityWords } from '../severity-words.ts';
import type { PairList } from './pair-list.ts';

const BLANK = 0x20;

interface Part {
  readonly name: Uint8Array;
  /** All fields below this one, as `name=value`. */
  readonly isGroup: boolean;
}

/** Turns the named values of one record into an event. */
export class PairEvent {
  private readonly keys: FieldKeys;
  private readonly filler: FieldFiller;
  private readonly parts: readonly Part[];
  private readonly defaultSeverity: number;
  private readonly content = new Scratch();
  /** Pair that fills each role, -1 when none does. */
  private readonly pair = new Int32Array(FIELD_ROLES);
  private readonly rank = new Int32Array(FIELD_ROLES);

  constructor(spec: ParserSpec, clock: Clock) {
    this.keys = fieldKeys(spec.keys);
    this.filler = new FieldFiller(clock, severityWords(spec.levels, spec.hasCommonLevels), spec.levelScale);
    this.defaultSeverity = spec.defaultSeverity;
    this.parts = spec.parts.map((part) => ({
      name: new TextEncoder().encode(part.replace(/\.\*$/, '.')),
      isGroup: part.endsWith('.*'),
    }));
  }

  /** Fills `out`, which the caller has reset. Nothing of it refers to the source's buffer. */
  fill(list: PairList, out: ParsedLine): void {
    const { bytes } = list.text;
    this.assignRoles(list);
    const date = this.pair[FieldRole.date]!;
    const time = this.pair[FieldRole.time]! < 0 ? date : this.pair[FieldRole.time]!;
    if (date >= 0 && date !== time) this.filler.setDate(bytes, list.valueStart[date]!, list.valueEnd[date]!);
    if (time >= 0) {
      const start = list.valueStart[time]!;
      const end = list.valueEnd[time]!;
      this.filler.setTime(bytes, start, end, isNumber(bytes, start, end), out);
    }
    const level = this.pair[FieldRole.level]!;
    if (level >= 0) this.filler.setLevel(bytes, list.valueStart[level]!, list.valueEnd[level]!, out);
    if (out.severity === 0) out.severity = this.defaultSeverity;
    this.fillNames(list, out);
    this.fillContent(list, out);
    this.writeAttributes(list, out.attributesBuffer);
    detachRanges(bytes, out);
  }

  private assignRoles(list: PairList): void {
    const { pair, rank } = this;
    pair.fill(-1);
    rank.fill(256);
    for (let i = 0; i < list.count; i++) {
      const found = this.keys.find(list.text.bytes, list.nameStart[i]!, list.nameEnd[i]!);
      if (found < 0 || (found & 255) >= rank[found >> 8]!) continue;
      rank[found >> 8] = found & 255;
      pair[found >> 8] = i;
    }
  }

  private fillNames(list: PairList, out: ParsedLine): void {
    const service = this.pair[FieldRole.service]!;
    if (service >= 0) {
      out.serviceStart = list.valueStart[service]!;
      out.serviceEnd = list.valueEnd[service]!;
    }
    const host = this.pair[FieldRole.host]!;
    if (host >= 0) {
      out.hostStart = list.valueStart[host]!;
      out.hostEnd = list.valueEnd[host]!;
    }
    const component = this.pair[FieldRole.component]!;
    if (component >= 0) {
      out.componentStart = list.valueStart[component]!;
      out.componentEnd = list.valueEnd[component]!;
    }
  }

  /** The message; without one the parts of the format, or every field without a role as `name=value`. */
  private fillContent(list: PairList, out: ParsedLine): void {
    const { content } = this;
    content.length = 0;
    const message = this.pair[FieldRole.message]!;
    if (message >= 0) content.append(list.text.bytes, list.valueStart[message]!, list.valueEnd[message]!);
    for (const part of message < 0 ? this.parts : []) this.appendPart(list, part);
    if (content.length === 0) this.appendRest(list);
    out.content = content.bytes;
    out.contentStart = 0;
    out.contentEnd = content.length;
  }

  private appendPart(list: PairList, { name, isGroup }: Part): void {
    const { content } = this;
    const { bytes } = list.text;
    for (let i = 0; i < list.count; i++) {
      const start = list.nameStart[i]!;
      const end = list.nameEnd[i]!;
      if (isGroup ? end - start <= name.length : end - start !== name.length) continue;
      if (!name.every((byte, at) => bytes[start + at] === byte)) continue;
      const valueStart = list.valueStart[i]!;
      const valueEnd = list.valueEnd[i]!;
      if (isGroup) appendPair(content, bytes.subarray(start + name.length, end), bytes, valueStart, valueEnd);
      else {
        if (content.length > 0) content.appendByte(BLANK);
        content.append(bytes, valueStart, valueEnd);
      }
    }
  }

  private appendRest(list: PairList): void {
    const { bytes } = list.text;
    for (let i = 0; i < list.count; i++) {
      if (this.pair.includes(i)) continue;
      const name = bytes.subarray(list.nameStart[i], list.nameEnd[i]);
      appendPair(this.content, name, bytes, list.valueStart[i]!, list.valueEnd[i]!);
    }
  }

  private writeAttributes(list: PairList, attributes: Scratch): void {
    const { bytes } = list.text;
    attributes.length = 0;
    for (let i = 0; i < list.count; i++) {
      if (this.pair.includes(i)) continue;
      attributes.appendByte(attributes.length === 0 ? 0x7b : 0x2c);
      appendJsonString(attributes, bytes, list.nameStart[i]!, list.nameEnd[i]!);
      attributes.appendByte(0x3a);
      appendJsonScalar(attributes, bytes, list.valueStart[i]!, list.valueEnd[i]!);
    }
    if (attributes.length > 0) attributes.appendByte(0x7d);
  }
}

function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if ((byte < 0x30 || byte > 0x39) && byte !== 0x2e) return false;
  }
  return end > start;
}
