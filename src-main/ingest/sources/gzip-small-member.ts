import { constants, inflateRawSync } from 'node:zlib';

/** Members up to this size are tried in one synchronous step: a stream for each would cost twenty times the decoding. */
export const SMALL_MEMBER_BYTES = 16 * 1024;
const MAX_OUTPUT_BYTES = 1024 * 1024;
const OPTIONS = { info: true, finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_OUTPUT_BYTES } as const;

/** Inflates a deflate body that is all of `bytes`; null as for `tryInflateSmall`, and when it is cut. */
export function tryInflateWhole(bytes: Buffer): SmallBody | null {
  try {
    const { buffer, engine } = inflateRawSync(bytes, { info: true, maxOutputLength: MAX_OUTPUT_BYTES }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { output: buffer, consumedBytes: engine.bytesWritten };
  } catch {
    return null;
  }
}

export interface SmallBody {
  readonly output: Buffer;
  readonly consumedBytes: number;
}

/**
 * Inflates a deflate body that ends inside `bytes`; null when it does not, when it is damaged or expands beyond 1 MiB:
 * then the streaming way decides what to keep.
 */
export function tryInflateSmall(bytes: Buffer): SmallBody | null {
  try {
    const { buffer, engine } = inflateRawSync(bytes, OPTIONS) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return engine.bytesWritten < bytes.length ? { output: buffer, consumedBytes: engine.bytesWritten } : null;
  } catch {
    return null;
  }
}
