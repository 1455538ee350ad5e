import { CancelledError, IngestError } from '#shared/base/errors.ts';
import type { FileError } from '#shared/domain/issue-class.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { splitTablePacking } from '../tables/open-table.ts';
import { fileErrorFrom } from './file-issues.ts';
import { type OpenEntry, OpenFiles } from './open-files.ts';
import { lostTable, openSpooledTable, openTable } from './open-table-source.ts';
import { probeSource } from './probe-source.ts';
import { resolveSizes } from './sizes.ts';
import { RejectedSource, TextSource } from './text-source.ts';
import { unpackTable } from './table-spool.ts';
import type { OpenedSource, OpenOptions, SourceFile } from './types.ts';

/**
 * Opens a file or an archive member for reading: compression, kind of content and encoding are found from its bytes.
 * Trouble with the file gives a rejected source, never an exception. Close the source in every case.
 * @param shared Keeps archives open between their members; without it the source opens and closes its file by itself.
 * @throws CancelledError, and IngestError when a table out of an archive cannot be laid on disk.
 */
export async function openSource(
  file: SourceFile,
  options: OpenOptions = {},
  shared: OpenFiles | null = null,
): Promise<OpenedSource> {
  throwIfAborted(options.signal);
  const onDisk = await openTable(file, options);
  if (onDisk !== null) return onDisk;
  const files = shared ?? new OpenFiles();
  const { packing, table } = splitTablePacking(file.packing);
  // A file by itself is not needed again; a shared archive is, for its next member, and a SQLite file for its next table.
  const release = async (): Promise<void> => {
    if (file.packing === '' || shared === null) await files.close();
    else if (table === null) await files.dropTable();
  };
  const place = { ...file, packing };
  let entry: OpenEntry;
  try {
    entry = await files.open(place, resolveSizes(options).limits);
  } catch (cause) {
    return new RejectedSource(file, fileErrorFrom(cause));
  }
  const reject = async (error: FileError): Promise<OpenedSource> => {
    const { sizeBytes } = entry.bytes;
    await release();
    return new RejectedSource(file, error, Number.isFinite(sizeBytes) ? sizeBytes : (file.sizeBytes ?? 0));
  };
  try {
    if (files.table === null) {
      const probe = await probeSource(entry, place, options);
      if (probe.kind === 'rejected') return await reject(probe.error);
      if (probe.kind === 'text') {
        return table === null ? new TextSource(file, { entry, probe, release }, options) : await reject(lostTable(0));
      }
      files.table = await unpackTable(entry, probe, options);
    }
    return await openSpooledTable(file, files.table, release, options);
  } catch (cause) {
    if (!(cause instanceof CancelledError || cause instanceof IngestError)) return reject(fileErrorFrom(cause));
    await release();
    throw cause;
  }
}
