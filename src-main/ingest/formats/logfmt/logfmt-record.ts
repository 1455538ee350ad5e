const MAX_PAIRS = 256;

/** One logfmt line taken apart: `key=value key="quoted \" value" bareKey`. */
export class LogfmtRecord {
  count = 0;
  /** Pairs with an equals sign. */
  assignments = 0;
  readonly keyStart = new Int32Array(MAX_PAIRS);
  readonly keyEnd = new Int32Array(MAX_PAIRS);
  /** Value ranges without quotes; -1 start for a bare key. */
  readonly valueStart = new Int32Array(MAX_PAIRS);
  readonly valueEnd = new Int32Array(MAX_PAIRS);
  readonly isQuoted = new Uint8Array(MAX_PAIRS);

  /** @returns false when the line is no logfmt: no assignment first, or a quote that never closes. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.count = 0;
    this.assignments = 0;
    for (let at = skipBlanks(bytes, start, end); at < end; at = skipBlanks(bytes, at, end)) {
      if (this.count === MAX_PAIRS) return true;
      at = this.readPair(bytes, at, end);
      if (at < 0 || this.assignments === 0) return false;
    }
    return this.assignments > 0;
  }

  private readPair(bytes: Uint8Array, at: number, end: number): number {
    const pair = this.count++;
    let position = at;
    while (position < end && isKeyByte(bytes[position]!)) position++;
    this.keyStart[pair] = at;
    this.keyEnd[pair] = position;
    this.valueStart[pair] = -1;
    this.isQuoted[pair] = 0;
    if (position >= end || bytes[position] !== 0x3d || position === at) return skipWord(bytes, position, end, at);
    this.assignments++;
    position++;
    if (position < end && bytes[position] === 0x22) return this.readQuoted(bytes, position + 1, end, pair);
    this.valueStart[pair] = position;
    while (position < end && bytes[position] !== 0x20 && bytes[position] !== 0x09) position++;
    this.valueEnd[pair] = position;
    return position;
  }

  private readQuoted(bytes: Uint8Array, at: number, end: number, pair: number): number {
    for (let position = at; position < end; position++) {
      const byte = bytes[position]!;
      if (byte === 0x5c) position++;
      else if (byte === 0x22) {
        this.valueStart[pair] = at;
        this.valueEnd[pair] = position;
        this.isQuoted[pair] = 1;
        return position + 1;
      }
    }
    return -1;
  }
}

/** The end of a word that is no pair; at least one byte further than its start. */
function skipWord(bytes: Uint8Array, position: number, end: number, start: number): number {
  let at = Math.max(position, start + 1);
  while (at < end && bytes[at] !== 0x20 && bytes[at] !== 0x09) at++;
  return at;
}

function isKeyByte(byte: number): boolean {
  return byte > 0x20 && byte !== 0x3d && byte !== 0x22;
}

function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end && (bytes[position] === 0x20 || bytes[position] === 0x09)) position++;
  return position;
}
