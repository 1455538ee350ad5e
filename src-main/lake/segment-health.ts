import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { CancelledError } from '#shared/base/errors.ts';
import type { SegmentFile } from '#shared/domain/segment.ts';

/** A file the catalog names that cannot be used. */
export interface DamagedSegment {
  readonly segment: SegmentFile;
  readonly reason: 'missing' | 'unreadable' | 'damaged';
}

/** Files read at the same time. */
const AT_ONCE = 4;

/**
 * Compares every file with the checksum the catalog has of it: about a second for each 2 GB that are in the page cache.
 * @returns The files that cannot be used, in the order given.
 */
export async function findDamaged(
  lakeDir: string,
  segments: readonly SegmentFile[],
  signal?: AbortSignal,
): Promise<DamagedSegment[]> {
  const reasons: (DamagedSegment['reason'] | null)[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < segments.length; at = next++) {
      if (signal?.aborted) throw new CancelledError();
      reasons[at] = await examine(lakeDir, segments[at] as SegmentFile);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return segments.flatMap((segment, at) => {
    const reason = reasons[at] ?? null;
    return reason === null ? [] : [{ segment, reason }];
  });
}

async function examine(lakeDir: string, segment: SegmentFile): Promise<DamagedSegment['reason'] | null> {
  try {
    const bytes = await readFile(join(lakeDir, segment.relativePath));
    return bytes.length === segment.sizeBytes && crc32(bytes) === segment.crc32 ? null : 'damaged';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unreadable';
  }
}
