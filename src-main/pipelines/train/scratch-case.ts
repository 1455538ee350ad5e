import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { isProcessAlive } from '../../base/process-alive.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { openCase } from '../../catalog/open.ts';
import type { CatalogSource } from '../../catalog/repositories/sources.ts';
import { readHolder } from '../../catalog/writer-lock.ts';
import { CaseReader } from '../../lake/case-reader.ts';
import { catalogStore } from '../ingest/catalog-store.ts';
import { type IngestOptions, type IngestProgress, runIngestJob } from '../ingest/ingest-job.ts';

export interface ScratchCaseOptions {
  /** Folder of all scratch cases of the home. */
  readonly folder: string;
  /** What is read, one job after the other. */
  readonly reads: readonly { readonly paths: readonly string[]; readonly options: IngestOptions }[];
  /** Hand edits of the templates that are mined. Default: none. */
  readonly edits?: readonly TemplateEdit[];
  readonly signal: AbortSignal;
  onProgress(progress: IngestProgress): void;
  /** A source grew or ended. */
  onSource?(source: CatalogSource): void;
}

export interface ScratchCase {
  readonly catalog: CaseCatalog;
  readonly reader: CaseReader;
}

/** Reads files into a case of their own that is gone when `work` has ended, however it ends. */
export async function withScratchCase<T>(
  options: ScratchCaseOptions,
  work: (scratch: ScratchCase) => Promise<T>,
): Promise<T> {
  const { folder, reads, edits = [], signal } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeAbandoned(folder);
  const dir = join(folder, `${randomUUID()}.sentinel`);
  try {
    const catalog = await openCase(dir, { mode: 'create' });
    try {
      if (edits.length > 0) catalog.saveTemplateEdits(edits, { templates: [], alignments: [] });
      for (const [at, read] of reads.entries()) {
        await runIngestJob({
          jobId: `scratch-${at}`,
          ...read,
          store: catalogStore(catalog),
          lakeDir: catalog.lakeDir,
          signal,
          onProgress: (progress) => options.onProgress(progress),
          onSource: (sourceId) => options.onSource?.(catalog.sources.get(sourceId)),
        });
      }
      const reader = await CaseReader.open(catalog, catalog.lakeDir);
      try {
        return await work({ catalog, reader });
      } finally {
        reader.close();
      }
    } finally {
      catalog.close();
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Scratch cases whose process was killed; those of living processes and of other machines stay. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const dir = join(folder, name);
    const holder = readHolder(join(dir, 'writer.json'));
    if (holder === null || holder.host !== hostname() || isProcessAlive(holder.pid)) continue;
    await rm(dir, { recursive: true, force: true });
  }
}
