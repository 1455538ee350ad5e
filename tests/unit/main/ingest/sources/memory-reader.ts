import type { ByteReader } from '../../../../../src-main/ingest/sources/byte-reader.ts';
import { DecodingReader } from '../../../../../src-main/ingest/sources/decoding-reader.ts';
import type { StoredBytes } from '../../../../../src-main/ingest/sources/stored-bytes.ts';
import { DEFAULT_LIMITS } from '../../../../../src-main/ingest/sources/types.ts';

/** Bytes in memory that arrive in chunks of the given sizes, over and over. */
export function memoryReader(bytes: Uint8Array, chunkSizes: readonly number[], start = 0): ByteReader {
  return new DecodingReader(
    memoryBytes(bytes),
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

/** Bytes in memory as if they lay in a file of their own. */
export function memoryBytes(bytes: Uint8Array): StoredBytes {
  return {
    sizeBytes: bytes.length,
    isSeekable: true,
    readAt: async (target, position) => {
      const piece = bytes.subarray(position, position + target.length);
      target.set(piece);
      return piece.length;
    },
    fileOffset: (position) => position,
    storedPosition: (position) => position,
    troubleWithin: () => [],
  };
}
