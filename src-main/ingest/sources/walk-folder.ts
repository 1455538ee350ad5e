import type { BigIntStats } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { throwIfAborted } from '../../base/abort.ts';
import { fileErrorFrom, fileWarning } from './file-issues.ts';
import { compareGenerations } from './generations.ts';
import { joinPath, showPath } from './path-names.ts';
import type { SourceProblem } from './types.ts';

/** Folders within folders; deeper ones are skipped, and it is said. */
export const MAX_FOLDER_DEPTH = 64;

export interface FoundFile {
  /** For showing. */
  readonly path: string;
  /** Absolute, as the file system knows it. */
  readonly bytes: Buffer;
  readonly stats: BigIntStats;
}

export interface FolderWalk {
  /** Real path of the folder. */
  readonly root: Buffer;
  readonly shownRoot: string;
  readonly found: FoundFile[];
  readonly problems: SourceProblem[];
  readonly signal: AbortSignal;
}

/**
 * Adds all readable files below a folder, each folder's files first, sorted by log and generation, then its folders. Names are
 * handled as bytes. Links to files inside the folder are followed; links to folders or out of it, pipes, devices and
 * unreadable entries are skipped with W_SKIPPED. @throws CancelledError
 */
export async function walkFolder(walk: FolderWalk): Promise<void> {
  const links: FoundLink[] = [];
  await walkLevel({ ...walk, links }, walk.root, walk.shownRoot, 0);
  for (const { bytes, path } of links) {
    throwIfAborted(walk.signal);
    await attempt(walk, path, () => visitLink(walk, bytes, path));
  }
}

/** Links wait until all real files are found, so that a file is read under its own name. */
interface FoundLink {
  readonly path: string;
  readonly bytes: Buffer;
}

type LevelWalk = FolderWalk & { readonly links: FoundLink[] };

async function walkLevel(walk: LevelWalk, folder: Buffer, shown: string, depth: number): Promise<void> {
  throwIfAborted(walk.signal);
  if (depth > MAX_FOLDER_DEPTH)
    return skip(walk, shown, `It lies more than ${MAX_FOLDER_DEPTH} folders deep; name it to read it.`);
  const names = await listNames(walk, folder, shown);
  const folders: Buffer[] = [];
  if (names.some((name) => name.equals(CASE_MARK)) && shown.endsWith('.sentinel')) {
    return skip(walk, shown, 'It is a case folder written by this program.');
  }
  for (const name of names) {
    throwIfAborted(walk.signal);
    const isFolder = await visit(walk, joinPath(folder, name), `${shown}/${showPath(name)}`);
    if (isFolder) folders.push(name);
  }
  for (const name of folders) await walkLevel(walk, joinPath(folder, name), `${shown}/${showPath(name)}`, depth + 1);
}

const CASE_MARK = Buffer.from('catalog.sqlite');

function skip(walk: FolderWalk, path: string, message: string): void {
  walk.problems.push({ path, member: null, status: 'skipped', warning: fileWarning('W_SKIPPED', message) });
}

async function listNames(walk: FolderWalk, folder: Buffer, shown: string): Promise<Buffer[]> {
  try {
    const names = await readdir(folder, { encoding: 'buffer' });
    const keyed = names.map((name) => ({ name, text: showPath(name) }));
    return keyed.sort((a, b) => compareGenerations(a.text, b.text)).map(({ name }) => Buffer.from(name));
  } catch (cause) {
    const { class: errorClass, message } = fileErrorFrom(cause);
    skip(walk, shown, `${errorClass}: ${message}`);
    return [];
  }
}

/** Runs a step on one entry; what the system refuses is skipped with its class. */
async function attempt(walk: FolderWalk, shown: string, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (cause) {
    const { class: errorClass, message } = fileErrorFrom(cause);
    skip(walk, shown, `${errorClass}: ${message}`);
  }
}

/** Takes a file, skips what is none; returns true for a folder. */
async function visit(walk: LevelWalk, path: Buffer, shown: string): Promise<boolean> {
  let isFolder = false;
  await attempt(walk, shown, async () => {
    const entry = await lstat(path, { bigint: true });
    isFolder = entry.isDirectory();
    if (entry.isSymbolicLink()) walk.links.push({ path: shown, bytes: path });
    else if (entry.isFile()) walk.found.push({ path: shown, bytes: path, stats: entry });
    else if (!isFolder) skip(walk, shown, 'E_NOT_REGULAR: a pipe, socket or device is not a file.');
  });
  return isFolder;
}

async function visitLink(walk: FolderWalk, path: Buffer, shown: string): Promise<void> {
  const target = await stat(path, { bigint: true });
  const real = await realpath(path, { encoding: 'buffer' });
  const isInside = real.subarray(0, walk.root.length + 1).equals(joinPath(walk.root, Buffer.alloc(0)));
  if (!isInside)
    return skip(walk, shown, 'E_SYMLINK_ESCAPE: the link points out of the folder; name its target to read it.');
  if (target.isDirectory())
    return skip(walk, shown, 'A link to a folder is not followed; the folder itself is read where it lies.');
  if (!target.isFile()) return skip(walk, shown, 'E_NOT_REGULAR: the link points to a pipe, socket or device.');
  walk.found.push({ path: shown, bytes: real, stats: target });
}
