import { useState } from 'react';
import type { SuppressionView } from '#shared/contract/suppressions.ts';
import { useSuppressionActions, useSuppressions } from '../../state/suppressions.ts';
import { useTemplateIndex } from '../../state/template-table.ts';
import { formatPlural, formatSpan } from '../../ui/format.ts';
import { errorMessage } from '../../ui/states.tsx';

/** What rules hide, one line above the list; opens the rules, each of which can be taken away. */
export function NormalRules() {
  const rules = useSuppressions().data ?? [];
  const [isOpen, setOpen] = useState(false);
  if (rules.length === 0) return null;
  const hidden = rules.reduce((sum, rule) => sum + (rule.hits ?? 0), 0);
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
  const [nowMs] = useState(() => Date.now());
  const { templateId, service, host, daily } = rule.scope;
  const parts = [
    templateId === undefined ? null : (templates.get(templateId)?.text ?? templateId),
    service ?? null,
    host ?? null,
    daily === undefined ? null : 'a time of day',
    rule.reason === '' ? null : rule.reason,
  ];
  return (
    <li>
      <span className="ls-normal-scope ls-cut" title={parts.filter(Boolean).join(' · ')}>
        {parts.filter(Boolean).join(' · ')}
      </span>
      <span className="ls-dim ls-num">
        {[rule.reach === 'all' ? 'all cases' : null, endText(rule, nowMs), formatPlural(rule.hits ?? 0, 'incident')]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
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

/** How long a rule still holds; null for good. */
function endText({ expiresAtMs, isExpired }: SuppressionView, nowMs: number): string | null {
  if (expiresAtMs === null) return null;
  if (isExpired || expiresAtMs <= nowMs) return 'ended';
  return `ends in ${formatSpan(Math.max(60, Math.round((expiresAtMs - nowMs) / 60_000) * 60))}`;
}
