import { randomUUID } from 'node:crypto';
import { CancelledError, ContractError, SentinelError } from '#shared/base/errors.ts';
import { toWireError } from '#shared/contract/errors.ts';
import type { Job, JobEvent, JobProgress, JobResult } from '#shared/contract/jobs.ts';
import type { Log } from '../../base/log.ts';
import { JobFeed } from './job-feed.ts';
import { RateMeter } from './rate-meter.ts';

/** What running work is given to speak with. */
export interface JobRun {
  readonly jobId: string;
  /** Fires on cancel and when the process stops. */
  readonly signal: AbortSignal;
  /** At most about ten a second reach the readers; the last of a stage always does. */
  progress(progress: Omit<JobProgress, 'perSecond' | 'secondsLeft'>): void;
  publish(event: Extract<JobEvent, { type: 'file' | 'warning' | 'rows' | 'resumed' }>): void;
}

export interface JobRequest {
  readonly jobId?: string;
  readonly kind: Job['kind'];
  readonly caseId: string | null;
  readonly title: string;
  readonly createdAtMs?: number;
  readonly resumes?: number;
  readonly work: (run: JobRun) => Promise<JobResult>;
  /** Called after every change of state, before readers hear of it: the journal. `isStopping`: not over, to be resumed. */
  readonly save?: (job: Job, isStopping: boolean) => void;
  /** Called once, whatever the end. */
  readonly release?: () => void | Promise<void>;
  /** What a stopped job leaves behind, for a person. */
  readonly describeKept?: () => string | null;
}

interface Running {
  readonly feed: JobFeed;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

const PROGRESS_EVERY_MS = 100;
/** Ended jobs kept for late readers. */
const MAX_ENDED = 100;

/** Starts, watches and stops long work. Every job has one feed; ended jobs stay readable for a while. */
export class JobManager {
  readonly #jobs = new Map<string, Running>();
  readonly #listeners = new Set<(job: Job) => void>();
  readonly #log: Log;
  #isStopping = false;

  constructor(log: Log) {
    this.#log = log;
  }

  start(request: JobRequest): string {
    const job = initialJob(request);
    if (this.#isStopping) throw new ContractError('engine.stopped', 'The engine is stopping; nothing new is started.');
    const feed = new JobFeed(job);
    const controller = new AbortController();
    request.save?.(job, false);
    const ended = this.#run(request, feed, controller.signal);
    this.#jobs.set(job.jobId, { feed, controller, ended });
    this.#forgetOld();
    this.#notify(job);
    return job.jobId;
  }

  /** @throws ContractError `job.not-found` */
  feed(jobId: string): JobFeed {
    const running = this.#jobs.get(jobId);
    if (running === undefined) throw new ContractError('job.not-found', `There is no job ${jobId} in this session.`);
    return running.feed;
  }

  /** Newest first. */
  list(): Job[] {
    return [...this.#jobs.values()].map(({ feed }) => feed.job).reverse();
  }

  active(caseId: string): Job[] {
    return [...this.#jobs.values()]
      .filter(({ feed }) => feed.end === null && feed.job.caseId === caseId)
      .map(({ feed }) => feed.job);
  }

  /** False when the job had ended. @throws ContractError `job.not-found` */
  cancel(jobId: string): boolean {
    const feed = this.feed(jobId);
    if (feed.end !== null) return false;
    feed.setJob({ ...feed.job, state: 'cancelling' });
    this.#notify(feed.job);
    this.#jobs.get(jobId)!.controller.abort(new CancelledError());
    return true;
  }

  /** Resolves when the job has ended and released what it held. */
  async settled(jobId: string): Promise<void> {
    await this.#jobs.get(jobId)?.ended;
  }

  onChange(listener: (job: Job) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stops every job at its next commit point, to be resumed by the next process. */
  async dispose(): Promise<void> {
    this.#isStopping = true;
    for (const { controller } of this.#jobs.values()) controller.abort(new CancelledError('The engine is stopping.'));
    await Promise.all([...this.#jobs.values()].map(({ ended }) => ended));
  }

  async #run(request: JobRequest, feed: JobFeed, signal: AbortSignal): Promise<void> {
    // The caller gets the id before the work says anything.
    await Promise.resolve();
    const end = await this.#work(request, feed, signal);
    try {
      const isStopping = this.#isStopping && end.type === 'cancelled';
      request.save?.(isStopping ? { ...end.job, state: 'interrupted', endedAtMs: null } : end.job, isStopping);
      await request.release?.();
      if (isStopping) feed.close();
      else feed.finish(end);
    } catch (error) {
      this.#log.error('a job could not be closed', error, { jobId: feed.job.jobId });
      feed.finish(failed(feed.job, error));
    }
    this.#notify(feed.job);
  }

  async #work(request: JobRequest, feed: JobFeed, signal: AbortSignal): Promise<EndEvent> {
    feed.setJob({ ...feed.job, state: 'running' });
    request.save?.(feed.job, false);
    this.#notify(feed.job);
    const run: JobRun = {
      jobId: feed.job.jobId,
      signal,
      progress: throttledProgress(feed),
      publish: (event) => feed.publish(event),
    };
    try {
      signal.throwIfAborted();
      const result = await request.work(run);
      return { type: 'done', job: ended(feed.job, 'done'), result };
    } catch (error) {
      const kept = request.describeKept?.() ?? null;
      if (signal.aborted && (error instanceof CancelledError || isAbort(error))) {
        return { type: 'cancelled', job: { ...ended(feed.job, 'cancelled'), kept } };
      }
      if (!(error instanceof SentinelError)) this.#log.error('a job failed', error, { jobId: feed.job.jobId });
      return failed({ ...feed.job, kept }, error);
    }
  }

  #notify(job: Job): void {
    for (const listener of this.#listeners) listener(job);
  }

  #forgetOld(): void {
    const ended = [...this.#jobs].filter(([, { feed }]) => feed.end !== null);
    for (const [jobId] of ended.slice(0, Math.max(0, ended.length - MAX_ENDED))) this.#jobs.delete(jobId);
  }
}

type EndEvent = Extract<JobEvent, { type: 'done' | 'failed' | 'cancelled' }>;

function initialJob(request: JobRequest): Job {
  return {
    jobId: request.jobId ?? randomUUID(),
    caseId: request.caseId,
    kind: request.kind,
    state: 'queued',
    title: request.title,
    createdAtMs: request.createdAtMs ?? Date.now(),
    endedAtMs: null,
    progress: null,
    resumes: request.resumes ?? 0,
    error: null,
    kept: null,
  };
}

function ended(job: Job, state: 'done' | 'failed' | 'cancelled'): Job {
  return { ...job, state, endedAtMs: Date.now() };
}

function failed(job: Job, thrown: unknown): EndEvent {
  const error = toWireError(thrown);
  return { type: 'failed', job: { ...ended(job, 'failed'), error }, error };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

const UNKNOWN_RATE = { perSecond: null, secondsLeft: null };

function throttledProgress(feed: JobFeed): JobRun['progress'] {
  const meter = new RateMeter();
  let stage = '';
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const nowMs = performance.now();
    const isNewStage = progress.stage !== stage;
    const isLast = progress.total !== null && progress.done >= progress.total;
    if (!isNewStage && !isLast && nowMs - lastAtMs < PROGRESS_EVERY_MS) return;
    if (isNewStage) meter.reset();
    stage = progress.stage;
    lastAtMs = nowMs;
    // Bytes flow at their rate once the first of them are through: starting up is slower, and says nothing of the rest.
    const isStarting = progress.unit === 'bytes' && progress.done === 0;
    const rate = isStarting ? UNKNOWN_RATE : meter.measure(progress.done, progress.total);
    feed.publish({ type: 'progress', progress: { ...progress, ...rate } });
  };
}
