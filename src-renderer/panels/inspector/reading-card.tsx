import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Job } from '#shared/contract/jobs.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCancelJob } from '../../state/cancel-job.ts';
import { useCaseId, useCaseInfo, useQuality } from '../../state/case-queries.ts';
import { jobShare, progressFacts, stageText } from '../../state/reading-text.ts';
import { isActive, useLive } from '../../state/live.ts';
import { usePanelQuery } from '../../state/panel-visibility.ts';
import { formatPercent, formatPlural } from '../../ui/format.ts';
import { errorMessage } from '../../ui/states.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useWorkspace } from '../../state/workspace.ts';

/** The running job of the open case, null when nothing runs. */
export function useReadingJob(): Job | null {
  const caseId = useCaseId();
  const jobs = useLive((state) => state.jobs);
  for (const job of jobs.values()) if (job.caseId === caseId && isActive(job)) return job;
  return null;
}

/** How reading goes and what was recognised, until there is something to explain. */
export function ReadingCard(props: { readonly job: Job }) {
  const { job } = props;
  const cancelJob = useCancelJob();
  const [failure, setFailure] = useState<unknown>(null);
  const facts = progressFacts(job);
  return (
    <article className="ls-why" aria-labelledby="reading-title">
      <h2 className="ls-why-title" id="reading-title">
        {stageText(job)}
      </h2>
      <ProgressBar share={jobShare(job)} label={stageText(job)} />
      <p className="ls-why-when ls-num">{facts.join(' · ')}</p>
      {job.progress !== null && (
        <p className="ls-dim">
          {formatPlural(job.progress.lines, 'line')} read, {formatPlural(job.progress.events, 'event')} so far.
          Everything works on what is there.
        </p>
      )}
      <div className="ls-why-actions">
        <Button
          size="xs"
          variant="default"
          disabled={job.state === 'cancelling'}
          onClick={() => void cancelJob(job.jobId).then(() => setFailure(null), setFailure)}
        >
          {job.state === 'cancelling' ? 'Stopping…' : 'Cancel'}
        </Button>
      </div>
      {failure !== null && <p role="alert">{errorMessage(failure)}</p>}
      <DetectedFormats />
    </article>
  );
}

/** Formats as they were recognised, with a sample line taken apart. */
export function DetectedFormats() {
  const { rpc } = useBackend();
  const info = useCaseInfo().data;
  const quality = useQuality().data;
  const showDialog = useWorkspace((state) => state.showDialog);
  const first = quality?.files.find((file) => file.format !== null);
  const source = info?.sources[0];
  const path = source?.absolutePath ?? source?.path;
  const member = source?.member ?? undefined;
  const caseId = info?.summary.caseId;
  const guess = usePanelQuery({
    queryKey: ['detect', path, member],
    enabled: path !== undefined,
    queryFn: ({ signal }) =>
      rpc.files.detect(
        { path: path ?? '', ...(member === undefined || caseId === undefined ? {} : { member, caseId }) },
        { signal },
      ),
    retry: false,
  });
  const fields = guess.data?.fields;
  if (guess.data === undefined && first === undefined) return null;
  const format = guess.data?.title ?? first?.format ?? '';
  const confidence = guess.data?.confidence ?? first?.formatConfidence ?? null;
  return (
    <section aria-labelledby="detected-title">
      <h3 id="detected-title">Recognised as {format}</h3>
      {confidence !== null && (
        <p className="ls-dim ls-detected-line">
          {formatPercent(confidence)} of the sampled lines fit; the first one taken apart:
        </p>
      )}
      {fields !== null && fields !== undefined && (
        <>
          <p className="ls-raw ls-mono ls-detected-line">{fields.line}</p>
          <dl className="ls-facts ls-detected-facts">
            {(['time', 'severity', 'service', 'host', 'component', 'content'] as const).map((name) =>
              fields[name] === null ? null : (
                <div key={name}>
                  <dt>{name === 'severity' ? 'level' : name === 'content' ? 'message' : name}</dt>
                  <dd className="ls-mono ls-wrap">{fields[name]}</dd>
                </div>
              ),
            )}
          </dl>
        </>
      )}
      <button type="button" className="ls-link" onClick={() => showDialog('reread')}>
        Not right? Read it differently
      </button>
    </section>
  );
}
