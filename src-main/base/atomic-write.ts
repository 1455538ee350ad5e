import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Makes a rename or a new name in `folder` survive a power cut; a no-op where folders cannot be synced (Windows). */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Moves a finished file to its name: fsync, rename over `finalPath`, fsync of the folder.
 * A failed fsync is thrown, never retried: after it the kernel may have dropped the pages.
 */
export async function publishFile(temporaryPath: string, finalPath: string): Promise<void> {
  const handle = await open(temporaryPath, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporaryPath, finalPath);
  await syncFolder(dirname(finalPath));
}

/** A name beside `finalPath` that no reader takes for a finished file. */
export function asidePath(finalPath: string): string {
  return join(dirname(finalPath), `.${basename(finalPath)}.${randomBytes(6).toString('hex')}.tmp`);
}

/**
 * Writes a file so that other readers see the old content or the whole new one, never a part.
 * @param content Bytes, text, or a function that writes to the open handle (and leaves it open).
 * On any failure the aside file is removed and `finalPath` is as it was.
 */
export async function writeFileAtomic(
  finalPath: string,
  content: Uint8Array | string | ((handle: FileHandle) => Promise<void>),
  options: { readonly mode?: number } = {},
): Promise<void> {
  const aside = asidePath(finalPath);
  try {
    const handle = await open(aside, 'wx', options.mode ?? 0o666);
    try {
      if (typeof content === 'function') await content(handle);
      else await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, finalPath);
  } catch (cause) {
    await rm(aside, { force: true });
    throw cause;
  }
  await syncFolder(dirname(finalPath));
}
