import { ContractError } from '#shared/base/errors.ts';
import { type CompareRequest, type DriftRequest, trainTableOptionsSchema } from '#shared/contract/model-requests.ts';
import { compareOnTable, type ModelledTableJob, observeTable } from '../../pipelines/score-table/observe-rows.ts';
import type { StoredVersion } from '../../registry/version-repository.ts';
import type { ServiceContext } from '../context.ts';
import { startComparison, startObservation } from './judging-jobs.ts';
import { loadTableModel } from './registered-model.ts';
import { storeObservation } from './watch-model.ts';

/**
 * Starts scoring a table with a version of rows and comparing it with what the version was trained on; the result is
 * stored. The label column is that of its training.
 * @throws ContractError `contract.bad-input` for anything but one table; ModelError as `loadTableModel`
 */
export async function startTableDrift(context: ServiceContext, request: DriftRequest): Promise<string> {
  const { model, version } = await loadTableModel(context, request.model);
  const read = tableOf(context, request, version);
  return startObservation(context, {
    caseId: null,
    model,
    observe: async ({ signal }) =>
      storeObservation(context, version, read.table, await observeTable({ ...read, signal }, model)),
  });
}

/** Starts scoring a table with two versions of rows, each at its own threshold. Nothing is stored. @throws As `startTableDrift` */
export async function startTableCompare(context: ServiceContext, request: CompareRequest): Promise<string> {
  const first = await loadTableModel(context, request.first);
  const second = await loadTableModel(context, request.second);
  const read = tableOf(context, request, first.version);
  return startComparison(context, {
    caseId: null,
    first,
    second,
    compare: ({ signal }, clock) =>
      clock.time('score', () => compareOnTable({ ...read, signal }, first.model, second.model)),
  });
}

/** The one table a request names. */
function tableOf(
  { home }: ServiceContext,
  { paths = [], caseId, options }: DriftRequest | CompareRequest,
  version: StoredVersion,
): Omit<ModelledTableJob, 'signal'> {
  const [table, ...others] = paths;
  if (table === undefined || others.length > 0 || caseId !== undefined || options.labelsPath !== undefined) {
    throw new ContractError(
      'contract.bad-input',
      `${version.name}:${version.number} scores rows of tables: name one table; its labels are the column it was trained with.`,
    );
  }
  return { table, labelColumn: labelColumnOf(version), threads: home.settings().threads ?? undefined };
}

function labelColumnOf({ request }: StoredVersion): string | undefined {
  const { name: _name, ...options } = { ...(request as object | null) } as { readonly name?: string };
  const parsed = trainTableOptionsSchema.safeParse(options);
  return parsed.success ? parsed.data.labelColumn : undefined;
}
