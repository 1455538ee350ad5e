import { isAscii, isUtf8 } from 'node:buffer';
import type { Slices } from './parquet/text-columns.ts';

/** Byte strings of rows: `text` is always valid UTF-8; `raw` keeps the bytes of rows whose text is not theirs. */
interface TextSlices {
  readonly text: Slices;
  /** Null when every row is valid UTF-8. */
  readonly raw: Slices | null;
}

interface TextRanges {
  readonly bytes: Uint8Array;
  readonly start: Uint32Array;
  /** Exclusive; absent: each row ends where the next one starts. */
  readonly end?: Uint32Array;
  readonly count: number;
  /** An empty text is no value. Default: it is text. */
  readonly isEmptyNull?: boolean;
}

/**
 * Turns byte ranges into text without making a string of them, as long as the whole buffer is valid UTF-8.
 * Otherwise invalid rows become text with U+FFFD, and their bytes go to a second column.
 */
export function textSlices(ranges: TextRanges): TextSlices {
  const { bytes, start, end, count, isEmptyNull = false } = ranges;
  const ends = end ?? start.subarray(1);
  if (isAscii(bytes) || (isUtf8(bytes) && startsOnCharacters(ranges))) {
    return {
      text: { bytes, start, end: ends, isDefined: isEmptyNull ? hasText(start, ends, count) : null },
      raw: null,
    };
  }
  // A leading U+FEFF inside the data belongs to the text.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();
  const texts: (Uint8Array | null)[] = [];
  const raws: (Uint8Array | null)[] = [];
  let hasRaw = false;
  for (let row = 0; row < count; row++) {
    const slice = bytes.subarray(start[row], ends[row]);
    const isValid = isUtf8(slice);
    const text = isValid ? slice : encoder.encode(decoder.decode(slice));
    texts.push(isEmptyNull && text.length === 0 ? null : text);
    raws.push(isValid ? null : slice);
    hasRaw ||= !isValid;
  }
  return { text: joinTexts(texts), raw: hasRaw ? joinTexts(raws) : null };
}

/** 1 for each row that is not empty. */
function hasText(start: Uint32Array, end: Uint32Array, count: number): Uint8Array {
  const has = new Uint8Array(count);
  for (let row = 0; row < count; row++) has[row] = start[row] === end[row] ? 0 : 1;
  return has;
}

function joinTexts(texts: readonly (Uint8Array | null)[]): Slices {
  const offsets = new Uint32Array(texts.length + 1);
  for (const [row, text] of texts.entries()) offsets[row + 1] = (offsets[row] as number) + (text?.length ?? 0);
  const bytes = new Uint8Array(offsets[texts.length] as number);
  for (const [row, text] of texts.entries()) if (text !== null) bytes.set(text, offsets[row]);
  const isDefined = Uint8Array.from(texts, (text) => (text === null ? 0 : 1));
  return { bytes, start: offsets, end: offsets.subarray(1), isDefined };
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
