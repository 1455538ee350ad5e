import { useCallback } from 'react';
import { useBackend } from './backend-context.tsx';
import { useLive } from './live.ts';

/**
 * Asks a job to stop. The window says so at once, before the engine has answered; when the engine cannot be asked, the job
 * is shown as it was and the call rejects with the reason.
 */
export function useCancelJob(): (jobId: string) => Promise<void> {
  const { rpc } = useBackend();
  return useCallback(
    async (jobId) => {
      const before = useLive.getState().jobs.get(jobId);
      useLive.getState().stopping(jobId);
      try {
        await rpc.jobs.cancel({ jobId });
      } catch (error) {
        const now = useLive.getState().jobs.get(jobId);
        if (before !== undefined && now?.state === 'cancelling')
          useLive.getState().putJob({ ...now, state: before.state });
        throw error;
      }
    },
    [rpc],
  );
}
