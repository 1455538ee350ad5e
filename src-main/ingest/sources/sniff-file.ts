import { CancelledError } from '#shared/base/errors.ts';
import { SNIFF_BYTES, sniffCompression } from './content-kind.ts';
import { type ArchiveContent, expandArchive } from './expand-archive.ts';
import { readPiece } from './stored-bytes.ts';
import { StoredFile } from './stored-file.ts';
import type { Compression, SourceLimits } from './types.ts';

export interface SniffedFile {
  readonly compression: Compression;
  /** Null for anything but an archive. */
  readonly archive: ArchiveContent | null;
}

/** What a file is by its first bytes; 'none' when they cannot be read (opening the file will say why). @throws CancelledError */
export async function sniffFile(path: Buffer, limits: SourceLimits, signal: AbortSignal): Promise<SniffedFile> {
  let file: StoredFile | null = null;
  try {
    file = await StoredFile.open(path);
    const compression = sniffCompression(await readPiece(file, 0, SNIFF_BYTES, signal));
    return { compression, archive: await expandArchive(file, limits, signal) };
  } catch (cause) {
    if (cause instanceof CancelledError) throw cause;
    return { compression: 'none', archive: null };
  } finally {
    await file?.close();
  }
}
