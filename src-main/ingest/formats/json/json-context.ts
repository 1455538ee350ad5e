import type { Clock } from '../../timestamps/clock.ts';
import { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import type { JsonReader } from './json-document-parser.ts';
import { JsonEvent } from './json-event.ts';
import { JsonTuple } from './json-tuple.ts';

const OPEN_ARRAY = 0x5b;
const encoder = new TextEncoder();

/** Members of an enclosing object that describe its records: texts, and the labels of a stream. */
const LABELS = new Set(['stream', 'labels']);

/** Reads records of a document; what stands around them gives the names and attributes they lack. */
export class JsonContext implements JsonReader {
  private readonly event: JsonEvent;
  private readonly around: JsonEvent;
  private readonly tuple: JsonTuple;
  private readonly outer = new ParsedLine();
  private outerBytes: Uint8Array = new Uint8Array(0);
  private outerText = '';

  constructor(spec: ParserSpec, clock: Clock) {
    this.event = new JsonEvent(spec, clock);
    this.around = new JsonEvent({ ...spec, parts: [], defaultSeverity: 0 }, clock);
    this.tuple = new JsonTuple(clock);
  }

  read(bytes: Uint8Array, at: number, end: number, out: ParsedLine, context: readonly string[]): number {
    const isTuple = bytes[at] === OPEN_ARRAY;
    const after = isTuple ? this.tuple.read(bytes, at, end, out) : this.event.read(bytes, at, end, out);
    const text = context.at(-1) ?? '';
    if (text !== this.outerText) this.readContext(text);
    if (text !== '') this.addContext(out);
    return after;
  }

  private readContext(text: string): void {
    this.outerText = text;
    this.outer.reset();
    this.outerBytes = encoder.encode(JSON.stringify(labelsOf(text)));
    this.around.read(this.outerBytes, 0, this.outerBytes.length, this.outer);
  }

  private addContext(out: ParsedLine): void {
    const { outer } = this;
    if (out.serviceStart < 0) out.serviceText ??= this.name(outer.serviceText, outer.serviceStart, outer.serviceEnd);
    if (out.hostStart < 0) out.hostText ??= this.name(outer.hostText, outer.hostStart, outer.hostEnd);
    if (out.componentStart < 0) {
      out.componentText ??= this.name(outer.componentText, outer.componentStart, outer.componentEnd);
    }
    if (out.severity === 0 && out.severityStart < 0 && outer.severity > 0) {
      out.severity = outer.severity;
      out.severityText = this.name(outer.severityText, outer.severityStart, outer.severityEnd);
    }
    const attributes = outer.attributes;
    if (attributes === null) return;
    const own = out.attributes;
    // A name of both keeps the record's value last, which wins.
    out.setAttributes(own === null ? attributes : `${attributes.slice(0, -1)},${own.slice(1)}`);
  }

  private name(text: string | null, start: number, end: number): string | null {
    if (text !== null || start < 0) return text;
    return new TextDecoder().decode(this.outerBytes.subarray(start, end));
  }
}

/** The describing members of a context's text; labels come up to the top. */
function labelsOf(text: string): Record<string, string> {
  const members = Object.entries(parseMembers(text));
  const labels = members.flatMap(([name, value]) => (LABELS.has(name) ? textMembers(value) : []));
  return Object.fromEntries([...textMembers(Object.fromEntries(members)), ...labels]);
}

function parseMembers(text: string): Record<string, unknown> {
  try {
    return JSON.parse(`{${text}}`) as Record<string, unknown>;
  } catch {
    // A context that was cut or damaged describes nothing; the records do not depend on it.
    return {};
  }
}

function textMembers(value: unknown): [string, string][] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}
