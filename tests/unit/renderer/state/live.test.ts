import { describe, expect, it } from 'vitest';
import { restartText, sortJobs, useLive } from '../../../../src-renderer/state/live.ts';
import { jobShare, progressFacts, stageText } from '../../../../src-renderer/state/reading-text.ts';
import type { Job } from '#shared/contract/jobs.ts';

const job = (patch: Partial<Job> = {}): Job => ({
  jobId: 'j',
  caseId: 'c',
  kind: 'analyze',
  state: 'running',
  title: 'app.log',
  createdAtMs: 1,
  endedAtMs: null,
  progress: {
    stage: 'reading',
    done: 500_000_000,
    total: 1_500_000_000,
    unit: 'bytes',
    perSecond: 250_000_000,
    secondsLeft: 4,
    lines: 10,
    events: 9,
    readShare: 0.33,
  },
  resumes: 0,
  error: null,
  kept: null,
  ...patch,
});

describe('jobs in words', () => {
  it('say bytes, rate and time left', () => {
    expect(progressFacts(job())).toEqual(['500 MB of 1.5 GB', '250 MB/s', 'about 4 s left']);
    expect(jobShare(job())).toBeCloseTo(1 / 3);
  });

  it('do not invent a share or a rate that is not known', () => {
    const unknown = job({ progress: { ...job().progress!, total: null, perSecond: null, secondsLeft: null } });
    expect(jobShare(unknown)).toBeNull();
    expect(progressFacts(unknown)).toEqual(['500 MB', 'estimating time left']);
    expect(progressFacts(job({ progress: null }))).toEqual([]);
    const steps = job({ progress: { ...job().progress!, stage: 'detectors', unit: 'steps', done: 34, total: 100 } });
    expect(progressFacts(steps)).toEqual(['34 %', 'about 4 s left']);
  });

  it('name every state', () => {
    expect(stageText(job())).toBe('Reading');
    expect(stageText(job({ state: 'cancelling' }))).toBe('Stopping at the next commit');
    expect(stageText(job({ state: 'done' }))).toBe('Done');
    expect(stageText(job({ progress: { ...job().progress!, stage: 'folding' } }))).toBe('Folding');
    const judging = job({ progress: { ...job().progress!, stage: 'detectors' } });
    expect(stageText(judging)).toBe('Scoring');
    expect(stageText({ ...judging, kind: 'train' })).toBe('Learning');
  });

  it('put running work before ended work, newest first', () => {
    const jobs = [
      job({ jobId: 'old', state: 'done', createdAtMs: 9 }),
      job({ jobId: 'b', createdAtMs: 2 }),
      job({ jobId: 'c', createdAtMs: 3 }),
    ];
    expect(sortJobs(jobs).map((one) => one.jobId)).toEqual(['c', 'b', 'old']);
  });

  it('tell an engine restart honestly', () => {
    expect(restartText({ resumedJobs: ['j'], lastExit: 'SIGKILL' })).toContain('(SIGKILL)');
    expect(restartText({ resumedJobs: ['j'], lastExit: null })).toContain('last commit');
    expect(restartText({ resumedJobs: [], lastExit: null })).toContain('Nothing was lost');
    const lost = restartText({ resumedJobs: [], lastExit: null }, [{ title: 'Train shop' }]);
    expect(lost).toBe('The engine was restarted. To be started again: Train shop. Nothing else was lost.');
  });
});

describe('a job that is asked to stop', () => {
  it('is shown as stopping at once, unless it has ended', () => {
    const { putJobs, stopping } = useLive.getState();
    putJobs([job({ jobId: 'runs' }), job({ jobId: 'ended', state: 'done' })]);
    for (const jobId of ['runs', 'ended', 'unknown']) stopping(jobId);
    const { jobs } = useLive.getState();
    expect([...jobs].map(([jobId, { state }]) => [jobId, state])).toEqual([
      ['runs', 'cancelling'],
      ['ended', 'done'],
    ]);
    expect(jobs.get('runs')?.progress).toEqual(job().progress);
  });
});

describe('a job that did not come back with the engine', () => {
  it('has failed and says so; those that ended before stay as they were', () => {
    const { putJobs, lost } = useLive.getState();
    putJobs([job({ jobId: 'gone' }), job({ jobId: 'over', state: 'done' }), job({ jobId: 'back' })]);
    lost(['gone', 'over']);
    const { jobs } = useLive.getState();
    expect(['gone', 'over', 'back'].map((jobId) => jobs.get(jobId)?.state)).toEqual(['failed', 'done', 'running']);
    expect(jobs.get('gone')?.error?.message).toContain('the engine ended before it did');
  });
});
