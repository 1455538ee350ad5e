import { CancelledError, IngestError } from '#shared/base/errors.ts';
import { SNIFF_BYTES, sniffCompression } from './content-kind.ts';
import { type ArchiveContent, expandArchive, type ExpandArchiveOptions } from './expand-archive.ts';
import { expandSqlite } from '../tables/expand-sqlite.ts';
import { sniffTable } from '../tables/table-kind.ts';
import { readPiece } from './stored-bytes.ts';
import { StoredFile } from './stored-file.ts';
import type { Compression } from './types.ts';

export interface SniffedFile {
  readonly compression: Compression;
  /** Null for anything but an archive. */
  readonly archive: ArchiveContent | null;
}

/** What a file is by its first bytes; 'none' when they cannot be read (opening the file will say why). @throws CancelledError, and IngestError when a table cannot be laid on disk. */
export async function sniffFile(path: Buffer, options: ExpandArchiveOptions): Promise<SniffedFile> {
  let file: StoredFile | null = null;
  try {
    file = await StoredFile.open(path);
    const head = await readPiece(file, 0, SNIFF_BYTES, options.signal);
    const compression = sniffCompression(head);
    if (sniffTable(head) === 'sqlite') {
      const place = {
        name: null,
        packing: '',
        sizeBytes: file.sizeBytes,
        modifiedMs: null,
        stream: '',
        streamPosition: 0,
      };
      return { compression, archive: expandSqlite(path.toString(), place, options.tables) };
    }
    return { compression, archive: await expandArchive(file, options) };
  } catch (cause) {
    // What cannot be written concerns the whole run, not this file.
    if (cause instanceof CancelledError || cause instanceof IngestError) throw cause;
    return { compression: 'none', archive: null };
  } finally {
    await file?.close();
  }
}
