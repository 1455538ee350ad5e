/**
 * Byte classes of the tokenizer, as bit flags in one 256-entry table.
 *
 * A chunk is a run of bytes without `Hard`; inside it `Soft` bytes separate words. Bytes >= 0x80 are word bytes, so no
 * cut ever falls between two of them and decoding the pieces equals decoding the whole, valid UTF-8 or not.
 */
export const ByteFlag = {
  /** Separates chunks: white space, control bytes, brackets, quotes, `, ; = | < >` and most other punctuation. */
  hard: 1,
  /** Separates words inside a chunk: `. - : @ / + \ ~`. */
  soft: 2,
  digit: 4,
  /** Letter outside a-f, underscore or byte >= 0x80. */
  nonHex: 8,
  hexLetter: 16,
  slash: 32,
  colon: 64,
  dot: 128,
} as const;

const SOFT = '.-:@/+\\~';

function classOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return ByteFlag.digit;
  const lower = byte | 0x20;
  if (lower >= 0x61 && lower <= 0x66) return ByteFlag.hexLetter;
  if ((lower >= 0x67 && lower <= 0x7a) || byte === 0x5f || byte >= 0x80) return ByteFlag.nonHex;
  const char = String.fromCharCode(byte);
  if (!SOFT.includes(char)) return ByteFlag.hard;
  let flags: number = ByteFlag.soft;
  if (char === '/' || char === '\\') flags |= ByteFlag.slash;
  if (char === ':') flags |= ByteFlag.colon;
  if (char === '.') flags |= ByteFlag.dot;
  return flags;
}

export const BYTE_CLASS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => classOf(byte));
