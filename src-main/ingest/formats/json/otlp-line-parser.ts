import { Clock } from '../../timestamps/clock.ts';
import { readEpoch } from '../../timestamps/epoch-number.ts';
import { TimeFields } from '../../timestamps/time-fields.ts';
import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { type LineParser, LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { skipValue } from './skip-json.ts';

type Json = Readonly<Record<string, unknown>>;

interface OtlpRecord {
  readonly record: Json;
  readonly resource: Map<string, unknown>;
  readonly scopeName: string | null;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Parses OTLP/JSON export requests: `resourceLogs[].scopeLogs[].logRecords[]`, one event a record. */
export class OtlpLineParser implements LineParser {
  readonly joinsLines = true;
  readonly state = '';
  readonly yearless = null;
  private readonly clock: Clock;
  private readonly fields = new TimeFields();
  private records: readonly OtlpRecord[] = [];
  private next = 0;

  constructor(spec: ParserSpec, survey: TimeSurvey | null = null) {
    this.clock = new Clock(spec.time, survey);
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    out.reset();
    this.records = [];
    this.next = 0;
    if (bytes[start] !== 0x7b) return LineVerdict.noMatch;
    const after = skipValue(bytes, start, end, 0);
    if (after < 0) return this.malformed(start, end, out);
    this.records = collectRecords(JSON.parse(decoder.decode(bytes.subarray(start, after))));
    if (this.records.length === 0) return LineVerdict.structural;
    this.more(out);
    return LineVerdict.event;
  }

  private malformed(start: number, end: number, out: ParsedLine): LineVerdict {
    out.isMalformed = true;
    out.contentStart = start;
    out.contentEnd = end;
    return LineVerdict.event;
  }

  more(out: ParsedLine): boolean {
    const found = this.records[this.next++];
    if (found === undefined) return false;
    out.reset();
    const { record, resource, scopeName } = found;
    this.setTime(isSet(record['timeUnixNano']) ? record['timeUnixNano'] : record['observedTimeUnixNano'], out);
    out.severity = severityNumber(record['severityNumber']);
    out.severityText = textOrNull(record['severityText']);
    out.serviceText = textOrNull(resource.get('service.name'));
    out.hostText = textOrNull(resource.get('host.name'));
    out.componentText = scopeName;
    const body = anyValue(record['body']);
    const content = encoder.encode(typeof body === 'string' ? body : JSON.stringify(body ?? record));
    out.content = content;
    out.contentStart = 0;
    out.contentEnd = content.length;
    const attributes = attributesOf(found);
    if (attributes !== null) out.setAttributes(attributes);
    return true;
  }

  private setTime(value: unknown, out: ParsedLine): void {
    if (!isSet(value)) return;
    const text = encoder.encode(String(value));
    this.fields.reset();
    const isRead = readEpoch(text, 0, text.length, 9, this.fields) === text.length;
    out.hasTime = isRead && this.clock.resolve(this.fields);
    out.badTime = !out.hasTime;
    if (!out.hasTime) return;
    out.epochSeconds = this.clock.epochSeconds;
    out.nanos = this.clock.nanos;
  }

  startBlock(): void {}
}

function collectRecords(request: unknown): OtlpRecord[] {
  const records: OtlpRecord[] = [];
  for (const resourceLogs of objects(asObject(request)['resourceLogs'])) {
    const resource = attributeMap(asObject(resourceLogs['resource'])['attributes']);
    const scopes = resourceLogs['scopeLogs'] ?? resourceLogs['instrumentationLibraryLogs'];
    for (const scopeLogs of objects(scopes)) {
      const scopeName = textOrNull(asObject(scopeLogs['scope'] ?? scopeLogs['instrumentationLibrary'])['name']);
      for (const record of objects(scopeLogs['logRecords'])) records.push({ record, resource, scopeName });
    }
  }
  return records;
}

const PROMOTED = new Set(['service.name', 'host.name']);

function attributesOf({ record, resource }: OtlpRecord): string | null {
  const all = new Map<string, unknown>();
  for (const [name, value] of resource) if (!PROMOTED.has(name)) all.set(name, value);
  for (const [name, value] of attributeMap(record['attributes'])) all.set(name, value);
  for (const name of ['traceId', 'spanId', 'eventName']) {
    const value = record[name];
    if (typeof value === 'string' && value !== '') all.set(name, name === 'eventName' ? value : value.toLowerCase());
  }
  return all.size === 0 ? null : JSON.stringify(Object.fromEntries(all));
}

function attributeMap(list: unknown): Map<string, unknown> {
  return new Map(objects(list).map((entry) => [String(entry['key']), anyValue(entry['value'])]));
}

/** An OTLP AnyValue as plain data; 64-bit integers stay text where a double would round them. */
function anyValue(value: unknown): unknown {
  const entry = Object.entries(asObject(value))[0];
  if (entry === undefined) return null;
  const [kind, inner] = entry;
  if (kind === 'intValue') return Number.isSafeInteger(Number(inner)) ? Number(inner) : String(inner);
  if (kind === 'arrayValue') return objects(asObject(inner)['values']).map(anyValue);
  if (kind === 'kvlistValue') return Object.fromEntries(attributeMap(asObject(inner)['values']));
  return inner;
}

/** OTLP writes an unknown time as 0 or leaves it out. */
function isSet(value: unknown): boolean {
  return (typeof value === 'string' || typeof value === 'number') && Number(value) !== 0;
}

function severityNumber(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isInteger(number) && number >= 0 && number <= 24 ? number : 0;
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
