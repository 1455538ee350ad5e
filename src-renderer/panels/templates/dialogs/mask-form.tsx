import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTemplate } from '../../../state/case-queries.ts';
import type { MaskMode, TemplateDraft } from '../../../state/template-draft.ts';
import type { Mask } from '../../../state/template-edits.ts';
import { LoadingState } from '../../../ui/states.tsx';
import { EditForm } from './edit-form.tsx';
import { ConstantFields, KindFields, ParameterFields, PatternFields } from './mask-fields.tsx';

interface MaskFormProps {
  readonly draft: Extract<TemplateDraft, { kind: 'mask' }>;
  readonly onClose: () => void;
}

const MODES: Readonly<Record<MaskMode, { readonly label: string; readonly hint: string; readonly submit: string }>> = {
  parameter: {
    label: 'Text to parameter',
    hint: 'Choose the text that differs from message to message: click a word, or go there with the arrow keys.',
    submit: 'Make it a parameter',
  },
  constant: {
    label: 'Parameter to text',
    hint: 'Choose a wildcard; each of its values becomes a template.',
    submit: 'Make it constant',
  },
  kind: { label: 'What it holds', hint: 'Choose a wildcard and say what it holds.', submit: 'Keep' },
  pattern: { label: 'By a pattern', hint: 'Give a pattern and say what it finds.', submit: 'Mask' },
};

/** Says what is a parameter and what is constant text. */
export function MaskForm({ draft, onClose }: MaskFormProps) {
  const template = useTemplate(draft.templateId).data;
  const [mode, setMode] = useState<MaskMode>(draft.mask?.kind ?? draft.mode ?? 'parameter');
  const [mask, setMask] = useState<Mask | null>(draft.mask ?? null);
  const { hint, submit } = MODES[mode];
  const change = (next: MaskMode) => {
    setMode(next);
    setMask(null);
  };
  const needsWildcard = mode === 'constant' || mode === 'kind';
  const fields = { draft, onMask: setMask };
  return (
    <EditForm
      title="What is a parameter"
      submitLabel={submit}
      request={mask === null ? null : { kind: 'mask', mask }}
      hint={
        needsWildcard && template?.maskNames.length === 0 ? 'It has no wildcard: all of its text is constant.' : hint
      }
      onClose={onClose}
    >
      <SegmentedControl
        size="xs"
        aria-label="What to do"
        className="ls-edit-modes"
        value={mode}
        onChange={(value) => change(value as MaskMode)}
        data={Object.entries(MODES).map(([value, { label }]) => ({ value, label }))}
      />
      {draft.templateId === null ? null : template === undefined ? (
        <LoadingState label="Reading the template…" />
      ) : mode === 'parameter' ? (
        <ParameterFields template={template} {...fields} />
      ) : mode === 'constant' ? (
        <ConstantFields template={template} {...fields} />
      ) : mode === 'kind' ? (
        <KindFields template={template} {...fields} />
      ) : (
        <PatternFields template={template} {...fields} />
      )}
    </EditForm>
  );
}
