import { join } from 'node:path';
import type { LakeLayer } from '#shared/domain/segment.ts';

/**
 * Where things are inside a case folder:
 *
 *     <name>.sentinel/
 *       catalog.sqlite            mutable state, one writer
 *       writer.lock, writer.json  the lock of that writer, and who it is
 *       lake/tmp/                 files being written; emptied when a writer opens the case
 *       lake/bronze/dt=DAY/*.parquet   lines as read
 *       lake/silver/dt=DAY/*.parquet   events
 *       lake/gold/TABLE/*.parquet      features and scores of analysis runs
 *       formats/NAME.yaml         formats of the user that its sources were read with
 *       models/HASH.model         copies of the models that scored the case
 *       labels/RUN.csv            the labels the latest analysis was measured against
 *       reports/  spool/
 *
 * DAY is the UTC day of the events (bronze: of the block's first timed event); blocks or rows without a day are in the
 * Hive default partition. A file that the catalog does not name does not exist for readers.
 */
export const DEFAULT_PARTITION = '__HIVE_DEFAULT_PARTITION__';

export const LAKE_LAYERS: readonly LakeLayer[] = ['bronze', 'silver', 'gold'];

export function lakeFolder(caseDir: string): string {
  return join(caseDir, 'lake');
}

export function reportsFolder(caseDir: string): string {
  return join(caseDir, 'reports');
}

/** Of a case or of the home. */
export function formatsFolder(dir: string): string {
  return join(dir, 'formats');
}

export function modelsFolder(caseDir: string): string {
  return join(caseDir, 'models');
}

export function labelsFolder(caseDir: string): string {
  return join(caseDir, 'labels');
}

export function spoolFolder(caseDir: string): string {
  return join(caseDir, 'spool');
}

export function temporaryFolder(lakeDir: string): string {
  return join(lakeDir, 'tmp');
}

/** Where a process spills what does not fit its memory. */
export function spillFolder(lakeDir: string, pid: number): string {
  return join(temporaryFolder(lakeDir), `spill-${pid}`);
}

/** Pid in the name of a spill folder; null for any other name. */
export function spillOwner(name: string): number | null {
  const digits = /^spill-(\d+)$/.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Days since 1970 as `dt=YYYY-MM-DD`; null is the Hive default partition. */
export function partitionName(epochDay: number | null): string {
  if (epochDay === null) return `dt=${DEFAULT_PARTITION}`;
  const iso = new Date(epochDay * 86_400_000).toISOString();
  return `dt=${iso.slice(0, iso.indexOf('T'))}`;
}
