import { CancelledError } from '#shared/base/errors.ts';
import { SNIFF_BYTES, sniffCompression } from './content-kind.ts';
import { type ArchiveContent, expandArchive } from './expand-archive.ts';
import { expandSqlite } from '../tables/expand-sqlite.ts';
import { sniffTable } from '../tables/table-kind.ts';
import { readPiece } from './stored-bytes.ts';
import { StoredFile } from './stored-file.ts';
import type { Compression, SourceLimits } from './types.ts';

export interface SniffedFile {
  readonly compression: Compression;
  /** Null for anything but an archive. */
  readonly archive: ArchiveContent | null;
}

/** What a file is by its first bytes; 'none' when they cannot be read (opening the file will say why). @throws CancelledError */
export async function sniffFile(
  path: Buffer,
  { limits, tables, signal }: { limits: SourceLimits; tables: readonly string[] | undefined; signal: AbortSignal },
): Promise<SniffedFile> {
  let file: StoredFile | null = null;
  try {
    file = await StoredFile.open(path);
    const head = await readPiece(file, 0, SNIFF_BYTES, signal);
    const compression = sniffCompression(head);
    if (sniffTable(head) === 'sqlite') {
      return { compression, archive: expandSqlite(path.toString(), file.sizeBytes, tables) };
    }
    return { compression, archive: await expandArchive(file, limits, signal) };
  } catch (cause) {
    if (cause instanceof CancelledError) throw cause;
    return { compression: 'none', archive: null };
  } finally {
    await file?.close();
  }
}
