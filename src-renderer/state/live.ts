import { create } from 'zustand';
import { NO_LOCATION } from '#shared/base/errors.ts';
import type { EngineStatus } from '#shared/contract/app.ts';
import type { Job, JobProgress } from '#shared/contract/jobs.ts';

/** What streams in without being asked for: the engine's life, jobs and how far reading has come. */
export interface LiveState {
  readonly connection: 'connecting' | 'live' | 'lost';
  readonly engine: EngineStatus | null;
  /** Said in the quiet bar after the engine came back; null when there is nothing to say. */
  readonly restartNotice: string | null;
  readonly jobs: ReadonlyMap<string, Job>;
  /** Rises when the engine came back: lists that lived in it must be opened again. */
  readonly epoch: number;
}

interface LiveActions {
  connected(engine: EngineStatus): void;
  disconnected(): void;
  putJob(job: Job): void;
  putJobs(jobs: readonly Job[]): void;
  /** Of these jobs the engine knows nothing any more: it ended before they did. */
  lost(jobIds: readonly string[]): void;
  putProgress(jobId: string, progress: JobProgress): void;
  /** The user asked it to stop; one that has ended stays as it is. */
  stopping(jobId: string): void;
  dismissNotice(): void;
}

export const useLive = create<LiveState & LiveActions>()((set) => ({
  connection: 'connecting',
  engine: null,
  restartNotice: null,
  jobs: new Map(),
  epoch: 0,
  connected: (engine) =>
    set((state) => {
      const isNewEngine = state.engine !== null && state.engine.engineId !== engine.engineId;
      return {
        engine,
        connection: 'live',
        epoch: isNewEngine || state.connection === 'lost' ? state.epoch + 1 : state.epoch,
        restartNotice: isNewEngine ? restartText(engine) : state.restartNotice,
      };
    }),
  disconnected: () => set((state) => (state.connection === 'lost' ? state : { connection: 'lost' })),
  putJob: (job) => set(({ jobs }) => ({ jobs: new Map(jobs).set(job.jobId, mergeJob(jobs.get(job.jobId), job)) })),
  putJobs: (list) =>
    set(({ jobs }) => ({
      jobs: new Map([...jobs, ...list.map((job) => [job.jobId, mergeJob(jobs.get(job.jobId), job)] as const)]),
    })),
  lost: (jobIds) =>
    set(({ jobs, engine, restartNotice }) => {
      const gone = jobIds.flatMap((jobId) => jobs.get(jobId) ?? []).filter(isActive);
      if (gone.length === 0) return {};
      return {
        jobs: new Map([...jobs, ...gone.map((job) => [job.jobId, endLost(job)] as const)]),
        restartNotice: engine === null ? restartNotice : restartText(engine, gone),
      };
    }),
  putProgress: (jobId, progress) =>
    set(({ jobs }) => {
      const job = jobs.get(jobId);
      return job === undefined ? {} : { jobs: new Map(jobs).set(jobId, { ...job, progress }) };
    }),
  stopping: (jobId) =>
    set(({ jobs }) => {
      const job = jobs.get(jobId);
      return job === undefined || !isActive(job)
        ? {}
        : { jobs: new Map(jobs).set(jobId, { ...job, state: 'cancelling' }) };
    }),
  dismissNotice: () => set({ restartNotice: null }),
}));

/** A job message without progress keeps the progress known so far. */
export function mergeJob(known: Job | undefined, job: Job): Job {
  return job.progress === null && known !== undefined ? { ...job, progress: known.progress } : job;
}

const LOST: Job['error'] = {
  code: 'job.lost',
  message: 'the engine ended before it did; start it again',
  location: NO_LOCATION,
  details: {},
  cause: null,
};

function endLost(job: Job): Job {
  return { ...job, state: 'failed', endedAtMs: Date.now(), error: LOST };
}

/** @param lost Jobs that ran and did not come back with the engine. */
export function restartText(
  engine: Pick<EngineStatus, 'resumedJobs' | 'lastExit'>,
  lost: readonly Pick<Job, 'title'>[] = [],
): string {
  const parts = [`The engine was restarted${engine.lastExit === null ? '' : ` (${engine.lastExit})`}.`];
  if (engine.resumedJobs.length > 0)
    parts.push('Reading went on from the last commit; nothing was lost or read twice.');
  if (lost.length > 0)
    parts.push(`To be started again: ${lost.map(({ title }) => title).join(', ')}. Nothing else was lost.`);
  return parts.length > 1 ? parts.join(' ') : `${parts[0]} Nothing was lost.`;
}

const ACTIVE: ReadonlySet<Job['state']> = new Set(['queued', 'running', 'cancelling']);

export function isActive(job: Job): boolean {
  return ACTIVE.has(job.state);
}

/** Newest first, those that still run before those that ended. */
export function sortJobs(jobs: Iterable<Job>): readonly Job[] {
  return [...jobs].sort((a, b) => Number(isActive(b)) - Number(isActive(a)) || b.createdAtMs - a.createdAtMs);
}
