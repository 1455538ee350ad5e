import type { z } from 'zod';
import type { Evaluation } from '#shared/contract/analysis-document.ts';
import type { scoreTableOptionsSchema } from '#shared/contract/jobs.ts';
import type { Evaluation as Measured } from '#shared/metrics/evaluate.ts';
import { runScoreJob } from '../../pipelines/score-table/score-table.ts';
import { analyzeTitle } from '../analyze/analyze-work.ts';
import type { ServiceContext } from '../context.ts';

/** Starts scoring the rows of a numeric table or a time series. @returns The job's id. */
export function startScore(context: ServiceContext, input: z.output<typeof scoreTableOptionsSchema>): string {
  return context.jobs.start({
    kind: 'score',
    caseId: null,
    title: `Score ${analyzeTitle([input.table])}`,
    work: async (run) => {
      const scored = await runScoreJob({
        ...input,
        signal: run.signal,
        onProgress: (stage, done, total) =>
          run.progress({ stage, done, total, unit: 'rows', lines: 0, events: 0, readShare: 0 }),
      });
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
