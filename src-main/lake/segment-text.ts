import { isUtf8 } from 'node:buffer';
import type { AppendColumn } from './column-vectors.ts';

/** Byte strings as a table column: `text` is always valid UTF-8; `raw` keeps the bytes of rows whose text is not theirs. */
export interface TextColumns {
  readonly text: AppendColumn;
  /** Null when every row is valid UTF-8. */
  readonly raw: AppendColumn | null;
}

export interface TextRanges {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly start: Uint32Array;
  /** Exclusive; absent: each row ends where the next one starts. */
  readonly end?: Uint32Array;
  readonly count: number;
  /** An empty text is NULL. Default: it is text. */
  readonly isEmptyNull?: boolean;
}

/**
 * Turns byte ranges into text without making a string of them, as long as the whole buffer is valid UTF-8.
 * Otherwise invalid rows become text with U+FFFD, and their bytes go to a second column.
 */
export function textColumns(ranges: TextRanges): TextColumns {
  const { name, bytes, start, end, isEmptyNull = false } = ranges;
  const ends = end ?? start.subarray(1);
  if (isUtf8(bytes) && startsOnCharacters(ranges)) {
    const isNull = isEmptyNull ? (row: number): boolean => start[row] === ends[row] : undefined;
    return { text: { kind: 'slices', name, bytes, start, end, isNull }, raw: null };
  }
  // A leading U+FEFF inside the data belongs to the text.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();
  const texts: (Uint8Array | null)[] = [];
  const raws: (Uint8Array | null)[] = [];
  let hasRaw = false;
  for (let row = 0; row < ranges.count; row++) {
    const slice = bytes.subarray(start[row], ends[row]);
    const isValid = isUtf8(slice);
    const text = isValid ? slice : encoder.encode(decoder.decode(slice));
    texts.push(isEmptyNull && text.length === 0 ? null : text);
    raws.push(isValid ? null : slice);
    hasRaw ||= !isValid;
  }
  return {
    text: { kind: 'values', name, type: 'VARCHAR', values: texts },
    raw: hasRaw ? { kind: 'values', name: `${name}_raw`, type: 'BLOB', values: raws } : null,
  };
}

/** A valid buffer can still be cut inside a character by its ranges (a parameter, a capped line). */
function startsOnCharacters({ bytes, start, end, count }: TextRanges): boolean {
  for (let row = 0; row < count; row++) {
    if (isContinuationByte(bytes[start[row] as number])) return false;
    if (end !== undefined && isContinuationByte(bytes[end[row] as number])) return false;
  }
  return true;
}

function isContinuationByte(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
