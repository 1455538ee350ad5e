import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { CatalogSource } from '../../catalog/repositories/sources.ts';
import type { Compression, SourceFile } from '../../ingest/sources/index.ts';
import type { IngestStore, SourceFormat, StoredSource } from './ingest-store.ts';
import type { SourceProgress } from './source-progress.ts';

/** The ingest job's view of a case catalog opened for writing. */
export function catalogStore(catalog: CaseCatalog): IngestStore {
  return {
    sources: (jobId) => catalog.sources.list(jobId).map(toStored),
    allSources: () => catalog.sources.list().map(toStored),
    adoptSources: (jobId, sourceIds) => {
      for (const sourceId of sourceIds) catalog.sources.setJob(sourceId, jobId);
    },
    addSources: (jobId, files, problems) =>
      catalog.sources
        .add([
          ...problems.map((problem) => ({
            ...problem,
            jobId,
            absolutePath: problem.path,
            pathHex: null,
            sizeBytes: null,
            modifiedMs: null,
            compression: 'none',
          })),
          ...files.map((file) => ({
            ...file,
            jobId,
            status: 'pending' as const,
            // A member is found again by how it is packed; of a file on disk only the outermost compression is of interest.
            compression: file.packing === '' ? file.compression : file.packing,
          })),
        ])
        .map(toStored),
    setFormat: (sourceId, format) =>
      catalog.sources.setDetection(sourceId, {
        encoding: format.encoding,
        encodingConfidence: format.encodingConfidence,
        format: format.format,
        formatConfidence: format.confidence,
        formatReason: format.reason,
        detection: format,
      }),
    commitBlock: ({ sourceId, progress, segments, shapes, extraLines }) =>
      catalog.commitBlock({
        sourceId,
        segments,
        shapes,
        extraLines,
        account: progress.account,
        warnings: progress.warnings,
        firstTimeNs: fromText(progress.firstTimeNs),
        lastTimeNs: fromText(progress.maxTimeNs),
        resume: progress,
      }),
    finishSource: (sourceId, result) => catalog.finishSource(sourceId, result),
    countEvents: () => catalog.sources.countEvents(),
    shapes: () => catalog.shapes.list(),
    templateEdits: () => catalog.templateEdits.list(),
    saveTemplates: (table) => catalog.saveTemplates(table),
  };
}

/** A member of an archive as the case has it on record; null when it never met it, or could not read it. */
export function findKnownMember(catalog: CaseCatalog, path: string, member: string): SourceFile | null {
  const source = catalog.sources.list().find((one) => one.absolutePath === path && one.member === member);
  return source === undefined || source.format === null ? null : toStored(source).file;
}

function toStored(source: CatalogSource): StoredSource {
  const { sourceId, path, absolutePath, pathHex, member, sizeBytes, modifiedMs, status } = source;
  return {
    sourceId,
    file: {
      path,
      absolutePath,
      pathHex,
      member,
      sizeBytes,
      modifiedMs,
      // What a member's bytes are is found again when it is opened.
      compression: member === null ? (source.compression as Compression) : 'none',
      packing: member === null ? '' : source.compression,
    },
    status,
    // Both were written by this job as plain JSON.
    format: source.detection as SourceFormat | null,
    progress: source.resume as SourceProgress | null,
  };
}

function fromText(timeNs: string | null): bigint | null {
  return timeNs === null ? null : BigInt(timeNs);
}
