import { JsonWalker, WalkStep } from '../json/json-walker.ts';
import { skipSpace, skipString, skipValue } from '../json/skip-json.ts';
import { fieldKeys } from '../keys.ts';
import { FieldRole } from '../role-keys.ts';

/** Records looked at; one that lacks a name now and then does not matter. */
const MAX_RECORDS = 60;
const MAX_LINES = 20_000;

const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const QUOTE = 0x22;

/** Members of a document that hold the array of its records. */
const ARRAYS = new Set([
  'records',
  'logevents',
  'events',
  'hits',
  'value',
  'items',
  'entries',
  'logs',
  'data',
  'results',
  'rows',
  'messages',
  'resourcelogs',
  'streams',
]);
/** Arrays inside the elements of such an array. */
const INNER_ARRAYS = new Set(['scopelogs', 'instrumentationlibrarylogs', 'logrecords', 'values', 'logevents']);
/** Members that hold an object with such an array. */
const WRAPPERS = new Set(['hits', 'data', 'rawresponse', 'response']);

/** Parsed records of a sample, with what leads to them. */
export interface JsonSample {
  /** See `ParserSpec.batch`. */
  readonly batch: readonly string[];
  readonly records: readonly unknown[];
  /** A record goes over a line break, or the sample ends inside the first one. */
  readonly spansLines: boolean;
  /** See `ParserSpec.recordIndent`; of the first record. */
  readonly recordIndent: number;
}

/** Reads the first records of a JSON text, however they are laid out over lines. */
export function readJsonSample(bytes: Uint8Array): JsonSample {
  const batch = findBatch(bytes);
  const walker = new JsonWalker(batch);
  const decoder = new TextDecoder();
  const records: unknown[] = [];
  let spansLines = false;
  let recordIndent = -1;
  for (let line = 0, start = 0; start < bytes.length && line < MAX_LINES; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    if (walker.position <= start) walker.startDocument(bytes, start, bytes.length);
    walker.take(Math.max(walker.position, start));
    while (records.length < MAX_RECORDS && walker.position < end) {
      if (walker.next(bytes, end, bytes.length) !== WalkStep.record) break;
      const at = walker.position;
      const after = skipValue(bytes, at, bytes.length, 0);
      walker.take(after < 0 ? end : after);
      if (after < 0) continue;
      if (after > end) spansLines = true;
      if (records.length === 0) recordIndent = indentOf(bytes, start, at);
      records.push(withContext(JSON.parse(decoder.decode(bytes.subarray(at, after))), walker.context));
    }
    start = end + 1;
  }
  return { batch, records, spansLines, recordIndent };
}

/** Blanks between the line's start and a position, -1 when there is anything else. */
function indentOf(bytes: Uint8Array, lineStart: number, at: number): number {
  for (let i = lineStart; i < at; i++) if (bytes[i] !== 0x20 && bytes[i] !== 0x09) return -1;
  return at - lineStart;
}

/** What stands around a record tells the format too. */
function withContext(record: unknown, context: readonly string[]): unknown {
  if (typeof record !== 'object' || record === null || Array.isArray(record) || context.length === 0) return record;
  try {
    return { ...(JSON.parse(`{${context.at(-1) ?? ''}}`) as object), ...record };
  } catch {
    return record;
  }
}

/** The members that lead to the records of the first document; empty when its objects or array elements are the records. */
function findBatch(bytes: Uint8Array): string[] {
  let at = skipSpace(bytes, 0, bytes.length);
  while (bytes[at] === OPEN_ARRAY) at = skipSpace(bytes, at + 1, bytes.length);
  return bytes[at] === OPEN_OBJECT ? searchObject(bytes, at, ARRAYS) : [];
}

function searchObject(bytes: Uint8Array, at: number, arrays: ReadonlySet<string>): string[] {
  const decoder = new TextDecoder();
  const keys = fieldKeys({});
  const end = bytes.length;
  let position = skipSpace(bytes, at + 1, end);
  while (position < end && bytes[position] === QUOTE) {
    const nameEnd = skipString(bytes, position, end);
    const colon = nameEnd < 0 ? end : skipSpace(bytes, nameEnd, end);
    if (bytes[colon] !== 0x3a) return [];
    const value = skipSpace(bytes, colon + 1, end);
    const name = decoder.decode(bytes.subarray(position + 1, nameEnd - 1));
    const found = searchMember(bytes, name, value, arrays);
    if (found.length > 0) return found;
    // A time or a message makes the object a record, whatever arrays it holds.
    const role = keys.find(bytes, position + 1, nameEnd - 1) >> 8;
    const isScalar = bytes[value] !== OPEN_ARRAY && bytes[value] !== OPEN_OBJECT;
    if (isScalar && (role === FieldRole.time || role === FieldRole.message)) return [];
    const after = skipValue(bytes, value, end, 1);
    if (after < 0) return [];
    position = skipSpace(bytes, after, end);
    if (bytes[position] !== 0x2c) return [];
    position = skipSpace(bytes, position + 1, end);
  }
  return [];
}

function searchMember(bytes: Uint8Array, name: string, value: number, arrays: ReadonlySet<string>): string[] {
  const lower = name.toLowerCase();
  if (bytes[value] === OPEN_OBJECT) {
    const inner = WRAPPERS.has(lower) ? searchObject(bytes, value, RESULT_ARRAYS) : [];
    return inner.length > 0 ? [name, ...inner] : [];
  }
  if (bytes[value] !== OPEN_ARRAY || !arrays.has(lower)) return [];
  const first = skipSpace(bytes, value + 1, bytes.length);
  if (bytes[first] === OPEN_ARRAY) return lower === 'values' ? [name] : [];
  return bytes[first] === OPEN_OBJECT ? [name, ...searchObject(bytes, first, INNER_ARRAYS)] : [];
}

const RESULT_ARRAYS = new Set([...ARRAYS, 'result']);
