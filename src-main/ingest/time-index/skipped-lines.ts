import { throwIfAborted } from '../../base/abort.ts';
import { countLineFeeds } from '../../base/count-lines.ts';
import type { PlainBytes } from '../sources/plain-bytes.ts';

const CHUNK_BYTES = 4 * 2 ** 20;
const LF = 0x0a;
const CR = 0x0d;

/** Physical lines that start in [from, to), an unterminated tail included; both ends are line starts or the end. */
export async function countLines(bytes: PlainBytes, from: number, to: number, signal: AbortSignal): Promise<number> {
  const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, Math.max(0, to - from)));
  let lines = 0;
  let last = LF;
  for (let at = from; at < to; ) {
    throwIfAborted(signal);
    const length = await bytes.readAt(buffer.subarray(0, Math.min(buffer.length, to - at)), at, signal);
    if (length === 0) break;
    lines += countLineFeeds(buffer, 0, length);
    last = buffer[length - 1] as number;
    at += length;
  }
  return last === LF ? lines : lines + 1;
}

/** Lines in front of `to` whose first byte is the given one, without line ends; those longer than a chunk are left out. */
export async function* linesStartingWith(
  bytes: PlainBytes,
  first: number,
  to: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (let at = bytes.start; at < to; ) {
    throwIfAborted(signal);
    const length = await bytes.readAt(buffer.subarray(0, Math.min(buffer.length, to - at)), at, signal);
    const chunk = buffer.subarray(0, length);
    const end = chunk.lastIndexOf(LF) + 1;
    // A chunk starts at a line, but for the rest of a line longer than one.
    for (let start = 0; start < end; start = chunk.indexOf(LF, start) + 1) {
      if (chunk[start] !== first) continue;
      const lineEnd = chunk.indexOf(LF, start);
      yield chunk.subarray(start, chunk[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd);
    }
    if (length === 0) return;
    at += end === 0 ? length : end;
  }
}
