import { ContractError, ModelError } from '#shared/base/errors.ts';
import { type CompareRequest, type DriftRequest, trainTableOptionsSchema } from '#shared/contract/model-requests.ts';
import { compareOnTable, type ModelledTableJob, observeTable } from '../../pipelines/score-table/observe-rows.ts';
import type { StoredVersion } from '../../registry/version-repository.ts';
import { StageClock } from '../analyze/stage-clock.ts';
import type { ServiceContext } from '../context.ts';
import { loadTableModel } from './registered-model.ts';
import { versionView } from './version-view.ts';
import { storeObservation } from './watch-model.ts';

/**
 * Starts scoring a table with a version of rows and comparing it with what the version was trained on; the result is
 * stored. The label column is that of its training.
 * @throws ContractError `contract.bad-input` for anything but one table; ModelError as `loadTableModel`
 */
export async function startTableDrift(context: ServiceContext, request: DriftRequest): Promise<string> {
  const { model, version } = await loadTableModel(context, request.model);
  const read = tableOf(context, request, version);
  return context.jobs.start({
    kind: 'drift',
    caseId: null,
    title: `Drift of ${model.label}`,
    work: async ({ signal }) => {
      const seen = await observeTable({ ...read, signal }, model);
      const observation = storeObservation(context, version, read.table, seen);
      if (observation === null) throw new ModelError('model.not-found', `${model.label} was deleted meanwhile.`);
      return { kind: 'drift' as const, observation };
    },
    describeKept: () => 'Nothing was stored.',
  });
}

/** Starts scoring a table with two versions of rows, each at its own threshold. Nothing is stored. @throws As `startTableDrift` */
export async function startTableCompare(context: ServiceContext, request: CompareRequest): Promise<string> {
  const first = await loadTableModel(context, request.first);
  const second = await loadTableModel(context, request.second);
  const read = tableOf(context, request, first.version);
  return context.jobs.start({
    kind: 'compare',
    caseId: null,
    title: `Compare ${first.model.label} with ${second.model.label}`,
    work: async ({ signal }) => {
      const clock = new StageClock();
      const comparison = await clock.time('score', () =>
        compareOnTable({ ...read, signal }, first.model, second.model),
      );
      const compared = {
        ...comparison,
        disputed: [...comparison.disputed],
        first: { ...comparison.first, version: versionView(first.version) },
        second: { ...comparison.second, version: versionView(second.version) },
        seconds: clock.seconds(),
      };
      return { kind: 'compare' as const, compared };
    },
    describeKept: () => 'A comparison changes nothing.',
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
