import { describe, expect, it } from 'vitest';
import { CancelledError, IngestError } from '#shared/base/errors.ts';
import type { Job, JobEvent, JobResult } from '#shared/contract/jobs.ts';
import type { Log } from '../../../../../src-main/base/log.ts';
import { JobManager, type JobRequest, type JobRun } from '../../../../../src-main/service/jobs/job-manager.ts';
import { Mailbox } from '../../../../../src-main/service/jobs/mailbox.ts';
import { RateMeter } from '../../../../../src-main/service/jobs/rate-meter.ts';

const RESULT: JobResult = { kind: 'generate', generated: { dir: '/out', events: 1, anomalies: 0, files: [] } };

function openManager() {
  const logged: unknown[] = [];
  const log: Log = { info: () => undefined, error: (_message, error) => logged.push(error) };
  const jobs = new JobManager(log);
  const saved: { state: Job['state']; isStopping: boolean }[] = [];
  let released = 0;
  const start = (work: JobRequest['work'], more: Partial<JobRequest> = {}) =>
    jobs.start({
      kind: 'generate',
      caseId: null,
      title: 'test',
      work,
      save: (job, isStopping) => saved.push({ state: job.state, isStopping }),
      release: () => void released++,
      ...more,
    });
  const events = async (jobId: string) => {
    const all: JobEvent[] = [];
    for await (const event of jobs.feed(jobId).read()) all.push(event);
    return all;
  };
  return { jobs, start, events, saved, logged, released: () => released };
}

/** Work that goes on until it is aborted. */
const untilAborted = (run: JobRun) =>
  new Promise<JobResult>((_resolve, reject) => {
    run.signal.addEventListener('abort', () => reject(new CancelledError()));
  });

describe('the job manager', () => {
  it('tells queued, running, done, and journals each before it is told', async () => {
    const { start, events, saved, released, jobs } = openManager();
    const jobId = start(async () => RESULT);
    const all = await events(jobId);
    expect(all.at(-1)).toMatchObject({ type: 'done', job: { state: 'done', error: null }, result: RESULT });
    await jobs.settled(jobId);
    expect(saved.map((one) => one.state)).toEqual(['queued', 'running', 'done']);
    expect(released()).toBe(1);
  });

  it('does not take starting up for slow reading, and counts steps from their start', async () => {
    const { start, events, jobs } = openManager();
    const rateOf = async (unit: 'bytes' | 'steps') => {
      const rest = { stage: 'read', total: 2000, unit, lines: 0, events: 0, readShare: 0 };
      const jobId = start(async (run) => {
        run.progress({ ...rest, done: 0 });
        await new Promise((resolve) => setTimeout(resolve, 300));
        run.progress({ ...rest, done: 1000 });
        return RESULT;
      });
      await events(jobId);
      return jobs.feed(jobId).job.progress?.perSecond;
    };
    expect(await rateOf('bytes')).toBeNull();
    expect(await rateOf('steps')).toBeGreaterThan(0);
  });

  it('tells a known failure with its code and place, and logs only defects', async () => {
    const { start, events, logged } = openManager();
    const known = start(() =>
      Promise.reject(new IngestError('ingest.broken', 'Broken.', { location: { path: '/a', line: 3 } })),
    );
    expect((await events(known)).at(-1)).toMatchObject({
      type: 'failed',
      error: { code: 'ingest.broken', location: { path: '/a', line: 3 } },
    });
    expect(logged).toEqual([]);
    const defect = start(() => Promise.reject(new TypeError('x of undefined at /home/me/secret')), {
      describeKept: () => 'Kept.',
    });
    const last = (await events(defect)).at(-1);
    expect(last).toMatchObject({ type: 'failed', job: { kept: 'Kept.' }, error: { code: 'internal.unexpected' } });
    expect(JSON.stringify(last)).not.toContain('/home/me');
    expect(logged).toHaveLength(1);
  });

  it('cancels once, and says what was kept', async () => {
    const { jobs, start, events } = openManager();
    const jobId = start(untilAborted, { describeKept: () => '7 events are kept.' });
    await Promise.resolve();
    expect(jobs.cancel(jobId)).toBe(true);
    expect((await events(jobId)).at(-1)).toMatchObject({
      type: 'cancelled',
      job: { state: 'cancelled', kept: '7 events are kept.' },
    });
    expect(jobs.cancel(jobId)).toBe(false);
  });

  it('calls a failure that is not the cancelling a failure, also while cancelling', async () => {
    const { jobs, start, events } = openManager();
    const jobId = start(
      (run) =>
        new Promise((_resolve, reject) =>
          run.signal.addEventListener('abort', () => reject(new IngestError('ingest.disk-full', 'Full.'))),
        ),
    );
    await Promise.resolve();
    jobs.cancel(jobId);
    expect((await events(jobId)).at(-1)).toMatchObject({ type: 'failed', error: { code: 'ingest.disk-full' } });
  });

  it('leaves jobs interrupted, not cancelled, when the process stops: readers get no last event', async () => {
    const { jobs, start, events, saved, released } = openManager();
    const jobId = start(untilAborted);
    const reading = events(jobId);
    await jobs.dispose();
    expect((await reading).map((event) => event.type)).not.toContain('cancelled');
    expect(saved.at(-1)).toEqual({ state: 'interrupted', isStopping: true });
    expect(released()).toBe(1);
    expect(() => start(async () => RESULT)).toThrow(expect.objectContaining({ code: 'engine.stopped' }));
  });

  it('gives a late reader the state so far and the last progress', async () => {
    const { start, events, jobs } = openManager();
    const progress = { stage: 'read', done: 5, total: 10, unit: 'bytes' as const, lines: 1, events: 1, readShare: 0.5 };
    const jobId = start(async (run) => {
      run.progress(progress);
      run.publish({ type: 'rows', version: 3, events: 1, readShare: 0.5 });
      return RESULT;
    });
    await jobs.settled(jobId);
    const all = await events(jobId);
    expect(all[0]).toMatchObject({ type: 'job', job: { progress: { stage: 'read', done: 5 } } });
    expect(all.map((event) => event.type)).toEqual(['job', 'rows', 'done']);
  });
});

describe('a mailbox', () => {
  it('never grows beyond its keys for a reader that does not read, and keeps the newest of each', async () => {
    const box = new Mailbox<number>();
    for (let value = 0; value < 100_000; value++) box.push(value, 'progress');
    box.push(-1, null);
    box.push(-2, null);
    box.close();
    box.push(-3, null);
    const read: number[] = [];
    for await (const value of box.read()) read.push(value);
    expect(read).toEqual([99_999, -1, -2]);
  });

  it('lets a waiting reader go when its signal fires', async () => {
    const controller = new AbortController();
    const reading = new Mailbox<number>().read(controller.signal).next();
    controller.abort();
    expect(await reading).toEqual({ done: true, value: undefined });
  });
});

describe('a rate meter', () => {
  it('tells speed and time left from the last seconds, and neither when nothing moves', () => {
    let nowMs = 0;
    const meter = new RateMeter(() => nowMs);
    expect(meter.measure(0, 100)).toEqual({ perSecond: null, secondsLeft: null });
    nowMs = 1000;
    expect(meter.measure(10, 100)).toEqual({ perSecond: 10, secondsLeft: 9 });
    nowMs = 2000;
    expect(meter.measure(10, null)).toEqual({ perSecond: 5, secondsLeft: null });
    for (nowMs = 3000; nowMs <= 20_000; nowMs += 1000) meter.measure(10, 100);
    expect(meter.measure(10, 100)).toEqual({ perSecond: 0, secondsLeft: null });
  });
});
