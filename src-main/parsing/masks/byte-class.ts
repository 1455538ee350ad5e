import { type Bytes, type int, newBytes } from '../../base/portable.ts';

/*
 * Byte classes of the tokenizer, as bit flags in one 256-entry table.
 *
 * A chunk is a run of bytes without `HARD`; inside it `SOFT` bytes separate words. Bytes >= 0x80 are word bytes, so no
 * cut ever falls between two of them and decoding the pieces equals decoding the whole, valid UTF-8 or not.
 */

/** Separates chunks: white space, control bytes, brackets, quotes, `, ; = | < >` and most other punctuation. */
export const HARD: int = 1;
/** Separates words inside a chunk: `. - : @ / + \ ~`. */
export const SOFT: int = 2;
export const DIGIT: int = 4;
/** Letter outside a-f, underscore or byte >= 0x80. */
export const NON_HEX: int = 8;
export const HEX_LETTER: int = 16;
export const SLASH: int = 32;
export const COLON: int = 64;
export const DOT: int = 128;

function classOf(byte: int): int {
  if (byte >= 0x30 && byte <= 0x39) return DIGIT;
  const lower = byte | 0x20;
  if (lower >= 0x61 && lower <= 0x66) return HEX_LETTER;
  if ((lower >= 0x67 && lower <= 0x7a) || byte === 0x5f || byte >= 0x80) return NON_HEX;
  if (byte === 0x2f || byte === 0x5c) return SOFT | SLASH;
  if (byte === 0x3a) return SOFT | COLON;
  if (byte === 0x2e) return SOFT | DOT;
  const isSoft = byte === 0x2d || byte === 0x40 || byte === 0x2b || byte === 0x7e;
  return isSoft ? SOFT : HARD;
}

function classTable(): Bytes {
  const table = newBytes(256);
  for (let byte = 0; byte < 256; byte++) table[byte] = classOf(byte);
  return table;
}

export const BYTE_CLASS: Bytes = classTable();
