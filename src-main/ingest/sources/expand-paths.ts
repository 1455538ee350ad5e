import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { BigIntStats } from 'node:fs';
import { throwIfAborted } from '../../base/abort.ts';
import { fileError, fileErrorFrom, fileWarning } from './file-issues.ts';
import { compareGenerations, readGeneration } from './generations.ts';
import { hexIfNotUtf8, showPath } from './path-names.ts';
import type { ExpandedPaths, SourceFile, SourceProblem } from './types.ts';
import { type FoundFile, walkFolder } from './walk-folder.ts';
import { sniffFile } from './sniff-file.ts';

/**
 * Finds the files to read under the given paths. Folders are walked in sorted order; generations of one log come oldest
 * first, also among files named one by one. The same file reached twice is read once.
 * @param paths Files and folders; links the user names are followed. '-' is not known here.
 * @throws CancelledError
 */
export async function expandPaths(
  paths: readonly string[],
  options: { readonly signal: AbortSignal },
): Promise<ExpandedPaths> {
  const problems: SourceProblem[] = [];
  const found: FoundFile[] = [];
  for (const path of orderNamedPaths(paths)) {
    throwIfAborted(options.signal);
    await expandOne(path, found, problems, options.signal);
  }
  return { files: await describeFiles(found, problems, options.signal), problems };
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
        status: 'rejected',
        error: fileError('E_NOT_REGULAR', `It is ${kindOf(stats)}, not a file. Name a file or a folder.`),
      });
  } catch (cause) {
    throwIfAborted(signal);
    problems.push({ path, status: 'rejected', error: fileErrorFrom(cause) });
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

async function describeFiles(
  found: readonly FoundFile[],
  problems: SourceProblem[],
  signal: AbortSignal,
): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  const pathByIdentity = new Map<string, string>();
  for (const { path, bytes, stats } of found) {
    throwIfAborted(signal);
    const identity = `${stats.dev}:${stats.ino}`;
    const known = pathByIdentity.get(identity);
    if (known !== undefined && stats.ino !== 0n) {
      problems.push({
        path,
        status: 'skipped',
        warning: fileWarning('W_DUPLICATE_FILE', `It is the same file as ${known}, which is read once.`),
      });
      continue;
    }
    pathByIdentity.set(identity, path);
    files.push({
      path,
      absolutePath: showPath(bytes),
      pathHex: hexIfNotUtf8(bytes),
      member: null,
      sizeBytes: Number(stats.size),
      modifiedMs: Number(stats.mtimeMs),
      compression: await sniffFile(bytes),
    });
  }
  return files;
}
