/** Small questions about the bytes of a chunk; none reads outside the range it is given. */
import type { Bytes, int } from '../../base/portable.ts';
import { ipv4End, isDigit } from './word-mask.ts';

const COLON: int = 0x3a;
const DASH: int = 0x2d;
const DOT: int = 0x2e;
const PLUS: int = 0x2b;
const SLASH: int = 0x2f;

export function hasDot(bytes: Bytes, start: int, end: int): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === DOT) return true;
  return false;
}

/** Inside a word although soft: a dot between digits, a sign behind an underscore. */
export function continuesWord(bytes: Bytes, start: int, at: int, end: int): boolean {
  if (at + 1 >= end || !isDigit(bytes[at + 1] as int)) return false;
  const previous = bytes[at - 1] as int;
  if (bytes[at] === DOT) return at > start && isDigit(previous);
  return bytes[at] === DASH && previous === 0x5f;
}

/** A sign before a digit, at the start of the chunk or behind a colon. */
export function isSign(bytes: Bytes, start: int, at: int, end: int): boolean {
  if (bytes[at] !== DASH && bytes[at] !== PLUS) return false;
  if (at + 1 >= end || !isDigit(bytes[at + 1] as int)) return false;
  return at === start || bytes[at - 1] === COLON;
}

/** `name/10.0.0.1:80`, as Java writes a socket address. */
export function isNamedAddress(bytes: Bytes, start: int, end: int): boolean {
  let slash = start;
  while (slash < end && bytes[slash] !== SLASH) slash++;
  return slash > start && slash < end && ipv4End(bytes, slash + 1, end) === end;
}

/** `. : - , ; ) ]` and `/`: not part of a value at its end. */
export function isTrailing(byte: int): boolean {
  return (byte >= 0x2c && byte <= 0x2f) || byte === COLON || byte === 0x3b || byte === 0x29 || byte === 0x5d;
}
