import type { SkippedLines } from './source-part.ts';

/** Lines and bytes left out before parsing, as the catalog keeps them with a source; empty for a source read whole. */
export function skippedCounters(skipped: SkippedLines | null): Record<string, number> {
  if (skipped === null) return {};
  return {
    skippedLinesBefore: skipped.linesBefore,
    skippedLinesAfter: skipped.linesAfter,
    skippedBytesBefore: skipped.bytesBefore,
    skippedBytesAfter: skipped.bytesAfter,
  };
}
