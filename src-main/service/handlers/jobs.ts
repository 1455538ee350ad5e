import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { startAnalyze, startReanalyse } from '../analyze/start-analyze.ts';
import { startReread } from '../analyze/start-reread.ts';
import type { ServiceContext } from '../context.ts';
import { startGenerate } from '../jobs/generate-job.ts';
import { startScore } from '../jobs/score-job.ts';
import { startReplay } from '../replay/replay-job.ts';

export function jobHandlers(context: ServiceContext) {
  const { jobs } = context;
  const os = implement(contract.jobs);
  return {
    startAnalyze: os.startAnalyze.handler(async ({ input }) => ({ jobId: await startAnalyze(context, input) })),
    startReread: os.startReread.handler(({ input }) => startReread(context, input)),
    startReanalyse: os.startReanalyse.handler(async ({ input }) => ({ jobId: await startReanalyse(context, input) })),
    startGenerate: os.startGenerate.handler(({ input }) => ({ jobId: startGenerate(context, input) })),
    startReplay: os.startReplay.handler(async ({ input }) => ({ jobId: await startReplay(context, input) })),
    startScore: os.startScore.handler(async ({ input }) => ({ jobId: await startScore(context, input) })),
    list: os.list.handler(() => jobs.list()),
    get: os.get.handler(({ input }) => jobs.feed(input.jobId).job),
    events: os.events.handler(({ input, signal }) => jobs.feed(input.jobId).read(signal)),
    cancel: os.cancel.handler(({ input }) => ({ isCancelling: jobs.cancel(input.jobId) })),
  };
}
