import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The one place that knows where a worker's entry file is, or a compiled kernel. Run from sources (tests, development) it is the `.ts` file
 * itself, which Node runs by type stripping; in the bundle every worker is a named entry beside the hosts.
 */
const SOURCES = {
  block: '../pipelines/ingest/block.worker.ts',
  lstm: '../models/lstm/train.worker.ts',
  mine: '../pipelines/templates/mine.worker.ts',
  rows: '../models/table/rows.worker.ts',
} as const;

export type WorkerName = keyof typeof SOURCES;

/** @returns File URL of the entry, for `new Worker(url)`. */
export function resolveWorker(name: WorkerName): URL {
  if (import.meta.url.endsWith('.ts')) return new URL(SOURCES[name], import.meta.url);
  // Shared code may sit in out/main or in a chunk folder below it.
  const beside = new URL(`./${name}.worker.js`, import.meta.url);
  return existsSync(fileURLToPath(beside)) ? beside : new URL(`../${name}.worker.js`, import.meta.url);
}

export type KernelName = 'forest' | 'ingest' | 'lstm';

/** @returns File URL of a compiled kernel; the build puts them beside the bundle, sources find them there too. */
export function resolveKernel(name: KernelName): URL {
  if (import.meta.url.endsWith('.ts')) return new URL(`../../out/kernels/${name}.wasm`, import.meta.url);
  const beside = new URL(`../kernels/${name}.wasm`, import.meta.url);
  return existsSync(fileURLToPath(beside)) ? beside : new URL(`../../kernels/${name}.wasm`, import.meta.url);
}
