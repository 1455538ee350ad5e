/** How the text of one source is stored. */
export interface TextEncoding {
  /** WHATWG label, or utf-32le / utf-32be. */
  readonly label: string;
  /** Bytes of a code unit: 1 (UTF-8 and code pages), 2 or 4. Lines end at an aligned U+000A of this width. */
  readonly unitBytes: 1 | 2 | 4;
  readonly isBigEndian: boolean;
  /** Bytes of the byte order mark at the start of the stream; 0 when there is none. */
  readonly bomBytes: number;
}

export const UTF8: TextEncoding = { label: 'utf-8', unitBytes: 1, isBigEndian: false, bomBytes: 0 };

const WIDE: Readonly<Record<string, readonly [2 | 4, boolean]>> = {
  'utf-16le': [2, false],
  'utf-16be': [2, true],
  'utf-32le': [4, false],
  'utf-32be': [4, true],
};

/** Resolves a label the user typed; null when it is not known. */
export function encodingFromLabel(given: string, bomBytes = 0): TextEncoding | null {
  const asked = given.trim().toLowerCase().replaceAll('_', '-');
  const label = asked === 'utf-16' ? 'utf-16le' : asked === 'utf-32' ? 'utf-32le' : asked;
  const wide = WIDE[label];
  if (wide !== undefined) return { label, unitBytes: wide[0], isBigEndian: wide[1], bomBytes };
  try {
    const resolved = new TextDecoder(given.trim()).encoding;
    const resolvedWide = WIDE[resolved];
    if (resolvedWide !== undefined)
      return { label: resolved, unitBytes: resolvedWide[0], isBigEndian: resolvedWide[1], bomBytes };
    return { label: resolved, unitBytes: 1, isBigEndian: false, bomBytes };
  } catch {
    return null;
  }
}

/** One code unit as stored bytes. */
export function unitOf(encoding: TextEncoding, code: number): Buffer {
  const unit = Buffer.alloc(encoding.unitBytes);
  unit[encoding.isBigEndian ? encoding.unitBytes - 1 : 0] = code;
  return unit;
}

/** First position >= `from` of an aligned unit that lies whole before `end`, or -1. `from` is aligned. */
export function indexOfUnit(bytes: Buffer, unit: Buffer, from: number, end: number): number {
  const width = unit.length;
  for (let at = from; ; at++) {
    at = width === 1 ? bytes.indexOf(unit[0] as number, at) : bytes.indexOf(unit, at);
    if (at === -1 || at + width > end) return -1;
    if (at % width === 0) return at;
  }
}

/** Position behind the last aligned unit in bytes[0, end), or 0 when there is none. */
export function endOfLastUnit(bytes: Buffer, unit: Buffer, end: number): number {
  const width = unit.length;
  let at = end - width;
  while (at >= 0) {
    at = width === 1 ? bytes.lastIndexOf(unit[0] as number, at) : bytes.lastIndexOf(unit, at);
    if (at < 0) return 0;
    if (at % width === 0) return at + width;
    at--;
  }
  return 0;
}
