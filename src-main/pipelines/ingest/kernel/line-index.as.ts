// AssemblyScript. Where the lines of a block are.

import { Buffer } from './buffer.as';

const LF: i32 = 0x0a;
const CR: i32 = 0x0d;

/**
 * Finds the lines of `[from, end)`: addresses of their first bytes go to `starts`, of the bytes behind their last ones,
 * without LF and CR, to `ends`. Returns how many there are.
 */
export function indexLines(from: usize, end: usize, starts: Buffer, ends: Buffer): i32 {
  starts.clear();
  ends.clear();
  const feed = i8x16.splat(<i8>LF);
  let start = from;
  let lines = 0;
  for (let at = from; at < end; at += 16) {
    let found = i8x16.bitmask(i8x16.eq(v128.load(at), feed));
    if (end - at < 16) found &= (1 << <i32>(end - at)) - 1;
    for (; found !== 0; found &= found - 1) {
      const stop = at + <usize>ctz(found);
      pushLine(start, stop, starts, ends);
      start = stop + 1;
      lines++;
    }
  }
  if (start === end) return lines;
  pushLine(start, end, starts, ends);
  return lines + 1;
}

@inline
function pushLine(start: usize, stop: usize, starts: Buffer, ends: Buffer): void {
  starts.push(<i32>start);
  ends.push(<i32>(stop > start && <i32>load<u8>(stop - 1) === CR ? stop - 1 : stop));
}

/** Only blanks, tabs, carriage returns and NULs. */
export function isBlank(start: i32, end: i32): boolean {
  for (let at = start; at < end; at++) {
    const byte = <i32>load<u8>(<usize>at);
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0 && byte !== CR) return false;
  }
  return true;
}
