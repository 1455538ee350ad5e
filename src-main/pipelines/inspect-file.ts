import { IngestError } from '#shared/base/errors.ts';
import type { FileWarning } from '#shared/domain/issue-class.ts';
import { expandPaths, openSource, type SourceFile } from '../ingest/sources/index.ts';
import { detectOpened, pathOfSource } from './ingest/detect-source.ts';
import type { IngestOptions } from './ingest/ingest-job.ts';

/** How one file would be read, with a line of it taken apart. */
export interface FileInspection {
  readonly path: string;
  readonly encoding: string;
  readonly encodingConfidence: number;
  readonly format: string;
  readonly title: string;
  readonly confidence: number;
  readonly reason: string;
  readonly warnings: FileWarning[];
  readonly fields: {
    readonly line: string;
    readonly time: string | null;
    readonly severity: string | null;
    readonly service: string | null;
    readonly host: string | null;
    readonly component: string | null;
    readonly content: string | null;
  } | null;
}

/** A file inside an archive, or a table of a SQLite file. */
export interface InspectedMember {
  readonly member: string;
  /** Where it was found before; null: the archive is listed to find it. */
  readonly known: SourceFile | null;
}

/**
 * Looks at the head of a file, of the first file of a folder or archive, or of one member, without reading it into a case.
 * @throws IngestError `ingest.unreadable` with the class of the trouble in its details; CancelledError.
 */
export async function inspectFile(
  path: string,
  options: IngestOptions,
  signal: AbortSignal = new AbortController().signal,
  wanted: InspectedMember | null = null,
): Promise<FileInspection> {
  const file = wanted?.known ?? (await findFile(path, wanted?.member ?? null, options, signal));
  const source = await openSource(file, { encoding: options.encoding, signal });
  try {
    const outcome = source.outcome();
    if (outcome.status === 'rejected') throw unreadable(file.path, outcome.errors[0] ?? null);
    const { timezone, year, dateOrder, format, formats } = options;
    const context = {
      path: pathOfSource(file),
      modifiedMs: file.modifiedMs,
      timezone,
      year,
      dateOrder,
      format,
      formats,
    };
    const detection = detectOpened(source, context);
    const { fields } = detection;
    return {
      path: file.path,
      encoding: source.encoding,
      encodingConfidence: source.encodingConfidence,
      format: detection.format,
      title: detection.title,
      confidence: detection.confidence,
      reason: detection.reason,
      warnings: [...source.fileWarnings, ...detection.warnings],
      fields:
        fields === null
          ? null
          : {
              line: fields.line,
              time: fields.time,
              severity: fields.severityText,
              service: fields.service,
              host: fields.host,
              component: fields.component,
              content: fields.content,
            },
    };
  } finally {
    await source.close();
  }
}

async function findFile(
  path: string,
  member: string | null,
  { tables }: IngestOptions,
  signal: AbortSignal,
): Promise<SourceFile> {
  const { files, problems } = await expandPaths([path], { signal, tables });
  const isWanted = (found: { readonly member: string | null }): boolean => member === null || found.member === member;
  const file = files.find(isWanted);
  if (file !== undefined) return file;
  const problem = problems.find(isWanted);
  throw unreadable(member ?? path, problem?.status === 'rejected' ? problem.error : null);
}

function unreadable(
  path: string,
  error: { class: string; message: string; offset: number | null } | null,
): IngestError {
  const message = error?.message ?? `There is nothing to read in ${path}.`;
  return new IngestError('ingest.unreadable', message, {
    location: { path, offset: error?.offset ?? null },
    details: { class: error?.class ?? null },
  });
}
