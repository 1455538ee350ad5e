/** Recognises URLs and absolute paths at the start of a chunk: pure functions of the bytes. */
import { BYTE_CLASS, ByteFlag } from './byte-class.ts';
import { isLetter } from './word-mask.ts';
import { WordSet } from './word-set.ts';

const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const DOT = 0x2e;
const TILDE = 0x7e;

/** Schemes written with one slash: `file:/x`, `jar:file:/x`. */
const FILE_SCHEMES = new WordSet(['file', 'jar', 'hdfs', 'zip']);

/** Whether an absolute, home or relative (`./`, `../`) path, a drive or a share starts at `start`. */
export function isPathStart(bytes: Uint8Array, start: number, chunkEnd: number): boolean {
  const length = chunkEnd - start;
  const first = bytes[start] as number;
  if (first === SLASH) return length > 1;
  if (first === BACKSLASH) return length > 2;
  if (length < 2) return false;
  const second = bytes[start + 1] as number;
  if (first === TILDE || first === DOT)
    return second === SLASH || (length > 2 && second === DOT && bytes[start + 2] === SLASH);
  if (second !== COLON || length < 4 || !isLetter(first)) return false;
  return bytes[start + 2] === BACKSLASH || bytes[start + 2] === SLASH;
}

/** Index of the colon in `scheme://`, `file:/` or `key:/path`, or -1. */
export function colonBeforeSlash(bytes: Uint8Array, start: number, chunkEnd: number): number {
  for (let i = start + 1; i + 2 < chunkEnd; i++) if (bytes[i] === COLON && bytes[i + 1] === SLASH) return i;
  return -1;
}

/** Whether the colon at `colon` ends a URL scheme rather than a key. */
export function isScheme(bytes: Uint8Array, start: number, colon: number): boolean {
  if (bytes[colon + 2] === SLASH) return true;
  let from = colon;
  while (from > start && isLetter(bytes[from - 1] as number)) from--;
  return FILE_SCHEMES.has(bytes, from, colon);
}

/** Extends a path or URL from `chunkEnd` over separators that belong to it, up to white space, quotes and brackets. */
export function longEnd(bytes: Uint8Array, chunkEnd: number, end: number, isUrl: boolean): number {
  let at = chunkEnd;
  while (at < end) {
    const byte = bytes[at] as number;
    const isPart =
      ((BYTE_CLASS[byte] as number) & ByteFlag.hard) === 0 || isPathByte(byte) || (isUrl && isUrlByte(byte));
    if (!isPart) break;
    at++;
  }
  return at;
}

/** `= $ # % ? &`: hard elsewhere, part of a path or its query here. */
function isPathByte(byte: number): boolean {
  return byte === 0x3d || (byte >= 0x23 && byte <= 0x26) || byte === 0x3f;
}

function isUrlByte(byte: number): boolean {
  return byte === 0x2c || byte === 0x3b || byte === 0x21 || byte === 0x2a;
}
