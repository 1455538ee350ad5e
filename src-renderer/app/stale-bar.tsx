import { useState } from 'react';
import { useCaseId, useCaseInfo, useRuns } from '../state/case-queries.ts';
import { useCommands } from '../state/commands.ts';
import { isActive, useLive } from '../state/live.ts';
import { useReanalyse } from '../state/model-queries.ts';
import { errorMessage } from '../ui/states.tsx';

/** Says that incidents and scores are those of earlier templates, with the way to make them anew. */
export function StaleBar() {
  const info = useCaseInfo().data;
  const caseId = useCaseId();
  const isRunning = useLive((state) => [...state.jobs.values()].some((job) => job.caseId === caseId && isActive(job)));
  const reanalyse = useReanalyse();
  const [failure, setFailure] = useState<string | null>(null);
  const options = useRuns().data?.[0]?.options;
  const isStale = info?.scoresAreStale === true && !isRunning;
  // As it was scored before: same units, same detectors or model.
  const score = () =>
    void reanalyse(options ?? {}).then(
      () => setFailure(null),
      (error: unknown) => setFailure(errorMessage(error)),
    );
  useCommands([
    {
      id: 'templates.score',
      title: 'Score again with the edited templates',
      group: 'Templates',
      isEnabled: () => isStale,
      run: score,
    },
  ]);
  if (!isStale) return null;
  return (
    <p className="ls-engine-bar" role="status">
      {failure ?? 'The templates were edited: incidents and scores are those of the templates before.'}
      <button type="button" className="ls-link" onClick={score}>
        {failure === null ? 'Score again' : 'Try again'}
      </button>
    </p>
  );
}
