import { CancelledError } from '#shared/base/errors.ts';
import type { FileError } from '#shared/domain/issue-class.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { fileErrorFrom } from './file-issues.ts';
import { type OpenEntry, OpenFiles } from './open-files.ts';
import { probeSource } from './probe-source.ts';
import { resolveSizes } from './sizes.ts';
import { openTable } from './open-table-source.ts';
import { RejectedSource, TextSource } from './text-source.ts';
import type { OpenedSource, OpenOptions, SourceFile } from './types.ts';

/**
 * Opens a file or an archive member for reading: compression, kind of content and encoding are found from its bytes.
 * Trouble with the file gives a rejected source, never an exception. Close the source in every case.
 * @param shared Keeps archives open between their members; without it the source opens and closes its file by itself.
 * @throws CancelledError
 */
export async function openSource(
  file: SourceFile,
  options: OpenOptions = {},
  shared: OpenFiles | null = null,
): Promise<OpenedSource> {
  throwIfAborted(options.signal);
  const table = await openTable(file, options);
  if (table !== null) return table;
  const files = shared ?? new OpenFiles();
  // A file by itself is not needed again; a shared archive is, for its next member.
  const release = async (): Promise<void> => {
    if (file.packing === '' || shared === null) await files.close();
  };
  let entry: OpenEntry;
  try {
    entry = await files.open(file, resolveSizes(options).limits);
  } catch (cause) {
    return new RejectedSource(file, fileErrorFrom(cause));
  }
  const reject = async (error: FileError): Promise<OpenedSource> => {
    const { sizeBytes } = entry.bytes;
    await release();
    return new RejectedSource(file, error, Number.isFinite(sizeBytes) ? sizeBytes : (file.sizeBytes ?? 0));
  };
  try {
    const probe = await probeSource(entry, file, options);
    if (probe.kind === 'rejected') return await reject(probe.error);
    return new TextSource(file, { entry, probe, release }, options);
  } catch (cause) {
    if (!(cause instanceof CancelledError)) return reject(fileErrorFrom(cause));
    await release();
    throw cause;
  }
}
