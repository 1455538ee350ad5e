import { describe, expect, it } from 'vitest';
import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import type { Job, JobResult } from '#shared/contract/jobs.ts';
import { outcomeLines } from '../../../../../src-renderer/panels/jobs/job-outcome.ts';

const job = (patch: Partial<Job> = {}): Job => ({
  jobId: 'j',
  caseId: 'c',
  kind: 'analyze',
  state: 'done',
  title: 'app.log',
  createdAtMs: 1000,
  endedAtMs: 5500,
  progress: {
    stage: 'incidents',
    done: 0,
    total: 1,
    unit: 'steps',
    perSecond: null,
    secondsLeft: null,
    lines: 60_000,
    events: 59_990,
    readShare: 1,
  },
  resumes: 0,
  error: null,
  kept: null,
  ...patch,
});

const analyzed = (patch: Partial<AnalysisDocument> = {}): JobResult => ({
  kind: 'analyze',
  document: {
    totals: {
      lines: 60_000,
      events: 59_990,
      eventLines: 59_990,
      continuationLines: 8,
      blankLines: 2,
      rejectedLines: 0,
      bytesIn: 8_000_000,
      bytesOut: 8_000_000,
      files: 1,
      errors: 0,
      warnings: 0,
      templates: 82,
    },
    windows: 1440,
    sessions: 0,
    anomalies: 142,
    incidents: Array.from({ length: 15 }, () => ({}) as AnalysisDocument['incidents'][number]),
    seconds: { read: 1, analyze: 1.1 },
    ...patch,
  } as AnalysisDocument,
});

describe('what an ended job says', () => {
  it('tells size, counts, speed and findings of a finished analysis, never its steps', () => {
    const lines = outcomeLines(job(), analyzed());
    expect(lines).toEqual([
      '8.0 MB in 1 file · 60,000 lines · 59,990 events · 82 templates',
      '1,440 windows scored · 142 unusual · 15 incidents',
      'read in 1 s, 8.0 MB/s and 60,000 lines/s · scored in 1.1 s',
      'took 4.5 s',
    ]);
    expect(lines.join(' ')).not.toContain('steps');
  });

  it('tells only the scoring when nothing was read, and says when nothing was scored', () => {
    expect(outcomeLines(job({ kind: 'reanalyse' }), analyzed({ windows: 0, sessions: 575 }))).toEqual([
      '575 sessions scored · 142 unusual · 15 incidents',
      'took 4.5 s',
    ]);
    expect(outcomeLines(job(), analyzed({ windows: 0 }))[1]).toBe('not scored');
  });

  it('says how far a stopped job had come', () => {
    const stopped = job({
      state: 'cancelled',
      progress: { ...job().progress!, stage: 'read', unit: 'bytes', done: 1_200_000, total: 3_000_000 },
    });
    expect(outcomeLines(stopped, null)).toEqual([
      'Reading: 1.2 MB of 3.0 MB · 60,000 lines, 59,990 events read · stopped after 4.5 s',
    ]);
    expect(outcomeLines(job({ state: 'failed', progress: null }), null)).toEqual(['stopped after 4.5 s']);
  });

  it('shows the duration while the result is on its way', () => {
    expect(outcomeLines(job(), null)).toEqual(['took 4.5 s']);
  });
});
