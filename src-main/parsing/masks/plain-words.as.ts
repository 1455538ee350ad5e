// AssemblyScript. What plain-words.ts is inside a kernel, sixteen bytes at a time.

import { Bytes } from '../../base/portable';

// Classes of bytes: the bits that a byte's low and its high half have in common.
const COLON_OR_DIGIT: u8 = 1;
const DOT_OR_SLASH: u8 = 2;
const BACKSLASH: u8 = 4;
const A_TO_F: u8 = 8;
const G_TO_O: u8 = 16;
const P_TO_Z: u8 = 32;
const PLUS_OR_DASH: u8 = 64;
/** Letters too, which have bits of their own. */
const AT_OR_TILDE: u8 = 128;
const OTHER: u8 = G_TO_O | P_TO_Z;

// Loaded, not written as constants: those are put together anew each time.
const LOW: usize = memory.data<u8>(
  [
    COLON_OR_DIGIT | P_TO_Z | AT_OR_TILDE,
    COLON_OR_DIGIT | A_TO_F | P_TO_Z,
    COLON_OR_DIGIT | A_TO_F | P_TO_Z,
    COLON_OR_DIGIT | A_TO_F | P_TO_Z,
    COLON_OR_DIGIT | A_TO_F | P_TO_Z,
    COLON_OR_DIGIT | A_TO_F | P_TO_Z,
    COLON_OR_DIGIT | A_TO_F | P_TO_Z,
    COLON_OR_DIGIT | G_TO_O | P_TO_Z,
    COLON_OR_DIGIT | G_TO_O | P_TO_Z,
    COLON_OR_DIGIT | G_TO_O | P_TO_Z,
    COLON_OR_DIGIT | G_TO_O | P_TO_Z,
    G_TO_O | PLUS_OR_DASH,
    G_TO_O | BACKSLASH,
    G_TO_O | PLUS_OR_DASH,
    G_TO_O | DOT_OR_SLASH | AT_OR_TILDE,
    G_TO_O | DOT_OR_SLASH,
  ],
  16,
);
const HIGH: usize = memory.data<u8>(
  [
    0,
    0,
    DOT_OR_SLASH | PLUS_OR_DASH,
    COLON_OR_DIGIT,
    A_TO_F | G_TO_O | AT_OR_TILDE,
    P_TO_Z | BACKSLASH,
    A_TO_F | G_TO_O,
    P_TO_Z | AT_OR_TILDE,
    OTHER,
    OTHER,
    OTHER,
    OTHER,
    OTHER,
    OTHER,
    OTHER,
    OTHER,
  ],
  16,
);
const NIBBLES: usize = memory.data(16, 16);
const TELLING: usize = memory.data(16, 16);
const NOT_HEX: usize = memory.data(16, 16);
const UNDERSCORES: usize = memory.data(16, 16);
const LESS: usize = memory.data(16, 16);
const EQUALS: usize = memory.data(16, 16);
v128.store(NIBBLES, i8x16.splat(0x0f));
v128.store(TELLING, i8x16.splat(<i8>(COLON_OR_DIGIT | DOT_OR_SLASH | BACKSLASH)));
v128.store(NOT_HEX, i8x16.splat(<i8>OTHER));
v128.store(UNDERSCORES, i8x16.splat(0x5f));
v128.store(LESS, i8x16.splat(0x3c));
v128.store(EQUALS, i8x16.splat(0x3d));

/**
 * Skips white space, marks and words that ShapeScanner would find no parameter in: those without digits, slashes, colons and
 * dots, unless they may be a month, a boolean or all hex letters. Stops at the first chunk that is or may be anything else,
 * reaches `limit` or is long; at `<`, and at `=` if values behind keys are looked at.
 */
export function skipPlainWords(bytes: Bytes, at: i32, limit: i32, hasKeys: boolean): i32 {
  const address = changetype<usize>(bytes);
  const none = i64x2.splat(0);
  while (at < limit) {
    const text = v128.load(address + <usize>at);
    const low = v128.and(text, v128.load(NIBBLES));
    const high = v128.and(i16x8.shr_u(text, 4), v128.load(NIBBLES));
    const classes = v128.and(i8x16.swizzle(v128.load(LOW), low), i8x16.swizzle(v128.load(HIGH), high));
    const underscores = i8x16.eq(text, v128.load(UNDERSCORES));
    // Bits of the bytes before the limit; the chunk at the last one may go on.
    const valid = limit - at < 16 ? (1 << (limit - at)) - 1 : 0xffff;
    const last = (valid + 1) >> 1;
    const tells = ~i8x16.bitmask(i8x16.eq(v128.and(classes, v128.load(TELLING)), none));
    const notHex = ~i8x16.bitmask(v128.andnot(i8x16.eq(v128.and(classes, v128.load(NOT_HEX)), none), underscores));
    let marks = i8x16.bitmask(i8x16.eq(text, v128.load(LESS)));
    if (hasKeys) marks |= i8x16.bitmask(i8x16.eq(text, v128.load(EQUALS)));
    marks &= valid;
    // Bits of the bytes in chunks that are not looked at yet.
    let rest = ~i8x16.bitmask(v128.andnot(i8x16.eq(classes, none), underscores)) & valid;
    for (;;) {
      const first = rest & -rest;
      if ((marks & (first - 1)) !== 0) return at + <i32>ctz(marks);
      if (first === 0) {
        at += 16;
        break;
      }
      // The carry runs through the chunk.
      const behind = rest + first;
      const chunk = rest & ~behind;
      if ((chunk & last) !== 0) {
        if (first === 1 || last !== 0x8000) return at + <i32>ctz(first);
        at += <i32>ctz(first);
        break;
      }
      if ((tells & chunk) !== 0) return at + <i32>ctz(first);
      const length = <i32>popcnt(chunk);
      if (length > 5) {
        if ((notHex & chunk) === 0) return at + <i32>ctz(first);
      } else if (length > 2 && !isPlainShort(<i32>load<u8>(address + <usize>(at + <i32>ctz(first))), length)) {
        return at + <i32>ctz(first);
      }
      rest &= behind;
    }
  }
  return limit;
}

/** Whether a word of three to five bytes that begins like this can be no month or day, and not `true`, `false` or `null`. */
@inline
function isPlainShort(first: i32, length: i32): boolean {
  if (length === 3) return <u32>(first - 0x41) > 25;
  const lower = first | 0x20;
  return lower !== 0x74 && lower !== 0x66 && lower !== 0x6e;
}
