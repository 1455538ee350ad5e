import { startReadingThreads } from '../pipelines/ingest/reading-threads.ts';

/**
 * For a host that knows what will be read before its service is there: the threads that read are started at once, and load
 * their code beside it. Loads none of the service itself.
 * @returns Ends what no job took; to be called when the service is closed.
 */
export function prepareReading(paths: readonly string[], threads?: number): () => Promise<void> {
  return startReadingThreads(paths, threads);
}
