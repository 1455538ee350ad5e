import type { FileError } from '#shared/domain/issue-class.ts';

/**
 * Bytes that can be read at any position: a file, a part of it, or what comes out of a decompressor. Layers stand on one
 * another (a log in a tar in a gzip file), and each can say where in the file on disk it is.
 */
export interface StoredBytes {
  /** Infinity while not known: pseudo files, and decompressed bytes before their end was met. */
  readonly sizeBytes: number;
  /** Reading at a smaller position costs no more than going on; else it may mean decompressing again from the start. */
  readonly isSeekable: boolean;
  /** Fills `target` from `position`; fewer bytes only at the end. @throws CancelledError */
  readAt(target: Uint8Array, position: number, signal?: AbortSignal): Promise<number>;
  /** Offset in the file on disk; behind a decompressor the offset it has read up to, which may be a little further on. */
  fileOffset(position: number): number;
  /** Bytes used up to `position` in the form the source has where it is stored: compressed for a deflated zip member. */
  storedPosition(position: number): number;
  /** Trouble that a layer below met in the given range, so far; `decodedOffset` is a position in these bytes. */
  troubleWithin(start: number, end: number): readonly FileError[];
}

const WINDOW_BYTES = 64 * 1024;

/** Up to `count` bytes from `position`. */
export async function readPiece(
  bytes: StoredBytes,
  position: number,
  count: number = WINDOW_BYTES,
  signal?: AbortSignal,
): Promise<Buffer<ArrayBuffer>> {
  const buffer = Buffer.alloc(Math.max(0, Math.min(count, bytes.sizeBytes - position)));
  return buffer.subarray(0, await bytes.readAt(buffer, position, signal));
}
