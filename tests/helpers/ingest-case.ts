import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseCatalog } from '../../src-main/catalog/case-catalog.ts';
import { openCase } from '../../src-main/catalog/open.ts';
import { catalogStore } from '../../src-main/pipelines/ingest/catalog-store.ts';
import { type IngestOptions, type IngestProgress, runIngestJob } from '../../src-main/pipelines/ingest/ingest-job.ts';

export function temporaryFolder(): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'log-sentinel-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export interface IngestRun {
  readonly paths: readonly string[];
  /** Default `job-1`. */
  readonly jobId?: string;
  readonly options?: IngestOptions;
  readonly signal?: AbortSignal;
  onProgress?(progress: IngestProgress): void;
  onFirstRows?(): Promise<void>;
}

/** Runs (or goes on with) a job on the case and leaves the catalog open. */
export async function ingestInto(catalog: CaseCatalog, run: IngestRun): Promise<void> {
  await runIngestJob({
    jobId: run.jobId ?? 'job-1',
    paths: run.paths,
    options: run.options ?? {},
    store: catalogStore(catalog),
    lakeDir: catalog.lakeDir,
    signal: run.signal ?? new AbortController().signal,
    onProgress: run.onProgress ?? (() => undefined),
    onFirstRows: run.onFirstRows,
  });
}

/** Everything that must be equal between two ways of reading the same input. */
export function describeCase(catalog: CaseCatalog): unknown {
  return {
    sources: catalog.sources.list().map(({ resume: _resume, ...source }) => source),
    shapes: catalog.shapes.list(),
    templates: catalog.templates.list(),
    alignments: catalog.templates.listAlignments(),
    segments: catalog.segments.list(),
    extraLines: catalog.segments.listExtraLines(),
  };
}

export async function ingestFresh(caseDir: string, run: IngestRun): Promise<unknown> {
  const catalog = await openCase(caseDir, { mode: 'create' });
  try {
    await ingestInto(catalog, run);
    return describeCase(catalog);
  } finally {
    catalog.close();
  }
}
