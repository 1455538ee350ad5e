import { useState } from 'react';
import type { Job } from '#shared/contract/jobs.ts';
import { useCancelJob } from '../../state/cancel-job.ts';
import { useCaseId } from '../../state/case-queries.ts';
import { isActive, useLive } from '../../state/live.ts';
import { jobShare, progressFacts, stageText } from '../../state/reading-text.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { errorMessage } from '../../ui/states.tsx';

const KINDS: ReadonlySet<Job['kind']> = new Set(['train', 'compare', 'drift', 'reanalyse']);

/** Work on models that runs, with its estimate and a way to stop it; a failure of the newest stays until the next. */
export function ModelJobs() {
  const caseId = useCaseId();
  const jobs = useLive((state) => state.jobs);
  const own = [...jobs.values()].filter((job) => KINDS.has(job.kind) && (job.caseId === null || job.caseId === caseId));
  const active = own.filter(isActive);
  const newest = own.toSorted((a, b) => b.createdAtMs - a.createdAtMs)[0];
  const shown = active.length > 0 ? active : newest !== undefined && newest.state === 'failed' ? [newest] : [];
  if (shown.length === 0) return null;
  return (
    <ul className="ls-model-jobs" aria-label="Work on models">
      {shown.map((job) => (
        <JobLine key={job.jobId} job={job} />
      ))}
    </ul>
  );
}

function JobLine(props: { readonly job: Job }) {
  const { job } = props;
  const cancelJob = useCancelJob();
  const [failure, setFailure] = useState<unknown>(null);
  const cancel = () => void cancelJob(job.jobId).then(() => setFailure(null), setFailure);
  if (job.state === 'failed')
    return (
      <li role="alert">
        <b>{job.title}</b> failed: {job.error?.message ?? 'for an unknown reason'}
      </li>
    );
  return (
    <li>
      <div className="ls-model-job-head">
        <b>{job.title}</b>
        <button type="button" className="ls-link" disabled={job.state === 'cancelling'} onClick={cancel}>
          {job.state === 'cancelling' ? 'Stopping…' : 'Cancel'}
        </button>
      </div>
      <ProgressBar share={jobShare(job)} label={job.title} />
      <div className="ls-dim ls-model-job-facts">{[stageText(job), ...progressFacts(job)].join(' · ')}</div>
      {failure !== null && <div role="alert">{errorMessage(failure)}</div>}
    </li>
  );
}
