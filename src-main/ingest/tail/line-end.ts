import { endOfLastUnit, type TextEncoding, unitOf } from '../sources/text-encoding.ts';
import type { StoredBytes } from '../sources/stored-bytes.ts';

const CHUNK_BYTES = 64 * 1024;

/**
 * Position behind the last line end in [from, to), searched from the back; `from` when there is none. What lies behind it is
 * a line that is still being written.
 */
export async function findLastLineEnd(
  bytes: StoredBytes,
  range: { readonly from: number; readonly to: number },
  text: { readonly encoding: TextEncoding; readonly lineEnd: 0x0a | 0x0d },
  signal: AbortSignal | undefined,
): Promise<number> {
  const unit = unitOf(text.encoding, text.lineEnd);
  const width = unit.length;
  for (let end = range.to; end > range.from; ) {
    // Units are aligned in the file, so that chunks must be as well.
    const start = Math.max(range.from, Math.floor((end - CHUNK_BYTES) / width) * width);
    const chunk = Buffer.alloc(end - start);
    const length = await bytes.readAt(chunk, start, signal);
    const found = endOfLastUnit(chunk, unit, length);
    if (found > 0) return start + found;
    end = start;
  }
  return range.from;
}
