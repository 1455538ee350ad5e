import { LakeError } from '#shared/base/errors.ts';
import type { QualityCheck } from '#shared/domain/quality-check.ts';
import type { GoldFile } from '#shared/domain/segment.ts';
import type { CaseCatalog } from '../catalog/case-catalog.ts';
import type { CaseReader } from '../lake/case-reader.ts';
import { readClockOffsets } from '../lake/clock-offsets.ts';
import { storeClockOffsets } from './clock-estimates.ts';

/**
 * Checks what was read, bronze and silver, against the catalog and stores the results, so that gold is only made from sound
 * numbers. Warnings describe the data and stop nothing.
 * @param reader Of the same case, refreshed after the last commit.
 * @throws LakeError `lake.check-failed` naming the first check that failed, after all results are stored; CancelledError.
 */
export async function checkRead(catalog: CaseCatalog, reader: CaseReader, signal: AbortSignal): Promise<void> {
  const sources = catalog.sources.list();
  const failed: QualityCheck[] = [];
  for (const layer of ['bronze', 'silver'] as const) {
    const checks = await reader.checkLayer(layer, sources, signal);
    catalog.qualityChecks.replace(layer, checks, Date.now());
    failed.push(...checks.filter((check) => check.status === 'fail'));
  }
  storeClockOffsets(catalog, await readClockOffsets(reader, signal));
  refuse(failed);
}

/**
 * Checks the gold files of a run before it becomes the current one, and stores the results.
 * @throws as `checkRead`
 */
export async function checkGold(
  catalog: CaseCatalog,
  reader: CaseReader,
  files: readonly GoldFile[],
  signal: AbortSignal,
): Promise<void> {
  const checks = await reader.checkGold(files, signal);
  catalog.qualityChecks.replace('gold', checks, Date.now());
  refuse(checks.filter((check) => check.status === 'fail'));
}

function refuse(failed: readonly QualityCheck[]): void {
  const [first] = failed;
  if (first === undefined) return;
  const more = failed.length === 1 ? '' : ` (and ${failed.length - 1} more; see Quality)`;
  throw new LakeError(
    'lake.check-failed',
    `The ${first.layer} layer of the case contradicts its catalog: ${first.title}, expected ${first.expected}, found ${first.observed}${first.detail === '' ? '' : `, ${first.detail}`}${more}. Read the input into a new case.`,
    { details: { checkId: first.checkId } },
  );
}
