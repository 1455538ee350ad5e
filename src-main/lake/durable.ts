import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LakeError } from '#shared/base/errors.ts';
import { publishFile, syncFolder } from '../base/atomic-write.ts';

/**
 * Makes a finished file visible for good: fsync, rename, fsync of the target's folder.
 * The target's folder is created (and its own entry made durable) when it is new.
 * @returns Size of the file in bytes.
 * @throws LakeError `lake.disk-full` | `lake.read-only` | `lake.io`; a failed fsync is never retried, and the file then
 * stays where it was written.
 */
export async function publishLakeFile(temporaryPath: string, targetPath: string): Promise<number> {
  try {
    const created = await mkdir(dirname(targetPath), { recursive: true });
    if (created !== undefined) await syncFolder(dirname(created));
    await publishFile(temporaryPath, targetPath);
    return (await stat(targetPath)).size;
  } catch (error) {
    throw toLakeError(error, `Cannot store ${targetPath}`);
  }
}

/** Names what the disk refused; DuckDB reports the same faults only as message text. */
export function toLakeError(error: unknown, what: string): LakeError {
  if (error instanceof LakeError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const text = `${error instanceof Error && 'code' in error ? String(error.code) : ''} ${message}`;
  const options = { cause: error };
  if (/ENOSPC|EDQUOT|No space left|disk quota|EFBIG|File too large/i.test(text)) {
    return new LakeError('lake.disk-full', `${what}: the disk is full. Free some space and run it again.`, options);
  }
  if (/EROFS|Read-only file system|EACCES|EPERM|Permission denied/i.test(text)) {
    return new LakeError('lake.read-only', `${what}: the folder cannot be written.`, options);
  }
  return new LakeError('lake.io', `${what}: ${message}`, options);
}
