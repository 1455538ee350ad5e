import { findByte } from '../../../base/find-byte.ts';
import type { Scratch } from '../scratch.ts';

const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
/** `&#x10ffff;` and every named one are shorter. */
const MAX_REFERENCE = 12;
const NAMED: Readonly<Record<string, number>> = { lt: 0x3c, gt: 0x3e, amp: 0x26, quot: 0x22, apos: 0x27 };
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Appends character data with its references decoded; unknown ones stay as they are written. */
export function appendXmlText(out: Scratch, bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; ) {
    const mark = findByte(bytes, AMPERSAND, at, end);
    if (mark < 0) {
      out.append(bytes, at, end);
      return;
    }
    out.append(bytes, at, mark);
    const close = findByte(bytes, SEMICOLON, mark, Math.min(end, mark + MAX_REFERENCE + 1));
    const isReference = close > 0;
    const code = isReference ? referenceCode(decoder.decode(bytes.subarray(mark + 1, close))) : -1;
    if (code < 0) out.appendByte(AMPERSAND);
    else {
      const text = encoder.encode(String.fromCodePoint(code));
      out.append(text, 0, text.length);
    }
    at = code < 0 ? mark + 1 : close + 1;
  }
}

/** Code point of a reference, -1 for one that names none. */
function referenceCode(name: string): number {
  const named = NAMED[name];
  if (named !== undefined) return named;
  const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? [];
  const code = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : -1;
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? code : -1;
}
