import { lstat, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { IngestError } from '#shared/base/errors.ts';
import type { FolderEntry, FolderListing } from '#shared/contract/files.ts';

const CASE_SUFFIX = '.sentinel';
const STAT_AT_ONCE = 64;

/**
 * One folder of this machine, folders first.
 * Names are read as bytes: one that is not UTF-8 is listed with escapes and has no path, because no text could reach it.
 * @throws IngestError `source.not-found | source.not-a-folder | source.permission`
 */
export async function listFolder(path: string | undefined, limit: number): Promise<FolderListing> {
  const folder = resolve(path ?? homedir());
  const names = await readNames(folder);
  const entries: FolderEntry[] = [];
  for (let start = 0; start < names.length; start += STAT_AT_ONCE) {
    entries.push(
      ...(await Promise.all(names.slice(start, start + STAT_AT_ONCE).map((name) => describeEntry(folder, name)))),
    );
  }
  entries.sort(byKindThenName);
  const parent = dirname(folder);
  return {
    path: folder,
    parent: parent === folder ? null : parent,
    entries: entries.slice(0, limit),
    isTruncated: entries.length > limit,
  };
}

async function readNames(folder: string): Promise<Buffer[]> {
  try {
    return await readdir(folder, { encoding: 'buffer' });
  } catch (cause) {
    throw folderError(folder, cause);
  }
}

async function describeEntry(folder: string, rawName: Buffer): Promise<FolderEntry> {
  const text = decodeName(rawName);
  const unknown = { kind: 'other', sizeBytes: null, modifiedMs: null } as const;
  if (text === null) return { name: escapeName(rawName.toString('latin1')), path: null, ...unknown };
  const path = join(folder, text);
  const name = escapeName(text);
  const info = await stat(path).catch(() => lstat(path).catch(() => null));
  if (info === null) return { name, path, ...unknown };
  const modifiedMs = Math.max(0, Math.trunc(info.mtimeMs));
  if (info.isDirectory())
    return { name, path, kind: text.endsWith(CASE_SUFFIX) ? 'case' : 'folder', sizeBytes: null, modifiedMs };
  return { name, path, kind: info.isFile() ? 'file' : 'other', sizeBytes: info.size, modifiedMs };
}

function decodeName(name: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(name);
  } catch {
    return null;
  }
}

/** Control and bidirectional characters as visible escapes: a name must not rearrange or hide what is around it. */
function escapeName(name: string): string {
  return name.replace(
    /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function byKindThenName(a: FolderEntry, b: FolderEntry): number {
  const rank = (entry: FolderEntry) => (entry.kind === 'folder' || entry.kind === 'case' ? 0 : 1);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

function folderError(folder: string, cause: unknown): IngestError {
  const code = (cause as NodeJS.ErrnoException).code;
  const location = { path: folder };
  if (code === 'ENOENT')
    return new IngestError('source.not-found', `There is no folder ${folder}.`, { location, cause });
  if (code === 'ENOTDIR')
    return new IngestError('source.not-a-folder', `${folder} is not a folder.`, { location, cause });
  return new IngestError('source.permission', `${folder} cannot be listed; check its rights.`, { location, cause });
}
