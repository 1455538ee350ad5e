import { useState } from 'react';
import { useCounterfactual } from '../../state/case-queries.ts';
import { useTemplateIndex } from '../../state/template-table.ts';
import { FeatureName } from '../../ui/feature-name.tsx';
import { formatScore } from '../../ui/format.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { comparedText, quantityText } from './contribution-model.ts';

/** The smallest change that would make an incident normal, worked out when asked and checked by scoring again. */
export function CounterfactualSection(props: { readonly incidentId: string }) {
  const [isWanted, setWanted] = useState(false);
  const answer = useCounterfactual(props.incidentId, isWanted);
  const templates = useTemplateIndex();
  const textOf = (templateId: string) => templates.get(templateId)?.text ?? templateId;
  if (!isWanted) {
    return (
      <div className="ls-why-actions">
        <button type="button" className="ls-action" onClick={() => setWanted(true)}>
          What would make it normal?
        </button>
      </div>
    );
  }
  return (
    <section aria-labelledby="why-what-if">
      <h3 id="why-what-if">What would make it normal</h3>
      {answer.error !== null ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : answer.data === undefined ? (
        <LoadingState label="Scoring it with changes…" />
      ) : answer.data.isNormal ? (
        <>
          <ul className="ls-similar">
            {answer.data.changes.map((change) => (
              <li key={change.feature}>
                <FeatureName feature={change.feature} templateText={textOf} />
                <span className="ls-why-whole">
                  {comparedText(change.actual, change)} → <b>{quantityText(change.wanted, change)}</b>
                </span>
              </li>
            ))}
          </ul>
          <p className="ls-dim">
            Scored again with that: {formatScore(answer.data.scoreBefore)} falls to{' '}
            {formatScore(answer.data.scoreAfter)}, at or below {formatScore(answer.data.threshold)}.
          </p>
        </>
      ) : (
        <p>No change of up to eight features would: it is unusual as a whole.</p>
      )}
    </section>
  );
}
