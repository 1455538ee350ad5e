import { useMemo } from 'react';
import { useIncidents } from '../../state/case-queries.ts';
import { useCaseView } from '../../state/case-view.ts';
import { useNormalDraft } from '../../state/normal-draft.ts';
import { useTemplateIndex } from '../../state/template-table.ts';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { proposeRules } from './propose-rules.ts';

/** Offers the rule that verdicts given so far suggest; nothing happens without the user. */
export function RuleProposalBar() {
  const incidents = useIncidents().data;
  const triage = useCaseView((state) => state.triage);
  const declined = useCaseView((state) => state.declinedRules);
  const decline = useCaseView((state) => state.declineRule);
  const start = useNormalDraft((state) => state.start);
  const templates = useTemplateIndex();
  const proposal = useMemo(
    () => proposeRules(incidents ?? [], triage).find(({ key }) => !declined.includes(key)),
    [incidents, triage, declined],
  );
  if (proposal === undefined) return null;
  const { key, incidentId, templateId, entity, judged, hides } = proposal;
  const statement = templateId === null ? null : (templates.get(templateId)?.text ?? templateId);
  const what = [statement, entity === '' ? null : entity].filter((part) => part !== null).join(' · ');
  return (
    <div className="ls-rule-proposal" role="status">
      <p className="ls-cut">
        You called {formatCount(judged)} of these noise: <span title={what}>{what}</span>
      </p>
      <button
        type="button"
        className="ls-link"
        onClick={() => start({ incidentId, isTemplate: templateId !== null, entity })}
      >
        Hide such incidents… ({formatPlural(hides, 'incident')})
      </button>
      <button type="button" className="ls-link" onClick={() => decline(key)}>
        Not now
      </button>
    </div>
  );
}
