import type { Clock } from '../../timestamps/clock.ts';
import { readEpoch } from '../../timestamps/epoch-number.ts';
import { TimeFields } from '../../timestamps/time-fields.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { JsonReader } from './json-document-parser.ts';
import { skipValue } from './skip-json.ts';

type Json = Readonly<Record<string, unknown>>;

/** The members that lead to the records of an export request; `readScope` expects them in this order. */
export const OTLP_PATHS: readonly (readonly string[])[] = [
  ['resourceLogs', 'scopeLogs', 'logRecords'],
  ['resourceLogs', 'instrumentationLibraryLogs', 'logRecords'],
];

interface OtlpScope {
  readonly resource: Map<string, unknown>;
  readonly name: string | null;
}

const NO_SCOPE: OtlpScope = { resource: new Map(), name: null };
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Reads the records of OTLP/JSON export requests, `resourceLogs[].scopeLogs[].logRecords[]`. */
export class OtlpEvent implements JsonReader {
  private readonly clock: Clock;
  private readonly fields = new TimeFields();
  private scope = NO_SCOPE;
  private scopeText = '';

  constructor(clock: Clock) {
    this.clock = clock;
  }

  read(bytes: Uint8Array, at: number, end: number, out: ParsedLine, context: readonly string[]): number {
    const after = skipValue(bytes, at, end, 0);
    if (after < 0) return -1;
    const around = context.slice(1).join('\n');
    if (around !== this.scopeText) {
      this.scopeText = around;
      this.scope = readScope(context[1] ?? '', context[2] ?? '');
    }
    this.fill(asObject(JSON.parse(decoder.decode(bytes.subarray(at, after)))), out);
    return after;
  }

  private fill(record: Json, out: ParsedLine): void {
    const { resource, name } = this.scope;
    this.setTime(isSet(record['timeUnixNano']) ? record['timeUnixNano'] : record['observedTimeUnixNano'], out);
    out.severity = severityNumber(record['severityNumber']);
    out.severityText = textOrNull(record['severityText']);
    out.serviceText = textOrNull(resource.get('service.name'));
    out.hostText = textOrNull(resource.get('host.name'));
    out.componentText = name;
    const body = anyValue(record['body']);
    const content = encoder.encode(typeof body === 'string' ? body : JSON.stringify(body ?? record));
    out.content = content;
    out.contentStart = 0;
    out.contentEnd = content.length;
    const attributes = attributesOf(record, resource);
    if (attributes !== null) out.setAttributes(attributes);
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
}

/** Resource and scope as the members before the arrays they describe, which is the order of the protocol. */
function readScope(resourceMembers: string, scopeMembers: string): OtlpScope {
  const scope = parseMembers(scopeMembers);
  return {
    resource: attributeMap(asObject(parseMembers(resourceMembers)['resource'])['attributes']),
    name: textOrNull(asObject(scope['scope'] ?? scope['instrumentationLibrary'])['name']),
  };
}

function parseMembers(text: string): Json {
  try {
    return asObject(JSON.parse(`{${text}}`));
  } catch {
    // Cut or damaged: the records have no resource then.
    return {};
  }
}

const PROMOTED = new Set(['service.name', 'host.name']);

function attributesOf(record: Json, resource: ReadonlyMap<string, unknown>): string | null {
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

/** A number, or the name of the protocol's enum (`SEVERITY_NUMBER_INFO2`). */
function severityNumber(value: unknown): number {
  const name = typeof value === 'string' ? /^SEVERITY_NUMBER_([A-Z]+)([2-4]?)$/.exec(value) : null;
  const number = name === null ? Number(value ?? 0) : (SEVERITIES[name[1]!] ?? 0) + Math.max(0, Number(name[2]) - 1);
  return Number.isInteger(number) && number >= 0 && number <= 24 ? number : 0;
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

const SEVERITIES: Readonly<Record<string, number>> = { TRACE: 1, DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 };

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
