import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { startSpares, stopSpares } from '../../workers/spare-workers.ts';

const MAX_DEFAULT_THREADS = 8;
const ONE_THREAD_BELOW_BYTES = 4 * 2 ** 20;

/**
 * Small inputs are read by one thread: starting a second costs more than it saves.
 * @param bytes Infinity where the size is not known. @param wanted Default: one a core, at most 8.
 */
export function threadsFor(bytes: number, wanted?: number): number {
  if (bytes < ONE_THREAD_BELOW_BYTES) return 1;
  return Math.max(1, wanted ?? Math.min(availableParallelism(), MAX_DEFAULT_THREADS));
}

/**
 * Starts the threads that will read `paths`, so that they are ready when reading begins.
 * @returns Ends those that no reading took.
 */
export function startReadingThreads(paths: readonly string[], wanted?: number): () => Promise<void> {
  const bytes = paths.reduce((sum, path) => sum + sizeOf(path), 0);
  startSpares('block', threadsFor(bytes, wanted));
  return stopSpares;
}

/** What cannot be sized is taken as large; what is wrong with it is told by the reading. */
function sizeOf(path: string): number {
  try {
    const found = statSync(path);
    return found.isFile() ? found.size : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
