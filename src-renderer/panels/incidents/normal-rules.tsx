import { useState } from 'react';
import type { SuppressionView } from '#shared/contract/suppressions.ts';
import { useSuppressionActions, useSuppressions } from '../../state/suppressions.ts';
import { useTemplateIndex } from '../../state/template-table.ts';
import { formatPlural } from '../../ui/format.ts';
import { errorMessage } from '../../ui/states.tsx';

/** What rules of the case hide, one line above the list; opens the rules, each of which can be taken away. */
export function NormalRules() {
  const rules = useSuppressions().data ?? [];
  const [isOpen, setOpen] = useState(false);
  if (rules.length === 0) return null;
  const hidden = rules.reduce((sum, rule) => sum + rule.hits, 0);
  return (
    <div className="ls-normal-rules">
      <button type="button" className="ls-link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {formatPlural(hidden, 'incident')} hidden as normal
      </button>
      {isOpen && (
        <ul aria-label="Rules">
          {rules.map((rule) => (
            <RuleRow key={rule.ruleId} rule={rule} />
          ))}
        </ul>
      )}
    </div>
  );
}

function RuleRow(props: { readonly rule: SuppressionView }) {
  const { rule } = props;
  const { remove } = useSuppressionActions();
  const templates = useTemplateIndex();
  const [problem, setProblem] = useState<string | null>(null);
  const { templateId, service, host, daily } = rule.scope;
  const parts = [
    templateId === undefined ? null : (templates.get(templateId)?.text ?? templateId),
    service ?? null,
    host ?? null,
    daily === undefined ? null : 'a time of day',
    rule.reason === '' ? null : rule.reason,
    rule.isExpired ? 'ended' : null,
  ];
  return (
    <li>
      <span className="ls-normal-scope" title={parts.filter(Boolean).join(' · ')}>
        {parts.filter(Boolean).join(' · ')}
      </span>
      <span className="ls-dim ls-num">{formatPlural(rule.hits, 'incident')}</span>
      <button
        type="button"
        className="ls-link"
        onClick={() => void remove(rule).catch((error: unknown) => setProblem(errorMessage(error)))}
      >
        Show again
      </button>
      {problem !== null && <span role="alert">{problem}</span>}
    </li>
  );
}
