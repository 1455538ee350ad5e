import { join } from 'node:path';
import type { IngestOptions } from '#shared/contract/analyze-options.ts';
import type { FileReport } from '#shared/contract/analysis-document.ts';
import { IngestError } from '#shared/base/errors.ts';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { type ScratchCase, withScratchCase } from '../../pipelines/train/scratch-case.ts';
import { ingestOptionsOf, toJobProgress } from '../analyze/analyze-work.ts';
import { fileReport } from '../analyze/file-report.ts';
import type { StageClock } from '../analyze/stage-clock.ts';
import type { ServiceContext } from '../context.ts';
import { formatsForReading } from '../formats/reading-formats.ts';
import type { JobRun } from '../jobs/job-manager.ts';

export interface ReadFiles extends ScratchCase {
  readonly files: readonly FileReport[];
}

/**
 * Reads files for a job into a case that is thrown away when `work` has ended; progress and files go through the job.
 * @throws IngestError `ingest.nothing-read` with what was wrong with the first file, when no event was found in any.
 */
export function readScratch<T>(
  context: ServiceContext,
  run: JobRun,
  clock: StageClock,
  request: {
    readonly paths: readonly string[];
    readonly options: IngestOptions;
    /** Hand edits of the templates. Default: none. */
    readonly edits?: readonly TemplateEdit[];
  },
  work: (read: ReadFiles) => Promise<T>,
): Promise<T> {
  const startMs = performance.now();
  const formats = formatsForReading(context.home, request.options, null);
  return withScratchCase(
    {
      folder: join(context.home.homeDir, 'scratch'),
      reads: [{ paths: request.paths, options: ingestOptionsOf(request.options, formats) }],
      edits: request.edits,
      signal: run.signal,
      onProgress: (progress) => run.progress(toJobProgress(progress)),
      onSource: (source) => run.publish({ type: 'file', file: fileReport(source) }),
    },
    (scratch) => {
      clock.add('read', (performance.now() - startMs) / 1000);
      const files = scratch.catalog.sources.list().map(fileReport);
      if (scratch.catalog.sources.countEvents() === 0) throw nothingRead(request.paths, files);
      return work({ ...scratch, files });
    },
  );
}

function nothingRead(paths: readonly string[], files: readonly FileReport[]): IngestError {
  const [first] = files.filter((file) => file.errors.length > 0);
  const why = first?.errors[0]?.message ?? 'it holds no event.';
  const path = first?.path ?? paths[0] ?? null;
  return new IngestError('ingest.nothing-read', `No event could be read of ${path}: ${why}`, { location: { path } });
}
