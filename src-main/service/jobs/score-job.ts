import { basename } from 'node:path';
import type { z } from 'zod';
import type { scoreTableOptionsSchema } from '#shared/contract/jobs.ts';
import { runScoreJob } from '../../pipelines/score-table/score-table.ts';
import type { ServiceContext } from '../context.ts';

/** Starts scoring a numeric table or a time series. @returns The job's id. */
export function startScore(context: ServiceContext, input: z.output<typeof scoreTableOptionsSchema>): string {
  return context.jobs.start({
    kind: 'score',
    caseId: null,
    title: `Score ${basename(input.table)}`,
    work: async (run) => {
      const scored = await runScoreJob({
        ...input,
        signal: run.signal,
        onProgress: (stage, done, total) =>
          run.progress({ stage, done, total, unit: 'rows', lines: 0, events: 0, readShare: 0 }),
      });
      return { kind: 'score', scored };
    },
    describeKept: () => 'Nothing was written.',
  });
}
