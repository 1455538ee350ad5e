const BLANK = 0x20;
const LESS = 0x3c;
const LF = 0x0a;
/** RFC 6587 sets no bound; a longer count is a number in a text. */
const MAX_DIGITS = 7;

/** One message in its frame. */
export interface OctetFrame {
  readonly start: number;
  readonly end: number;
}

/** Reads the frame that starts at `at`: a count of bytes, a blank, and a message that begins with a priority; null for anything else. */
export function readFrame(bytes: Uint8Array, at: number, limit: number): OctetFrame | null {
  let position = at;
  let count = 0;
  while (position < limit && position - at < MAX_DIGITS) {
    const digit = bytes[position]! - 0x30;
    if (digit < 0 || digit > 9) break;
    count = count * 10 + digit;
    position++;
  }
  const start = position + 1;
  if (position === at || bytes[position] !== BLANK || bytes[start] !== LESS) return null;
  return start + count <= limit ? { start, end: start + count } : null;
}

/** The messages of a text in frames, one a line; null when the text does not begin with two frames in a row, or one that is all. */
export function unframe(bytes: Uint8Array): Uint8Array | null {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (let frame = readFrame(bytes, 0, bytes.length); frame !== null; frame = readFrame(bytes, at, bytes.length)) {
    const message = bytes.subarray(frame.start, frame.end).map((byte) => (byte === LF ? BLANK : byte));
    parts.push(message, Uint8Array.of(LF));
    at = frame.end;
    while (at < bytes.length && bytes[at] === LF) at++;
  }
  return parts.length >= 4 || (parts.length > 0 && at === bytes.length) ? concat(parts) : null;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
