import type { z } from 'zod';
import { ContractError } from '#shared/base/errors.ts';
import type { Evaluation } from '#shared/contract/analysis-document.ts';
import type { scoreTableOptionsSchema } from '#shared/contract/jobs.ts';
import type { Evaluation as Measured } from '#shared/metrics/evaluate.ts';
import { runScoreJob } from '../../pipelines/score-table/score-table.ts';
import { analyzeTitle } from '../analyze/analyze-work.ts';
import type { ServiceContext } from '../context.ts';
import { loadTableModel } from '../models/registered-model.ts';
import { storeObservation } from '../models/watch-model.ts';

/**
 * Starts scoring the rows of a numeric table or a time series. @returns The job's id.
 * @throws ModelError as `loadTableModel`; ContractError `contract.bad-input` for a model and a detector
 */
export async function startScore(
  context: ServiceContext,
  { model: reference, ...input }: z.output<typeof scoreTableOptionsSchema>,
): Promise<string> {
  if (reference !== undefined && input.detector !== undefined) {
    throw new ContractError('contract.bad-input', 'A model brings its own detector: give a model or a detector.');
  }
  const registered = reference === undefined ? null : await loadTableModel(context, reference);
  return context.jobs.start({
    kind: 'score',
    caseId: null,
    title: `Score ${analyzeTitle([input.table])}`,
    work: async (run) => {
      const threads = input.threads ?? context.home.settings().threads;
      const { seen, ...scored } = await runScoreJob({
        ...input,
        ...(registered === null ? {} : { model: registered.model }),
        ...(threads === null ? {} : { threads }),
        signal: run.signal,
        onProgress: (stage, done, total) =>
          run.progress({ stage, done, total, unit: 'rows', lines: 0, events: 0, readShare: 0 }),
      });
      if (registered !== null && seen !== null) storeObservation(context, registered.version, input.table, seen);
      return { kind: 'score', scored: { ...scored, evaluation: toContract(scored.evaluation) } };
    },
    describeKept: () => 'Nothing was written.',
  });
}

/** Counts are left out: the contract carries what is compared between runs. */
function toContract(measured: Measured | null): Evaluation | null {
  if (measured === null) return null;
  const { precision, recall, f1, rocAuc, prAuc } = measured;
  return { precision, recall, f1, rocAuc, prAuc };
}
