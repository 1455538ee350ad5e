/** Recognises URLs and absolute paths at the start of a chunk: pure functions of the bytes. */
import type { Bytes, int } from '../../base/portable.ts';
import { BYTE_CLASS, HARD } from './byte-class.ts';
import { isLetter } from './word-mask.ts';
import { WordSet } from './word-set.ts';

const SLASH: int = 0x2f;
const BACKSLASH: int = 0x5c;
const COLON: int = 0x3a;
const DOT: int = 0x2e;
const TILDE: int = 0x7e;

/** Schemes written with one slash: `file:/x`, `jar:file:/x`. */
const FILE_SCHEMES: WordSet = new WordSet('file jar hdfs zip');

/** Whether an absolute, home or relative (`./`, `../`) path, a drive or a share starts at `start`. */
export function isPathStart(bytes: Bytes, start: int, chunkEnd: int): boolean {
  const length = chunkEnd - start;
  const first = bytes[start] as int;
  if (first === SLASH) return length > 1;
  if (first === BACKSLASH) return length > 2;
  if (length < 2) return false;
  const second = bytes[start + 1] as int;
  if (first === TILDE || first === DOT)
    return second === SLASH || (length > 2 && second === DOT && bytes[start + 2] === SLASH);
  if (second !== COLON || length < 4 || !isLetter(first)) return false;
  return bytes[start + 2] === BACKSLASH || bytes[start + 2] === SLASH;
}

/** Index of the colon in `scheme://`, `file:/` or `key:/path`, or -1. */
export function colonBeforeSlash(bytes: Bytes, start: int, chunkEnd: int): int {
  for (let i = start + 1; i + 2 < chunkEnd; i++) if (bytes[i] === COLON && bytes[i + 1] === SLASH) return i;
  return -1;
}

/** Whether the colon at `colon` ends a URL scheme rather than a key. */
export function isScheme(bytes: Bytes, start: int, colon: int): boolean {
  if (bytes[colon + 2] === SLASH) return true;
  let from = colon;
  while (from > start && isLetter(bytes[from - 1] as int)) from--;
  return FILE_SCHEMES.has(bytes, from, colon);
}

/** Extends a path or URL from `chunkEnd` over separators that belong to it, up to white space, quotes and brackets. */
export function longEnd(bytes: Bytes, chunkEnd: int, end: int, isUrl: boolean): int {
  let at = chunkEnd;
  while (at < end) {
    const byte = bytes[at] as int;
    const isPart = ((BYTE_CLASS[byte] as int) & HARD) === 0 || isPathByte(byte) || (isUrl && isUrlByte(byte));
    if (!isPart) break;
    at++;
  }
  return at;
}

/** `= $ # % ? &`: hard elsewhere, part of a path or its query here. */
function isPathByte(byte: int): boolean {
  return byte === 0x3d || (byte >= 0x23 && byte <= 0x26) || byte === 0x3f;
}

function isUrlByte(byte: int): boolean {
  return byte === 0x2c || byte === 0x3b || byte === 0x21 || byte === 0x2a;
}
