import type { z } from 'zod';
import type { generateOptionsSchema } from '#shared/contract/jobs.ts';
import { runGenerateJob } from '../../pipelines/generate.ts';
import type { ServiceContext } from '../context.ts';

/** Starts writing a labelled synthetic log. @returns The job's id. */
export function startGenerate(context: ServiceContext, input: z.output<typeof generateOptionsSchema>): string {
  const { out, events, days, seed, anomalies, format } = input;
  return context.jobs.start({
    kind: 'generate',
    caseId: null,
    title: `Generate ${events.toLocaleString('en-US')} events`,
    work: async (run) => {
      const generated = await runGenerateJob({
        outDir: out,
        events,
        days,
        seed,
        anomalies,
        format,
        signal: run.signal,
        onProgress: (done, total) =>
          run.progress({ stage: 'generate', done, total, unit: 'events', lines: done, events: done, readShare: 0 }),
      });
      return { kind: 'generate', generated };
    },
    describeKept: () => 'Nothing was written.',
  });
}
