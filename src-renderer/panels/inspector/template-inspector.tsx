import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTemplate } from '../../state/case-queries.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { useTemplateDraft } from '../../state/template-draft.ts';
import { useTemplateActions } from '../../state/template-edits.ts';
import { formatPlural } from '../../ui/format.ts';
import { ErrorState, errorMessage, LoadingState } from '../../ui/states.tsx';
import { formatTime } from '../../ui/time.ts';
import { WildcardSection } from './wildcard-section.tsx';

/** One template: its text, a name of one's own, and what its wildcards hold. */
export function TemplateInspector(props: { readonly templateId: string }) {
  const { templateId } = props;
  const zone = usePreferences((state) => state.zone);
  const template = useTemplate(templateId);
  const filter = useSelection((state) => state.filter);
  const patchFilter = useSelection((state) => state.patchFilter);
  const { marked, toggleMark, start } = useTemplateDraft();
  const isMarked = marked.has(templateId);
  if (template.data === undefined) {
    if (template.error !== null) return <ErrorState error={template.error} onRetry={() => void template.refetch()} />;
    return <LoadingState label="Reading the template…" />;
  }
  const { data } = template;
  const isOnly = filter.templateIds?.length === 1 && filter.templateIds[0] === templateId;
  const isHidden = filter.hiddenTemplateIds?.includes(templateId) ?? false;
  const telling = tellingWildcard(data.parameters);
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
        <button type="button" className="ls-action" onClick={() => start({ kind: 'split', templateId })}>
          Split…
        </button>
        <button type="button" className="ls-action" onClick={() => start({ kind: 'mask', templateId })}>
          Mask…
        </button>
        <button
          type="button"
          className="ls-action"
          aria-pressed={isMarked}
          title="Two marked templates or more can be merged"
          onClick={() => toggleMark(templateId)}
        >
          {isMarked ? 'Marked' : 'Mark'}
        </button>
      </div>
      <NameField key={`${templateId}|${data.name ?? ''}`} templateId={templateId} stored={data.name ?? ''} />
      {data.parameters.map(({ maskName, distinct, top }, wildcard) => (
        <WildcardSection
          // Wildcards are known by their place.
          // oxlint-disable-next-line react/no-array-index-key
          key={`${templateId} ${wildcard}`}
          templateId={templateId}
          wildcard={wildcard}
          maskName={maskName}
          distinct={distinct}
          example={top[0]?.value}
          isOpenAtFirst={wildcard === telling}
        />
      ))}
    </article>
  );
}

/** Few values say most: the first wildcard with some but not many, else the first. */
export function tellingWildcard(parameters: readonly { readonly distinct: number }[]): number {
  return Math.max(
    0,
    parameters.findIndex(({ distinct }) => distinct > 1 && distinct <= FEW_VALUES),
  );
}

const FEW_VALUES = 50;

/** A name of the user's own; stored on Enter or when leaving, taken away when empty. */
function NameField(props: { readonly templateId: string; readonly stored: string }) {
  const { templateId, stored } = props;
  const { apply } = useTemplateActions();
  const [name, setName] = useState(stored);
  const [failure, setFailure] = useState<unknown>(null);
  const rename = async () => {
    if (name.trim() === stored) return;
    try {
      await apply({ kind: 'rename', templateId, name: name.trim() === '' ? null : name.trim() });
      setFailure(null);
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
