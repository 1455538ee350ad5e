/** Above it a native search of a view is faster than a loop. */
const NEAR = 128;

/**
 * Position of the first such byte in `[start, end)`, or -1. Use it where the byte may be missing: `indexOf` would search to
 * the end of the buffer for every line of a block.
 */
export function findByte(bytes: Uint8Array, byte: number, start: number, end: number): number {
  const last = Math.min(end, bytes.length);
  const near = Math.min(last, start + NEAR);
  for (let at = start; at < near; at++) if (bytes[at] === byte) return at;
  if (near >= last) return -1;
  const found = bytes.subarray(near, last).indexOf(byte);
  return found < 0 ? -1 : near + found;
}
