import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId, useTemplate } from '../../state/case-queries.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { formatCount, formatPercent, formatPlural } from '../../ui/format.ts';
import { ErrorState, errorMessage, LoadingState } from '../../ui/states.tsx';
import { formatTime } from '../../ui/time.ts';

/** One template: its text, a name of one's own, and what its wildcards hold. */
export function TemplateInspector(props: { readonly templateId: string }) {
  const { templateId } = props;
  const zone = usePreferences((state) => state.zone);
  const template = useTemplate(templateId);
  const filter = useSelection((state) => state.filter);
  const patchFilter = useSelection((state) => state.patchFilter);
  if (template.data === undefined) {
    if (template.error !== null) return <ErrorState error={template.error} onRetry={() => void template.refetch()} />;
    return <LoadingState label="Reading the template…" />;
  }
  const { data } = template;
  const isOnly = filter.templateIds?.length === 1 && filter.templateIds[0] === templateId;
  const isHidden = filter.hiddenTemplateIds?.includes(templateId) ?? false;
  const toggleHidden = () => {
    const others = (filter.hiddenTemplateIds ?? []).filter((id) => id !== templateId);
    patchFilter({
      hiddenTemplateIds: isHidden ? others : [...others, templateId],
      ...(isOnly ? { templateIds: undefined } : {}),
    });
  };
  return (
    <article className="ls-why" aria-labelledby="template-title">
      <h2 className="ls-why-title ls-mono ls-wrap" id="template-title">
        {data.text}
      </h2>
      <p className="ls-why-when ls-num">
        {formatPlural(data.count, 'event')} · {formatTime(data.firstTimeNs, zone, 'second')} to{' '}
        {formatTime(data.lastTimeNs, zone, 'second')}
      </p>
      <div className="ls-why-actions">
        <button
          type="button"
          className="ls-action"
          aria-pressed={isOnly}
          onClick={() => patchFilter({ templateIds: isOnly ? undefined : [templateId] })}
        >
          {isOnly ? 'Show all events' : 'Only its events'}
        </button>
        <button type="button" className="ls-action" aria-pressed={isHidden} onClick={toggleHidden}>
          {isHidden ? 'Show again' : 'Hide it'}
        </button>
      </div>
      <NameField key={`${templateId}|${data.name ?? ''}`} templateId={templateId} stored={data.name ?? ''} />
      {data.parameters.map((parameter, index) => (
        // Wildcards are known by their place.
        // oxlint-disable-next-line react/no-array-index-key
        <section key={index} aria-label={`Wildcard ${index + 1}`}>
          <h3>
            Wildcard {index + 1} <span className="ls-dim">{parameter.maskName}</span>
            <span className="ls-why-check ls-dim">{formatPlural(parameter.distinct, 'value')}</span>
          </h3>
          <table className="ls-claims">
            <tbody>
              {parameter.top.map(({ value, count }) => (
                <tr key={value}>
                  <th scope="row" className="ls-mono ls-wrap">
                    {value}
                  </th>
                  <td className="ls-num">{formatCount(count)}</td>
                  <td className="ls-num ls-dim">{formatPercent(data.count === 0 ? 0 : count / data.count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </article>
  );
}

/** A name of the user's own; stored on Enter or when leaving, taken away when empty. */
function NameField(props: { readonly templateId: string; readonly stored: string }) {
  const { templateId, stored } = props;
  const { rpc } = useBackend();
  const client = useQueryClient();
  const caseId = useCaseId();
  const [name, setName] = useState(stored);
  const [failure, setFailure] = useState<unknown>(null);
  const rename = async () => {
    if (name.trim() === stored || caseId === null) return;
    try {
      await rpc.templates.rename({ caseId, templateId, name: name.trim() === '' ? null : name.trim() });
      setFailure(null);
      await client.invalidateQueries({ queryKey: ['case', caseId] });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <TextInput
      size="xs"
      label="Name"
      placeholder="A name of your own; kept in the case"
      value={name}
      error={failure === null ? undefined : errorMessage(failure)}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={() => void rename()}
      onKeyDown={(event) => event.key === 'Enter' && void rename()}
    />
  );
}
