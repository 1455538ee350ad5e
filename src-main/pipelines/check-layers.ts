import { LakeError } from '#shared/base/errors.ts';
import type { LakeLayer } from '#shared/domain/segment.ts';
import type { CaseCatalog } from '../catalog/case-catalog.ts';
import type { CaseReader } from '../lake/case-reader.ts';
import { readClockOffsets } from '../lake/clock-offsets.ts';
import { storeClockOffsets } from './clock-estimates.ts';

/**
 * Checks layers of the lake against the catalog and stores the results, so that the next layer is only made from sound
 * numbers. Warnings describe the data and stop nothing.
 * @param reader Of the same case, refreshed after the last commit.
 * @throws LakeError `lake.check-failed` naming the first check that failed, after all results are stored; CancelledError.
 */
export async function checkLayers(
  catalog: CaseCatalog,
  reader: CaseReader,
  layers: readonly LakeLayer[],
  signal: AbortSignal,
): Promise<void> {
  const sources = catalog.sources.list();
  const failed = [];
  for (const layer of layers) {
    const checks = await reader.checkLayer(layer, sources, signal);
    catalog.qualityChecks.replace(layer, checks, Date.now());
    failed.push(...checks.filter((check) => check.status === 'fail'));
  }
  if (layers.includes('silver')) storeClockOffsets(catalog, await readClockOffsets(reader, signal));
  const [first] = failed;
  if (first === undefined) return;
  const more = failed.length === 1 ? '' : ` (and ${failed.length - 1} more; see Quality)`;
  throw new LakeError(
    'lake.check-failed',
    `The ${first.layer} layer of the case contradicts its catalog: ${first.title}, expected ${first.expected}, found ${first.observed}${first.detail === '' ? '' : `, ${first.detail}`}${more}. Read the input into a new case.`,
    { details: { checkId: first.checkId } },
  );
}
