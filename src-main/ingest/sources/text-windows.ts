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

/**
 * True for bytes that are no text in any one-byte encoding: control codes all over, or mostly NULs with some.
 * Random bytes have 8 % of these controls and 0.4 % NULs; log text has none but for damaged lines.
 */
export function looksBinary(window: Buffer): boolean {
  if (window.length === 0) return false;
  let controls = 0;
  let nuls = 0;
  for (const byte of window) {
    controls += IS_CONTROL[byte] as number;
    if (byte === 0) nuls++;
  }
  const text = window.length - nuls;
  if (text === 0) return false;
  return controls > text * CONTROL_SHARE || (nuls > window.length * NUL_SHARE && controls > text * NUL_CONTROL_SHARE);
}

/** EBCDIC text: its space (0x40) and letters instead of ASCII's. */
export function looksEbcdic(window: Buffer): boolean {
  if (window.length < 16) return false;
  let letters = 0;
  let spaces = 0;
  let ascii = 0;
  for (const byte of window) {
    if (byte === 0x40) spaces++;
    else if (isEbcdicLetter(byte)) letters++;
    else if (byte === 0x20 || (byte >= 0x61 && byte <= 0x7a && byte !== 0x61 && byte !== 0x6b)) ascii++;
  }
  return spaces > window.length * 0.04 && letters > window.length * 0.5 && ascii < window.length * 0.1;
}

function isEbcdicLetter(byte: number): boolean {
  const low = byte & 0x0f;
  return byte >= 0x81 && low <= 9 && (byte >= 0xf0 || low >= 1) && byte >> 4 !== 0xb;
}
