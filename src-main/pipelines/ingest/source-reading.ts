import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import type { SourceFile } from '../../ingest/sources/index.ts';
import type { IngestOptions } from './ingest-job.ts';
import type { UnreadSource } from './ingest-store.ts';

/** What a user fixed in how sources are read; what is absent is found in the data. Plain JSON data. */
export interface SourceRepair {
  readonly timezone?: string | undefined;
  /** Added to every time of the source. */
  readonly offsetSeconds?: number | undefined;
  readonly format?: string | undefined;
  readonly encoding?: string | undefined;
  readonly year?: number | undefined;
  readonly dateOrder?: 'dmy' | 'mdy' | undefined;
}

/** A repair of one file, of one member of an archive, or of all files below a folder. */
export interface SourceOverride extends SourceRepair {
  /** Absolute. */
  readonly path: string;
  readonly member?: string | undefined;
}

export interface SourceReading {
  /** The job's options with what was fixed for this source in their place. */
  readonly options: IngestOptions;
  /** Null when nothing was fixed for this source alone. */
  readonly repair: SourceRepair | null;
}

/** How one source is read: the nearer an override is to it (member, file, inner folder, outer folder), the more it counts. */
export function readingOf(file: SourceFile, options: IngestOptions): SourceReading {
  const matching = (options.sources ?? []).filter((override) => matches(override, file)).toSorted(byNearness);
  if (matching.length === 0) return { options, repair: null };
  const repair: SourceRepair = Object.assign({}, ...matching.map(repairOf));
  // A format for this file says more than that all files have no header.
  const isContentOnly = repair.format === undefined && options.isContentOnly === true;
  return { options: { ...options, ...repair, isContentOnly }, repair };
}

/** Overrides of files that are not there: a name written wrong must not go unnoticed. */
export function findLostOverrides({ sources = [] }: IngestOptions): UnreadSource[] {
  const message = 'It was named to be read in its own way, but there is no such file. Check the name in front of =.';
  const error = { class: 'E_NOT_FOUND' as const, line: null, offset: null, decodedOffset: null, message };
  return sources
    .filter(({ path }) => !existsSync(path))
    .map(({ path, member }) => ({ path, member: member ?? null, status: 'rejected', errors: [error], warnings: [] }));
}

function matches({ path, member }: SourceOverride, file: SourceFile): boolean {
  if (member !== undefined) return file.absolutePath === path && file.member === member;
  return file.absolutePath === path || file.absolutePath.startsWith(path.endsWith(sep) ? path : path + sep);
}

function byNearness(a: SourceOverride, b: SourceOverride): number {
  return Number(a.member !== undefined) - Number(b.member !== undefined) || a.path.length - b.path.length;
}

function repairOf({ path: _path, member: _member, ...repair }: SourceOverride): SourceRepair {
  return Object.fromEntries(Object.entries(repair).filter(([, value]) => value !== undefined));
}
