import { throwIfAborted } from '../../base/abort.ts';
import { fileWarning } from './file-issues.ts';
import { isSameGeneration } from './generations.ts';
import { OpenFiles } from './open-files.ts';
import { openReader } from './probe-source.ts';
import { isSameLog, placeOf } from './same-log.ts';
import type { SourceFile, SourceLimits, SourceProblem } from './types.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * Leaves out what rotation left twice: a generation of a log beside its own compressed copy, byte for byte the same. Equal
 * files that are not of one generation are two logs until somebody says otherwise.
 * @param files In reading order: copies of a generation follow one another. @throws CancelledError
 */
export async function dropCopies(
  files: readonly SourceFile[],
  problems: SourceProblem[],
  options: { readonly limits: SourceLimits; readonly signal: AbortSignal },
): Promise<SourceFile[]> {
  const kept: SourceFile[] = [];
  for (const file of files) {
    const before = kept.at(-1);
    const isCandidate = before !== undefined && isCopyByName(before, file);
    if (isCandidate && (await isSameContent(before, file, options))) {
      const message = `It holds the same bytes as ${before.member ?? before.path}, which is read once.`;
      const { path, member } = file;
      problems.push({ path, member, status: 'skipped', warning: fileWarning('W_DUPLICATE_FILE', message) });
    } else kept.push(file);
  }
  return kept;
}

function isCopyByName(a: SourceFile, b: SourceFile): boolean {
  return a.compression !== b.compression && isSameLog(a, b) && isSameGeneration(placeOf(a).name, placeOf(b).name);
}

async function isSameContent(
  a: SourceFile,
  b: SourceFile,
  { limits, signal }: { readonly limits: SourceLimits; readonly signal: AbortSignal },
): Promise<boolean> {
  const opened = [new OpenFiles(), new OpenFiles()] as const;
  try {
    const [left, right] = await Promise.all(
      [a, b].map(async (file, index) => {
        const { bytes } = await (opened[index] as OpenFiles).open(file, limits);
        return openReader({ stored: bytes, compression: file.compression }, 0, limits);
      }),
    );
    if (left === undefined || right === undefined) return false;
    const [mine, other] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)];
    while (true) {
      throwIfAborted(signal);
      const length = await left.fill(mine, signal);
      if ((await right.fill(other, signal)) !== length) return false;
      if (!mine.subarray(0, length).equals(other.subarray(0, length))) return false;
      if (length < CHUNK_BYTES) return left.errors.length + right.errors.length === 0;
    }
  } catch {
    throwIfAborted(signal);
    return false; // Opening the file to read it will say what is wrong with it.
  } finally {
    await Promise.all(opened.map((files) => files.close()));
  }
}
