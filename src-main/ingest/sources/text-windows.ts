import { isAscii } from 'node:buffer';

const BLOCK = 64;
const ZEROS = Buffer.alloc(BLOCK);

/** A window without its long runs of NULs (holes, copytruncate), aligned so that wide code units stay whole. */
export function withoutHoles(window: Buffer): Buffer {
  if (!window.includes(ZEROS)) return window;
  const parts: Buffer[] = [];
  for (let at = 0; at < window.length; at += BLOCK) {
    const block = window.subarray(at, at + BLOCK);
    if (!block.equals(ZEROS.subarray(0, block.length))) parts.push(block);
  }
  return Buffer.concat(parts);
}

// SOH and 0x1C-0x1F separate fields in real logs (FIX), BS comes from progress bars, ESC from colours.
const IS_CONTROL = new Uint8Array(256);
for (let code = 2; code < 0x1c; code++) IS_CONTROL[code] = code < 8 || code > 13 ? 1 : 0;
IS_CONTROL[0x1b] = 0;
IS_CONTROL[0x7f] = 1;

/** True for a line that is damage or binary rather than text of some code page. */
export function hasControls(line: Uint8Array): boolean {
  return line.some((byte) => byte === 0 || IS_CONTROL[byte] === 1);
}

const CONTROL_SHARE = 0.04;
const NUL_SHARE = 0.4;
const NUL_CONTROL_SHARE = 0.005;
const PIECES = 16;
const PIECE_BYTES = 2048;

/**
 * True for bytes that are no text in any one-byte encoding: control codes all over, or mostly NULs with some.
 * Random bytes have 8 % of these controls and 0.4 % NULs; log text has none but for damaged lines.
 */
export function looksBinary(window: Buffer): boolean {
  const counts = countBytes(window);
  let controls = 0;
  let total = 0;
  for (let byte = 0; byte < 256; byte++) {
    total += counts[byte]!;
    if (IS_CONTROL[byte] === 1) controls += counts[byte]!;
  }
  const nuls = counts[0]!;
  const text = total - nuls;
  if (text === 0) return false;
  return controls > text * CONTROL_SHARE || (nuls > total * NUL_SHARE && controls > text * NUL_CONTROL_SHARE);
}

/** EBCDIC text: its space (0x40) and letters instead of ASCII's. */
export function looksEbcdic(window: Buffer): boolean {
  // Its letters are no ASCII, and that is told at once.
  if (window.length < 16 || isAscii(window)) return false;
  const counts = countBytes(window);
  let total = 0;
  let letters = 0;
  let ascii = 0;
  for (let byte = 0; byte < 256; byte++) {
    total += counts[byte]!;
    if (isEbcdicLetter(byte)) letters += counts[byte]!;
    else if (byte === 0x20 || (byte >= 0x61 && byte <= 0x7a && byte !== 0x61 && byte !== 0x6b)) ascii += counts[byte]!;
  }
  return counts[0x40]! > total * 0.04 && letters > total * 0.5 && ascii < total * 0.1;
}

/** How often each byte occurs in a window, or in evenly spaced pieces of a long one: shares need no more. */
function countBytes(window: Buffer): Uint32Array {
  const counts = new Uint32Array(256);
  const step = Math.max(PIECE_BYTES, Math.floor(window.length / PIECES));
  for (let from = 0; from < window.length; from += step) {
    const end = Math.min(window.length, from + PIECE_BYTES);
    for (let at = from; at < end; at++) counts[window[at]!]!++;
  }
  return counts;
}

function isEbcdicLetter(byte: number): boolean {
  const low = byte & 0x0f;
  return byte >= 0x81 && low <= 9 && (byte >= 0xf0 || low >= 1) && byte >> 4 !== 0xb;
}
