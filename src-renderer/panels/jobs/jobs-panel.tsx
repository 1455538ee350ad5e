import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Job } from '#shared/contract/jobs.ts';
import { fromWireError } from '#shared/contract/errors.ts';
import { useCancelJob } from '../../state/cancel-job.ts';
import { isActive, sortJobs, useLive } from '../../state/live.ts';
import { jobShare, progressFacts, stageText } from '../../state/reading-text.ts';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { outcomeLines } from './job-outcome.ts';
import { useJobResult } from '../../state/job-result.ts';
import './jobs-panel.css';

/** Work that runs or ran: how far, how fast, how long still, and a way to stop it. */
export function JobsPanel() {
  const jobs = useLive((state) => state.jobs);
  const list = useMemo(() => sortJobs(jobs.values()), [jobs]);
  return (
    <PanelFrame label="Jobs">
      {list.length === 0 ? (
        <EmptyState title="Nothing has run since the engine started">
          Reading, analysis and training show their progress here.
        </EmptyState>
      ) : (
        <ul className="ls-panel-scroll ls-jobs">
          {list.map((job) => (
            <JobCard key={job.jobId} job={job} />
          ))}
        </ul>
      )}
    </PanelFrame>
  );
}

function JobCard(props: { readonly job: Job }) {
  const { job } = props;
  const cancelJob = useCancelJob();
  const [failure, setFailure] = useState<unknown>(null);
  const isRunning = isActive(job);
  const result = useJobResult(job);
  const lines = isRunning ? [progressFacts(job).join(' · ')] : outcomeLines(job, result);
  const cancel = () => void cancelJob(job.jobId).then(() => setFailure(null), setFailure);
  return (
    <li className="ls-job">
      <div className="ls-job-head">
        <b>{job.title}</b>
        <span className={job.state === 'failed' ? 'ls-job-state ls-job-failed' : 'ls-job-state'}>{stageText(job)}</span>
        {isRunning && (
          <Button size="compact-xs" variant="default" disabled={job.state === 'cancelling'} onClick={cancel}>
            {job.state === 'cancelling' ? 'Stopping…' : 'Cancel'}
          </Button>
        )}
      </div>
      {isRunning && <ProgressBar share={jobShare(job)} label={job.title} />}
      {lines.map((line) => (
        <p className="ls-job-facts ls-num" key={line}>
          {line}
        </p>
      ))}
      {job.resumes > 0 && (
        <p className="ls-dim">Went on {job.resumes === 1 ? 'once' : `${job.resumes} times`} after an engine restart.</p>
      )}
      {job.kept !== null && <p>{job.kept}</p>}
      {job.error !== null && <ErrorState error={fromWireError(job.error)} />}
      {failure !== null && <ErrorState error={failure} onRetry={cancel} />}
    </li>
  );
}
