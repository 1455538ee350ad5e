import { skipNumber } from './skip-json.ts';
import type { Scratch } from '../scratch.ts';

const HEX = new TextEncoder().encode('0123456789abcdef');

/** Appends the range as a JSON string, quotes included. */
export function appendJsonString(out: Scratch, bytes: Uint8Array, start: number, end: number): void {
  out.reserve((end - start) * 6 + 2);
  const to = out.bytes;
  to[out.length++] = 0x22;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === 0x22 || byte === 0x5c) {
      to[out.length++] = 0x5c;
      to[out.length++] = byte;
    } else if (byte < 0x20) {
      to[out.length++] = 0x5c;
      to[out.length++] = 0x75;
      to[out.length++] = 0x30;
      to[out.length++] = 0x30;
      to[out.length++] = HEX[byte >> 4]!;
      to[out.length++] = HEX[byte & 15]!;
    } else to[out.length++] = byte;
  }
  to[out.length++] = 0x22;
}

/** Appends the range as a number where it is one that a double holds exactly, else as a string. */
export function appendJsonScalar(out: Scratch, bytes: Uint8Array, start: number, end: number): void {
  const first = bytes[start]!;
  const mayBeNumber = end > start && end - start <= 15 && (first === 0x2d || (first >= 0x30 && first <= 0x39));
  if (mayBeNumber && skipNumber(bytes, start, end) === end) out.append(bytes, start, end);
  else appendJsonString(out, bytes, start, end);
}
