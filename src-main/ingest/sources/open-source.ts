import { CancelledError } from '#shared/base/errors.ts';
import type { FileError } from '#shared/domain/issue-class.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { fileErrorFrom } from './file-issues.ts';
import { probeSource } from './probe-source.ts';
import { RejectedSource, TextSource } from './text-source.ts';
import { fileSystemPath, StoredFile } from './stored-file.ts';
import type { OpenedSource, OpenOptions, SourceFile } from './types.ts';

/**
 * Opens a file for reading: compression, kind of content and encoding are found from its bytes.
 * Trouble with the file gives a rejected source, never an exception. Close the source in every case.
 * @throws CancelledError
 */
export async function openSource(file: SourceFile, options: OpenOptions = {}): Promise<OpenedSource> {
  throwIfAborted(options.signal);
  let stored: StoredFile;
  try {
    stored = await StoredFile.open(fileSystemPath(file));
  } catch (cause) {
    return new RejectedSource(file, fileErrorFrom(cause));
  }
  const rejected = (error: FileError): Promise<OpenedSource> => rejectAndClose(file, stored, error);
  try {
    const probe = await probeSource(stored, options);
    return probe.kind === 'text' ? new TextSource(file, stored, probe, options) : await rejected(probe.error);
  } catch (cause) {
    if (!(cause instanceof CancelledError)) return rejected(fileErrorFrom(cause));
    await stored.close();
    throw cause;
  }
}

async function rejectAndClose(file: SourceFile, stored: StoredFile, error: FileError): Promise<OpenedSource> {
  await stored.close();
  return new RejectedSource(file, error, Number.isFinite(stored.sizeBytes) ? stored.sizeBytes : 0);
}
