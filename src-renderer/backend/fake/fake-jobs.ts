import type { Job, JobEvent } from '#shared/contract/jobs.ts';
import { EventChannel } from './event-channel.ts';
import { FAKE_CASE_ID, FAKE_NOW_MS, type FakeCase } from './fake-case.ts';
import { fakeDocument } from './fake-document.ts';

/** The one job of the made-up case: reading it. */
export function createFakeJobs(fake: FakeCase) {
  const events = new EventChannel<JobEvent>();
  const job = () => jobOf(fake);
  const done = (): JobEvent => ({
    type: 'done',
    job: job(),
    result: { kind: 'analyze', document: fakeDocument(fake.count, fake.threshold) },
  });
  const started = async () => ({ jobId: 'job-1' });
  return {
    /** Tells readers that the last rows came and the job is over. */
    finish: () => {
      events.send({ type: 'rows', version: fake.version, events: fake.count, readShare: 1 });
      events.send(done());
    },
    break: () => events.break(),
    handlers: {
      startAnalyze: started,
      startReanalyse: started,
      startGenerate: started,
      startScore: started,
      list: async () => [job()],
      get: async () => job(),
      events: async (_input: unknown, { signal }: { signal?: AbortSignal } = {}) =>
        fake.isReading ? events.stream(signal, [{ type: 'job', job: job() }]) : endedStream(done()),
      cancel: async () => {
        const kept = 'Everything read so far was kept.';
        events.send({ type: 'cancelled', job: { ...job(), state: 'cancelled', endedAtMs: FAKE_NOW_MS, kept } });
        return { isCancelling: true };
      },
    },
  };
}

function jobOf({ count, readable, isReading }: FakeCase): Job {
  return {
    jobId: 'job-1',
    caseId: FAKE_CASE_ID,
    kind: 'analyze',
    state: isReading ? 'running' : 'done',
    title: 'Read shop-2026-06-21',
    createdAtMs: FAKE_NOW_MS - 60_000,
    endedAtMs: isReading ? null : FAKE_NOW_MS,
    progress: {
      stage: 'reading',
      done: readable * 90,
      total: count * 90,
      unit: 'bytes',
      perSecond: 46_000_000,
      secondsLeft: 24,
      lines: readable,
      events: readable,
      readShare: readable / count,
    },
    resumes: 0,
    error: null,
    kept: null,
  };
}

/** What a job that ended tells a late reader. */
async function* endedStream(event: JobEvent): AsyncGenerator<JobEvent, void> {
  yield event;
}
