import { ContractError, ModelError } from '#shared/base/errors.ts';
import { type DriftRequest, trainTableOptionsSchema } from '#shared/contract/model-requests.ts';
import { observeTable } from '../../pipelines/score-table/observe-rows.ts';
import type { StoredVersion } from '../../registry/version-repository.ts';
import type { ServiceContext } from '../context.ts';
import { loadTableModel } from './registered-model.ts';
import { storeObservation } from './watch-model.ts';

/**
 * Starts scoring a table with a version of rows and comparing it with what the version was trained on; the result is
 * stored. The label column is that of its training.
 * @throws ContractError `contract.bad-input` for anything but one table; ModelError as `loadTableModel`
 */
export async function startTableDrift(context: ServiceContext, request: DriftRequest): Promise<string> {
  const { model, version } = await loadTableModel(context, request.model);
  const [table, ...others] = request.paths ?? [];
  if (
    table === undefined ||
    others.length > 0 ||
    request.caseId !== undefined ||
    request.options.labelsPath !== undefined
  ) {
    throw new ContractError(
      'contract.bad-input',
      `${model.label} scores rows of tables: name one table; its labels are the column it was trained with.`,
    );
  }
  return context.jobs.start({
    kind: 'drift',
    caseId: null,
    title: `Drift of ${model.label}`,
    work: async (run) => {
      const threads = context.home.settings().threads ?? undefined;
      const { signal } = run;
      const seen = await observeTable({ table, model, labelColumn: labelColumnOf(version), threads, signal });
      const observation = storeObservation(context, version, table, seen);
      if (observation === null) throw new ModelError('model.not-found', `${model.label} was deleted meanwhile.`);
      return { kind: 'drift' as const, observation };
    },
    describeKept: () => 'Nothing was stored.',
  });
}

function labelColumnOf({ request }: StoredVersion): string | undefined {
  const { name: _name, ...options } = { ...(request as object | null) } as { readonly name?: string };
  const parsed = trainTableOptionsSchema.safeParse(options);
  return parsed.success ? parsed.data.labelColumn : undefined;
}
