import { useCaseInfo, useQuality } from '../state/case-queries.ts';
import { useCancelJob } from '../state/cancel-job.ts';
import { useCommands } from '../state/commands.ts';
import { isActive, useLive } from '../state/live.ts';
import { usePanelRequests } from '../state/panel-requests.ts';
import { jobShare, progressFacts, stageText } from '../state/reading-text.ts';
import { AccountText } from '../ui/account-text.tsx';
import { formatBytes, formatPlural } from '../ui/format.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';

/** The account on screen at all times, the job that runs, and the engine's memory. */
export function StatusBar() {
  const quality = useQuality().data;
  const engine = useLive((state) => state.engine);
  const show = usePanelRequests((state) => state.show);
  const issues = quality === undefined ? 0 : quality.totals.errors + quality.totals.warnings;
  return (
    <footer className="ls-status">
      {quality !== undefined && (
        <button
          type="button"
          className="ls-status-account"
          title="Open the quality panel"
          onClick={() => show('quality')}
        >
          <AccountText account={quality.totals} isShort />
          {issues > 0 && <span className="ls-status-issues"> · {formatPlural(issues, 'note')} on files</span>}
        </button>
      )}
      <span className="ls-status-space" />
      <JobStrip />
      {engine !== null && (
        <span className="ls-num ls-status-memory" title="Memory of the engine">
          {formatBytes(engine.rssBytes)}
        </span>
      )}
    </footer>
  );
}

function JobStrip() {
  const info = useCaseInfo().data;
  const jobs = useLive((state) => state.jobs);
  const cancelJob = useCancelJob();
  const show = usePanelRequests((state) => state.show);
  const job = [...jobs.values()].find(
    (one) => isActive(one) && (one.caseId === null || one.caseId === info?.summary.caseId),
  );
  const cancel = () => job !== undefined && void cancelJob(job.jobId).catch(() => show('jobs'));
  useCommands([
    {
      id: 'jobs.cancel',
      title: 'Cancel the running job',
      group: 'File',
      isEnabled: () => job !== undefined && job.state !== 'cancelling',
      run: cancel,
    },
  ]);
  if (job === undefined) return null;
  return (
    <div className="ls-strip" role="status" aria-label="Running job">
      <button type="button" className="ls-link" onClick={() => show('jobs')}>
        {stageText(job)}
      </button>
      <ProgressBar share={jobShare(job)} label={job.title} />
      <span className="ls-num ls-strip-facts">{progressFacts(job).join(' · ')}</span>
      <button type="button" className="ls-link" disabled={job.state === 'cancelling'} onClick={cancel}>
        Cancel
      </button>
    </div>
  );
}
