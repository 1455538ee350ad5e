import { skipSpace, skipString, skipValue } from './skip-json.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** What stands around the records is kept for them up to this size. */
const MAX_CONTEXT_BYTES = 8192;

export const WalkStep = {
  /** A record starts at `position`; read it and say where it ends with `take`. */
  record: 0,
  /** No record starts on the rest of the line. */
  none: 1,
  /** The rest of the line is no JSON. */
  text: 2,
} as const;
export type WalkStep = (typeof WalkStep)[keyof typeof WalkStep];

/**
 * Finds the records of a JSON document that may be spread over lines or packed on one: objects one after the other,
 * elements of an outer array, or elements of an array inside an object (`{"Records":[...]}`, `{"hits":{"hits":[...]}}`).
 * Only what is open is held, so a document may be of any length.
 */
export class JsonWalker {
  /** Where the walk stands. */
  position = 0;
  private readonly path: readonly Uint8Array[];
  private readonly decoder = new TextDecoder();
  /** The characters that close what is open around the records, outermost first. */
  private closers = '';
  private contexts: string[] = [];

  /** @param path Members that lead to the records, outermost first; their values are arrays or objects. */
  constructor(path: readonly string[]) {
    const encoder = new TextEncoder();
    this.path = path.map((name) => encoder.encode(name));
  }

  /** For each object entered on the way to the records: the text of its members before the one on the path. */
  get context(): readonly string[] {
    return this.contexts;
  }

  /** Everything the next line depends on; '' where nothing is open. */
  get state(): string {
    return this.closers === '' ? '' : JSON.stringify([this.closers, ...this.contexts]);
  }

  set state(text: string) {
    const [closers = '', ...contexts] = text === '' ? [] : (JSON.parse(text) as string[]);
    this.closers = closers;
    this.contexts = contexts;
  }

  /** A line that opens a whole document ends whatever was left open by a broken one before it. */
  startDocument(bytes: Uint8Array, at: number, limit: number): void {
    if (this.closers === '' || bytes[at] !== OPEN_OBJECT || this.path.length === 0) return;
    if (this.findMember(bytes, at, limit, this.path[0]!) < 0) return;
    this.closers = '';
    this.contexts = [];
  }

  /** The record read last ends here. */
  take(end: number): void {
    this.position = end;
  }

  /**
   * Goes on from `position` to the next record that starts before `lineEnd`.
   * @param limit How far records and what stands before them may reach.
   */
  next(bytes: Uint8Array, lineEnd: number, limit: number): WalkStep {
    for (;;) {
      const at = this.skipBetween(bytes, lineEnd);
      if (at >= lineEnd) return WalkStep.none;
      const byte = bytes[at]!;
      if (byte === OPEN_OBJECT) {
        if (!this.enter(bytes, at, limit)) return WalkStep.record;
      } else if (byte === OPEN_ARRAY) {
        if (this.isTuple) return WalkStep.record;
        this.closers += ']';
        this.position = at + 1;
      } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
        this.close(byte === CLOSE_ARRAY ? ']' : '}');
        this.position = at + 1;
      } else if (!this.skipMember(bytes, at, limit)) {
        this.position = lineEnd;
        return WalkStep.text;
      }
    }
  }

  private skipBetween(bytes: Uint8Array, lineEnd: number): number {
    let at = skipSpace(bytes, this.position, lineEnd);
    while (at < lineEnd && bytes[at] === COMMA) at = skipSpace(bytes, at + 1, lineEnd);
    this.position = at;
    return at;
  }

  /** Objects entered so far. */
  private get level(): number {
    return this.contexts.length;
  }

  /** Where records are expected an array is one: Loki's `["1714564800000000000","line"]`. */
  private get isTuple(): boolean {
    return this.path.length > 0 && this.level === this.path.length && this.closers.endsWith(']');
  }

  /** Goes into an object that leads to records; false when the object is a record itself. */
  private enter(bytes: Uint8Array, at: number, limit: number): boolean {
    const name = this.path[this.level];
    if (name === undefined) return false;
    const value = this.findMember(bytes, at, limit, name);
    if (value < 0) return false;
    this.closers += '}';
    this.contexts.push(this.contextText(bytes, at + 1, value));
    if (bytes[value] === OPEN_ARRAY) {
      this.closers += ']';
      this.position = value + 1;
    } else this.position = value;
    return true;
  }

  /** Position of a member's value when that is an array or object, else -1. */
  private findMember(bytes: Uint8Array, at: number, limit: number, name: Uint8Array): number {
    let position = skipSpace(bytes, at + 1, limit);
    while (position < limit && bytes[position] === QUOTE) {
      const nameEnd = skipString(bytes, position, limit);
      if (nameEnd < 0) return -1;
      const isName = isSame(bytes, position + 1, nameEnd - 1, name);
      const colon = skipSpace(bytes, nameEnd, limit);
      if (bytes[colon] !== 0x3a) return -1;
      const value = skipSpace(bytes, colon + 1, limit);
      if (isName) return bytes[value] === OPEN_ARRAY || bytes[value] === OPEN_OBJECT ? value : -1;
      const after = skipValue(bytes, value, limit, 1);
      if (after < 0) return -1;
      position = skipSpace(bytes, after, limit);
      if (bytes[position] !== COMMA) return -1;
      position = skipSpace(bytes, position + 1, limit);
    }
    return -1;
  }

  private contextText(bytes: Uint8Array, start: number, value: number): string {
    let end = value;
    while (end > start && bytes[end] !== QUOTE) end--;
    end--;
    while (end > start && bytes[end] !== QUOTE) end--;
    while (end > start && bytes[end] !== COMMA) end--;
    return end - start > MAX_CONTEXT_BYTES ? '' : this.decoder.decode(bytes.subarray(start, end)).trim();
  }

  private close(closer: string): void {
    if (!this.closers.endsWith(closer)) return;
    this.closers = this.closers.slice(0, -1);
    if (closer === '}') this.contexts.pop();
  }

  /** A member that follows the records inside an object that was entered. */
  private skipMember(bytes: Uint8Array, at: number, limit: number): boolean {
    if (bytes[at] !== QUOTE || !this.closers.endsWith('}')) return false;
    const nameEnd = skipString(bytes, at, limit);
    const colon = nameEnd < 0 ? -1 : skipSpace(bytes, nameEnd, limit);
    if (colon < 0 || bytes[colon] !== 0x3a) return false;
    const after = skipValue(bytes, skipSpace(bytes, colon + 1, limit), limit, 1);
    if (after < 0) return false;
    this.position = after;
    return true;
  }
}

function isSame(bytes: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false;
  return true;
}
