// AssemblyScript. Parameters of a content in their stored form: what parameter-bytes.ts of parsing writes.

import { ShapeScanner } from '../../../parsing/masks/shape-scanner';
import { Buffer } from './buffer.as';
import { copyRepaired } from './utf8.as';

const SEPARATOR: u8 = 0x1f;
const ESCAPE: u8 = 0x1e;
const HIGH: u64 = 0x8080808080808080;
const BLANKS: u64 = 0x2020202020202020;

const scratch = new Buffer();

/** Appends the parameters that the scanner found last. */
export function appendParameters(arena: Buffer, scanner: ShapeScanner): void {
  const count = scanner.count;
  if (count === 0) return;
  let size = count;
  for (let i = 0; i < count; i++) size += scanner.end[i] - scanner.start[i];
  let to = arena.reserve(<usize>size * 3);
  for (let i = 0; i < count; i++) {
    if (i > 0) store<u8>(to++, SEPARATOR);
    to = copyParameter(<usize>scanner.start[i], <usize>scanner.end[i], to);
  }
  arena.length = to - arena.at;
}

/** Eight bytes at a time as long as they are printable ASCII; writes up to seven bytes too many. */
function copyParameter(from: usize, end: usize, to: usize): usize {
  let at = from;
  while (at < end) {
    const word = load<u64>(at);
    const left = end - at;
    // A byte below 0x20 borrows from its high bit; a false alarm costs only time.
    let odd = (word | (word - BLANKS)) & HIGH;
    if (left < 8) odd <<= (8 - left) << 3;
    if (odd !== 0) return copyOdd(at, end, to);
    store<u64>(to, word);
    if (left <= 8) return to + left;
    at += 8;
    to += 8;
  }
  return to;
}

/** Escapes control bytes that the form uses itself, and repairs what is not UTF-8. */
function copyOdd(from: usize, end: usize, to: usize): usize {
  scratch.clear();
  const start = scratch.reserve((end - from) * 2);
  let out = start;
  let seen: u8 = 0;
  for (let at = from; at < end; at++) {
    const byte = load<u8>(at);
    seen |= byte;
    if (byte === ESCAPE || byte === SEPARATOR) {
      store<u8>(out++, ESCAPE);
      store<u8>(out++, byte === ESCAPE ? 0x30 : 0x31);
    } else store<u8>(out++, byte);
  }
  if (seen >= 0x80) return copyRepaired(start, out, to);
  memory.copy(to, start, out - start);
  return to + (out - start);
}
