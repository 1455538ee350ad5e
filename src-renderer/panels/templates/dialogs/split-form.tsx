import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTemplate } from '../../../state/case-queries.ts';
import type { TemplateDraft } from '../../../state/template-draft.ts';
import type { SplitBy } from '../../../state/template-edits.ts';
import { EditForm } from './edit-form.tsx';
import { ValuePicker } from './value-picker.tsx';
import { WildcardPicker } from './wildcard-picker.tsx';

interface SplitFormProps {
  readonly draft: Extract<TemplateDraft, { kind: 'split' }>;
  readonly onClose: () => void;
}

/** Makes several templates of one: by what stands at a wildcard, or back into the shapes it was mined from. */
export function SplitForm({ draft, onClose }: SplitFormProps) {
  const { templateId, by: proposed } = draft;
  const template = useTemplate(templateId).data;
  const [chosenKind, setKind] = useState<SplitBy['kind'] | null>(proposed?.kind ?? null);
  const [wildcard, setWildcard] = useState<number | null>(
    draft.wildcard ?? (proposed?.kind === 'values' ? proposed.wildcard : null),
  );
  const [values, setValues] = useState<readonly string[]>(proposed?.kind === 'values' ? proposed.values : []);
  const hasWildcards = template === undefined || template.maskNames.length > 0;
  const kind = chosenKind ?? (hasWildcards ? 'values' : 'shapes');
  // One wildcard needs no choosing.
  const at = wildcard ?? (template?.maskNames.length === 1 ? 0 : null);
  const by: SplitBy | null =
    kind === 'shapes'
      ? { kind }
      : at === null || values.length === 0
        ? null
        : { kind, wildcard: at, values: [...values] };
  return (
    <EditForm
      title="Split the template"
      submitLabel="Split"
      request={by === null ? null : { kind: 'split', templateId, by }}
      hint={
        hasWildcards
          ? `Choose ${at === null ? 'a wildcard' : 'the values that get a template of their own'}.`
          : 'It has no wildcard: only its shapes can be told apart.'
      }
      onClose={onClose}
    >
      <p className="ls-dim ls-dialog-start" data-autofocus tabIndex={-1}>
        The events that are told apart get templates of their own; the others stay.
      </p>
      <SegmentedControl
        size="xs"
        aria-label="Split by"
        className="ls-edit-modes"
        value={kind}
        onChange={(value) => setKind(value)}
        data={[
          { value: 'values', label: 'By what a wildcard holds' },
          { value: 'shapes', label: 'Into its shapes' },
        ]}
      />
      {template !== undefined && (
        <WildcardPicker
          text={template.text}
          maskNames={template.maskNames}
          picked={kind === 'values' ? at : null}
          isEnabled={kind === 'values'}
          onPick={(next) => {
            setWildcard(next);
            setValues([]);
          }}
        />
      )}
      {kind === 'values' && at !== null && (
        <ValuePicker key={at} templateId={templateId} wildcard={at} picked={values} onPick={setValues} />
      )}
    </EditForm>
  );
}
