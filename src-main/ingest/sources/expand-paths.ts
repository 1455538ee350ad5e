import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { BigIntStats } from 'node:fs';
import { throwIfAborted } from '../../base/abort.ts';
import { dropCopies } from './drop-copies.ts';
import { fileError, fileErrorFrom, fileWarning } from './file-issues.ts';
import { compareGenerations, readGeneration } from './generations.ts';
import { hexIfNotUtf8, showPath } from './path-names.ts';
import { orderMembers } from './member-order.ts';
import { DEFAULT_LIMITS, type ExpandedPaths, type SourceFile, type SourceLimits, type SourceProblem } from './types.ts';
import { type FoundFile, walkFolder } from './walk-folder.ts';
import { sniffFile } from './sniff-file.ts';

export interface ExpandOptions {
  readonly signal: AbortSignal;
  readonly limits?: Partial<SourceLimits>;
  /** Tables of SQLite files to read; default: those that look like logs. */
  readonly tables?: readonly string[] | undefined;
  /** Where SQLite files inside archives are laid while their tables are listed; default: below the system's temporary folder. */
  readonly spoolDir?: string | undefined;
}

/**
 * Finds the files to read under the given paths. Folders are walked in sorted order; generations of one log come oldest
 * first, also among files named one by one. Archives are opened and their members are files. The same file reached twice is
 * read once, and so is a generation left beside its compressed copy.
 * @param paths Files and folders; links the user names are followed. '-' is not known here.
 * @throws CancelledError, and IngestError when a table cannot be laid on disk.
 */
export async function expandPaths(paths: readonly string[], options: ExpandOptions): Promise<ExpandedPaths> {
  const problems: SourceProblem[] = [];
  const found: FoundFile[] = [];
  for (const path of orderNamedPaths(paths)) {
    throwIfAborted(options.signal);
    await expandOne(path, found, problems, options.signal);
  }
  const files = await describeFiles(found, problems, options);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  return { files: await dropCopies(files, problems, { limits, signal: options.signal }), problems };
}

async function expandOne(
  path: string,
  found: FoundFile[],
  problems: SourceProblem[],
  signal: AbortSignal,
): Promise<void> {
  if (path.includes('\0') || path === '') {
    problems.push({
      path,
      member: null,
      status: 'rejected',
      error: fileError('E_NOT_FOUND', 'The path is empty or holds a NUL character.'),
    });
    return;
  }
  try {
    const absolute = resolve(path);
    const stats = await stat(absolute, { bigint: true });
    if (stats.isFile()) found.push({ path, bytes: Buffer.from(absolute), stats });
    else if (stats.isDirectory()) {
      const root = Buffer.from(await realpath(absolute));
      await walkFolder({ root, shownRoot: path.replace(/\/$/, ''), found, problems, signal });
    } else
      problems.push({
        path,
        member: null,
        status: 'rejected',
        error: fileError('E_NOT_REGULAR', `It is ${kindOf(stats)}, not a file. Name a file or a folder.`),
      });
  } catch (cause) {
    throwIfAborted(signal);
    problems.push({ path, member: null, status: 'rejected', error: fileErrorFrom(cause) });
  }
}

function kindOf(stats: BigIntStats): string {
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  if (stats.isDirectory()) return 'a folder';
  return 'a device';
}

/** Keeps the user's order of logs, but puts generations of one log, named one by one, into true order. */
function orderNamedPaths(paths: readonly string[]): string[] {
  const familyOf = (path: string): string => `${dirname(resolve(path))}\0${readGeneration(basename(path)).family}`;
  const byFamily = Map.groupBy(paths, familyOf);
  return [...byFamily.values()].flatMap((members) =>
    members.sort((a, b) => compareGenerations(basename(a), basename(b))),
  );
}

/** Turns what was found into files to read; archives into their members. */
async function describeFiles(
  found: readonly FoundFile[],
  problems: SourceProblem[],
  options: ExpandOptions,
): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  const pathByIdentity = new Map<string, string>();
  for (const one of found) {
    throwIfAborted(options.signal);
    const { path, stats } = one;
    const identity = `${stats.dev}:${stats.ino}`;
    const known = pathByIdentity.get(identity);
    if (known !== undefined && stats.ino !== 0n) {
      const warning = fileWarning('W_DUPLICATE_FILE', `It is the same file as ${known}, which is read once.`);
      problems.push({ path, member: null, status: 'skipped', warning });
      continue;
    }
    pathByIdentity.set(identity, path);
    files.push(...(await describeFile(one, problems, options)));
  }
  return files;
}

async function describeFile(
  { path, bytes, stats }: FoundFile,
  problems: SourceProblem[],
  options: ExpandOptions,
): Promise<SourceFile[]> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { tables, spoolDir, signal } = options;
  const { compression, archive } = await sniffFile(bytes, { limits, tables, spoolDir, signal });
  const file: SourceFile = {
    path,
    absolutePath: showPath(bytes),
    pathHex: hexIfNotUtf8(bytes),
    packing: '',
    member: null,
    sizeBytes: Number(stats.size),
    modifiedMs: Number(stats.mtimeMs),
    compression,
  };
  if (archive === null) return [file];
  for (const problem of archive.problems) problems.push({ ...problem, path });
  return orderMembers(archive.members).map(({ member, packing, sizeBytes, modifiedMs, compression: own }) => {
    return { ...file, member, packing, sizeBytes, modifiedMs: modifiedMs ?? file.modifiedMs, compression: own };
  });
}
