const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LF = 0x0a;

/** How a value that could not be read as JSON ends. */
export interface LooseEnd {
  /** After the closing bracket, or where the next record starts; -1 when neither was met before the limit. */
  readonly position: number;
  /** Brackets still open there. */
  readonly depth: number;
}

/**
 * Finds the end of a damaged or cut value by its brackets alone. Strings end at their line's end at the latest.
 * @param indent Blanks in front of the record: another line that opens an object with the same indent is the next record.
 * @param depth Brackets open at `at`.
 */
export function findClose(bytes: Uint8Array, at: number, limit: number, indent: number, depth: number): LooseEnd {
  let open = depth;
  let isText = false;
  for (let position = at; position < limit; position++) {
    const byte = bytes[position]!;
    if (byte === LF) {
      isText = false;
      if (isRecordLine(bytes, position + 1, limit, indent)) return { position: position + 1, depth: 0 };
    } else if (isText) {
      if (byte === BACKSLASH) position++;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === 0x7b || byte === 0x5b) open++;
    else if (byte === 0x7d || byte === 0x5d) {
      open--;
      if (open <= 0) return { position: position + 1, depth: 0 };
    }
  }
  return { position: -1, depth: open };
}

/** True for `{` after exactly `indent` blanks. */
export function isRecordLine(bytes: Uint8Array, lineStart: number, limit: number, indent: number): boolean {
  let at = lineStart;
  while (at < limit && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++;
  return at - lineStart === indent && at < limit && bytes[at] === 0x7b;
}
