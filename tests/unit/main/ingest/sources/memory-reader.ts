import type { ByteReader } from '../../../../../src-main/ingest/sources/byte-reader.ts';
import { DecodingReader } from '../../../../../src-main/ingest/sources/decoding-reader.ts';
import { DEFAULT_LIMITS } from '../../../../../src-main/ingest/sources/types.ts';

/** Bytes in memory that arrive in chunks of the given sizes, over and over. */
export function memoryReader(bytes: Uint8Array, chunkSizes: readonly number[], start = 0): ByteReader {
  return new DecodingReader(
    async function* chunks() {
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = Math.max(1, chunkSizes[turn % chunkSizes.length] ?? 1);
        yield bytes.subarray(at, at + size);
        at += size;
      }
    },
    start,
    DEFAULT_LIMITS,
  );
}
