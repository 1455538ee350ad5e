const LF = 0x0a;

/** A record that reaches over lines is held up to this size; what lies behind is kept as its lines only. */
export const MAX_RECORD_BYTES = 1024 * 1024;

/** How far a record that starts at `at` may reach. */
export function recordLimit(bytes: Uint8Array, at: number): number {
  return Math.min(bytes.length, at + MAX_RECORD_BYTES);
}

/** Position of the next line's first byte; `limit` when there is none. */
export function nextLine(bytes: Uint8Array, at: number, limit: number): number {
  const newline = bytes.indexOf(LF, at);
  return newline < 0 || newline >= limit ? limit : newline + 1;
}

/** End of the line that starts at `at`, without LF and CR. */
export function lineEndAt(bytes: Uint8Array, at: number, limit: number): number {
  const newline = bytes.indexOf(LF, at);
  const end = newline < 0 || newline >= limit ? limit : newline;
  return end > at && bytes[end - 1] === 0x0d ? end - 1 : end;
}

/** Longest line of a document that is one line, in bytes: everything behind it is cut. */
export const MAX_DOCUMENT_LINE_BYTES = 32 * 1024 * 1024;
