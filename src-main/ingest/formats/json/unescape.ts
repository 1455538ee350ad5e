import type { Scratch } from '../scratch.ts';
import { hexDigit } from './skip-json.ts';

const SIMPLE: Readonly<Record<number, number>> = {
  0x62: 0x08,
  0x66: 0x0c,
  0x6e: 0x0a,
  0x72: 0x0d,
  0x74: 0x09,
};

/** True when the range holds a backslash. */
export function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === 0x5c) return true;
  return false;
}

/**
 * Decodes the inside of a valid JSON string as UTF-8 at the end of `out`. An unpaired surrogate becomes U+FFFD.
 * @param start After the opening quote. @param end At the closing quote.
 */
export function unescapeJson(bytes: Uint8Array, start: number, end: number, out: Scratch): void {
  out.reserve((end - start) * 3);
  for (let at = start; at < end; ) {
    const byte = bytes[at]!;
    if (byte !== 0x5c) {
      out.bytes[out.length++] = byte;
      at++;
      continue;
    }
    const kind = bytes[at + 1]!;
    if (kind === 0x75) {
      at = unescapeUnicode(bytes, at, end, out);
    } else {
      out.bytes[out.length++] = SIMPLE[kind] ?? kind;
      at += 2;
    }
  }
}

function unescapeUnicode(bytes: Uint8Array, at: number, end: number, out: Scratch): number {
  const first = readHex(bytes, at + 2);
  const isPair =
    first >= 0xd800 && first < 0xdc00 && at + 12 <= end && bytes[at + 6] === 0x5c && bytes[at + 7] === 0x75;
  const second = isPair ? readHex(bytes, at + 8) : 0;
  if (second >= 0xdc00 && second < 0xe000) {
    appendCodePoint(out, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
    return at + 12;
  }
  appendCodePoint(out, first >= 0xd800 && first < 0xe000 ? 0xfffd : first);
  return at + 6;
}

function readHex(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) value = value * 16 + hexDigit(bytes[i]!);
  return value;
}

function appendCodePoint(out: Scratch, code: number): void {
  const to = out.bytes;
  if (code < 0x80) to[out.length++] = code;
  else if (code < 0x800) {
    to[out.length++] = 0xc0 | (code >> 6);
    to[out.length++] = 0x80 | (code & 63);
  } else if (code < 0x10000) {
    to[out.length++] = 0xe0 | (code >> 12);
    to[out.length++] = 0x80 | ((code >> 6) & 63);
    to[out.length++] = 0x80 | (code & 63);
  } else {
    to[out.length++] = 0xf0 | (code >> 18);
    to[out.length++] = 0x80 | ((code >> 12) & 63);
    to[out.length++] = 0x80 | ((code >> 6) & 63);
    to[out.length++] = 0x80 | (code & 63);
  }
}
