import { useQuery } from '@tanstack/react-query';
import type { Job, JobResult } from '#shared/contract/jobs.ts';
import { useBackend } from './backend-context.tsx';

/** What a finished job gave; null while it is on its way, for no job, and for jobs that did not finish. */
export function useJobResult(job: Job | null): JobResult | null {
  const { rpc } = useBackend();
  const jobId = job?.jobId ?? '';
  const result = useQuery({
    queryKey: ['job', jobId, 'result'],
    enabled: job?.state === 'done',
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<JobResult | null> => {
      // A finished job gives its last event at once.
      for await (const event of await rpc.jobs.events({ jobId }, { signal }))
        if (event.type === 'done') return event.result;
      return null;
    },
  });
  return result.data ?? null;
}
