import { findByte } from '../../../base/find-byte.ts';

const EQUALS = 0x3d;
const GREATER = 0x3e;
const SLASH = 0x2f;
const COLON = 0x3a;
/** More attributes of one element than this are left out. */
const MAX_ATTRIBUTES = 64;

/** One opening or closing tag; an instance is reused for every tag. */
export class XmlTag {
  /** The name without its namespace. */
  nameStart = 0;
  nameEnd = 0;
  isClosing = false;
  /** `<a/>`. */
  isEmpty = false;
  /** Position after `>`. */
  end = 0;
  attributeCount = 0;
  /** Names without namespace; values without quotes, not decoded. */
  readonly attributeStart = new Int32Array(MAX_ATTRIBUTES);
  readonly attributeEnd = new Int32Array(MAX_ATTRIBUTES);
  readonly valueStart = new Int32Array(MAX_ATTRIBUTES);
  readonly valueEnd = new Int32Array(MAX_ATTRIBUTES);

  /** Reads the tag that opens at `at`. @returns false when it is none or does not end before the limit. */
  read(bytes: Uint8Array, at: number, limit: number): boolean {
    this.attributeCount = 0;
    this.isEmpty = false;
    this.isClosing = bytes[at + 1] === SLASH;
    this.nameStart = at + (this.isClosing ? 2 : 1);
    this.nameEnd = nameEndAt(bytes, this.nameStart, limit);
    if (this.nameEnd === this.nameStart) return false;
    let position = skipSpace(bytes, this.nameEnd, limit);
    this.nameStart = localName(bytes, this.nameStart, this.nameEnd);
    while (position < limit && bytes[position] !== GREATER) {
      if (bytes[position] === SLASH) {
        this.isEmpty = true;
        position = skipSpace(bytes, position + 1, limit);
      } else {
        position = this.readAttribute(bytes, position, limit);
        if (position < 0) return false;
        position = skipSpace(bytes, position, limit);
      }
    }
    this.end = position + 1;
    return position < limit;
  }

  private readAttribute(bytes: Uint8Array, at: number, limit: number): number {
    const nameEnd = nameEndAt(bytes, at, limit);
    const equals = skipSpace(bytes, nameEnd, limit);
    if (nameEnd === at || bytes[equals] !== EQUALS) return -1;
    const open = skipSpace(bytes, equals + 1, limit);
    const quote = bytes[open];
    if (open >= limit || (quote !== 0x22 && quote !== 0x27)) return -1;
    const close = findByte(bytes, quote, open + 1, limit);
    if (close < 0) return -1;
    if (this.attributeCount < MAX_ATTRIBUTES) {
      this.attributeStart[this.attributeCount] = localName(bytes, at, nameEnd);
      this.attributeEnd[this.attributeCount] = nameEnd;
      this.valueStart[this.attributeCount] = open + 1;
      this.valueEnd[this.attributeCount] = close;
      this.attributeCount++;
    }
    return close + 1;
  }
}

function localName(bytes: Uint8Array, start: number, end: number): number {
  for (let i = end - 1; i >= start; i--) if (bytes[i] === COLON) return i + 1;
  return start;
}

function nameEndAt(bytes: Uint8Array, at: number, limit: number): number {
  let position = at;
  while (position < limit) {
    const byte = bytes[position]!;
    if (byte <= 0x20 || byte === SLASH || byte === GREATER || byte === EQUALS || byte === 0x3c) break;
    position++;
  }
  return position;
}

function skipSpace(bytes: Uint8Array, at: number, limit: number): number {
  let position = at;
  while (position < limit && bytes[position]! <= 0x20) position++;
  return position;
}
