import type { Scratch } from '../scratch.ts';
import { skipString } from './skip-json.ts';

const QUOTE = 0x22;

/** Appends JSON text; where it goes over several lines, the blanks between its tokens are left out. */
export function appendCompact(out: Scratch, bytes: Uint8Array, start: number, end: number): void {
  const newline = bytes.indexOf(0x0a, start);
  if (newline < 0 || newline >= end) {
    out.append(bytes, start, end);
    return;
  }
  for (let at = start; at < end; ) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      const after = skipString(bytes, at, end);
      const stop = after < 0 ? end : after;
      out.append(bytes, at, stop);
      at = stop;
    } else {
      if (byte > 0x20) out.appendByte(byte);
      at++;
    }
  }
}
