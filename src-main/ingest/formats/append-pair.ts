import { appendJsonString } from './json/write-json.ts';
import type { Scratch } from './scratch.ts';

const BLANK = 0x20;
const EQUALS = 0x3d;
const QUOTE = 0x22;

/** Appends ` name=value` (no blank in front of the first); a value with blanks, quotes or `=` is quoted as in logfmt. */
export function appendPair(out: Scratch, name: Uint8Array, bytes: Uint8Array, start: number, end: number): void {
  if (out.length > 0) out.appendByte(BLANK);
  appendWord(out, name, 0, name.length);
  out.appendByte(EQUALS);
  appendWord(out, bytes, start, end);
}

function appendWord(out: Scratch, bytes: Uint8Array, start: number, end: number): void {
  if (isPlainWord(bytes, start, end)) out.append(bytes, start, end);
  else appendJsonString(out, bytes, start, end);
}

/** True for text that logfmt reads back without quotes. */
export function isPlainWord(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte <= BLANK || byte === EQUALS || byte === QUOTE || byte === 0x5c) return false;
  }
  return true;
}
