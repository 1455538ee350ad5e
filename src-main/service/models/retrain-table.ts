import { type RetrainRequest, trainTableOptionsSchema } from '#shared/contract/model-requests.ts';
import { ContractError, ModelError } from '#shared/base/errors.ts';
import type { StoredVersion } from '../../registry/version-repository.ts';
import type { TrainTableRequest } from './train-table-job.ts';

/**
 * The training on a table that made a version, on another table when one is named.
 * @throws ModelError `model.no-request` (an import, and no table is named) | `model.no-memory` for an incremental one;
 * ContractError `contract.bad-input` for what only logs have
 */
export function tableRequestOf(version: StoredVersion, asked: RetrainRequest): TrainTableRequest {
  const { name, number, request, training } = version;
  const label = `${name}:${number}`;
  if (asked.mode === 'incremental') {
    throw new ModelError('model.no-memory', `${label} scores rows of tables and keeps none: retrain it in full.`);
  }
  if (asked.caseId !== undefined || asked.labelsPath !== undefined || (asked.paths?.length ?? 0) > 1) {
    throw new ContractError(
      'contract.bad-input',
      `${label} scores rows of tables: name one table; its labels are the column it was trained with.`,
    );
  }
  const { name: _name, ...stored } = { ...(request as object | null) } as Partial<TrainTableRequest>;
  const parsed = trainTableOptionsSchema.safeParse(stored);
  const [path] = asked.paths ?? [];
  const table = path ?? stored.table;
  if (table === undefined) {
    throw new ModelError('model.no-request', `${label} does not say what it was trained on: name the table.`);
  }
  if (parsed.success) return { ...parsed.data, table, name };
  // An imported version says how it was trained, if not on what.
  const [detector] = training.detectors ?? [];
  return { name, table, detector, only: training.only, seed: training.seed };
}
