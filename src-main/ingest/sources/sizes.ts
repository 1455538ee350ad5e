import { DEFAULT_LIMITS, type OpenOptions, type SourceLimits } from './types.ts';

const DEFAULT_BLOCK_BYTES = 4 * 1024 * 1024;
const DEFAULT_LINE_BYTES = 1024 * 1024;
const SMALLEST = 64;

export interface ResolvedSizes {
  readonly blockBytes: number;
  readonly firstBlockBytes: number;
  readonly maxLineBytes: number;
  readonly limits: SourceLimits;
}

/** How much larger each of the first blocks is than the one before. */
const GROWTH = 4;

/** A block is written once the next one is parsed: blocks grow step by step, so that the first does not wait for a large one. */
export function grownBytes(bytes: number, blockBytes: number, blocks = 1): number {
  return Math.min(blockBytes, bytes * GROWTH ** blocks);
}

/** The smallest block that is made so because the end is near. */
const LAST_BYTES = 2 * 1024 * 1024;

/**
 * Blocks in front of the end are smaller step by step: threads that read side by side then end side by side.
 * @param left Bytes up to the end; null where that is not known.
 */
export function shrunkBytes(bytes: number, left: number | null): number {
  return left === null ? bytes : Math.min(bytes, Math.max(LAST_BYTES, aligned(left / 3)));
}

/** Multiples of 4, so that no code unit of any encoding is ever split. */
function aligned(bytes: number): number {
  return Math.max(SMALLEST, Math.floor(bytes / 4) * 4);
}

export function resolveSizes(options: OpenOptions): ResolvedSizes {
  const blockBytes = aligned(options.blockBytes ?? DEFAULT_BLOCK_BYTES);
  return {
    blockBytes,
    firstBlockBytes: Math.min(blockBytes, aligned(options.firstBlockBytes ?? blockBytes)),
    maxLineBytes: aligned(options.maxLineBytes ?? DEFAULT_LINE_BYTES),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
  };
}
