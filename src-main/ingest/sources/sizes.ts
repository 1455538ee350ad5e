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
