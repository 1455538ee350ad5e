import type { Job } from '#shared/contract/jobs.ts';
import type { SentinelBackend } from '../backend/backend.ts';
import { isActive, useLive } from './live.ts';

export interface LiveFeedListeners {
  /** Readable rows, templates or results of a case changed; called at most every `ROWS_INTERVAL_MS` a case. */
  readonly onRows: (caseId: string) => void;
  readonly onJobEnded: (job: Job) => void;
  readonly onCases: () => void;
}

const RETRY_MS: readonly number[] = [200, 400, 800, 1500, 2000];
const ROWS_INTERVAL_MS = 700;

/**
 * Follows `app.watch` and the events of every running job, and reconnects for ever.
 * A broken stream is an ordinary event here: the engine may be restarting.
 * @returns Stops following.
 */
export function startLiveFeed(backend: SentinelBackend, listeners: LiveFeedListeners): () => void {
  const stop = new AbortController();
  const followed = new Set<string>();
  const rows = throttleByKey(listeners.onRows, ROWS_INTERVAL_MS, stop.signal);

  const followJob = async (jobId: string) => {
    if (followed.has(jobId)) return;
    followed.add(jobId);
    try {
      for await (const event of await backend.rpc.jobs.events({ jobId }, { signal: stop.signal })) {
        const live = useLive.getState();
        if (event.type === 'progress') live.putProgress(jobId, event.progress);
        if (event.type === 'job') live.putJob(event.job);
        if (event.type === 'done' || event.type === 'failed' || event.type === 'cancelled') {
          live.putJob(event.job);
          listeners.onJobEnded(event.job);
          if (event.job.caseId !== null) listeners.onRows(event.job.caseId);
        }
        if (event.type === 'rows') {
          const caseId = live.jobs.get(jobId)?.caseId;
          if (caseId !== undefined && caseId !== null) rows(caseId);
        }
      }
    } catch {
      // The stream broke: `watch` reconnects, lists the jobs again and follows those that still run.
    } finally {
      followed.delete(jobId);
    }
  };

  const adopt = (jobs: readonly Job[]) => {
    useLive.getState().putJobs(jobs);
    for (const job of jobs) if (isActive(job)) void followJob(job.jobId);
  };

  const adoptAll = async () => {
    const known = [...useLive.getState().jobs.values()].filter(isActive);
    const jobs = await backend.rpc.jobs.list(undefined, { signal: stop.signal });
    const there = new Set(jobs.map(({ jobId }) => jobId));
    adopt(jobs);
    useLive.getState().lost(known.flatMap(({ jobId }) => (there.has(jobId) ? [] : [jobId])));
  };

  const watchOnce = async () => {
    const events = await backend.rpc.app.watch(undefined, { signal: stop.signal });
    for await (const event of events) {
      if (event.type === 'engine') {
        const wasLive = useLive.getState().connection === 'live';
        useLive.getState().connected(event.engine);
        if (!wasLive) await adoptAll();
      }
      if (event.type === 'job') adopt([event.job]);
      if (event.type === 'cases') listeners.onCases();
    }
  };

  const run = async () => {
    for (let attempt = 0; !stop.signal.aborted; attempt++) {
      try {
        await watchOnce();
      } catch {
        // Said in the quiet bar through `disconnected`.
      }
      if (stop.signal.aborted) return;
      if (useLive.getState().connection === 'live') attempt = 0;
      useLive.getState().disconnected();
      await sleep(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 2000, stop.signal);
    }
  };
  void run();
  return () => stop.abort();
}

/** Calls at once, then at most once an interval with the last call never lost. */
function throttleByKey(call: (key: string) => void, intervalMs: number, signal: AbortSignal): (key: string) => void {
  const waiting = new Map<string, { again: boolean }>();
  return (key) => {
    const pending = waiting.get(key);
    if (pending !== undefined) {
      pending.again = true;
      return;
    }
    const state = { again: false };
    waiting.set(key, state);
    call(key);
    const tick = () => {
      if (signal.aborted || !state.again) {
        waiting.delete(key);
        return;
      }
      state.again = false;
      call(key);
      setTimeout(tick, intervalMs);
    };
    setTimeout(tick, intervalMs);
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
