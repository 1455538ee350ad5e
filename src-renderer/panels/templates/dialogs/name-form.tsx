import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTemplate } from '../../../state/case-queries.ts';
import type { TemplateDraft } from '../../../state/template-draft.ts';
import { EditForm } from './edit-form.tsx';

interface NameFormProps {
  readonly draft: Extract<TemplateDraft, { kind: 'rename' }>;
  readonly onClose: () => void;
}

/** A name of the user's own for a template; empty takes it away. */
export function NameForm({ draft, onClose }: NameFormProps) {
  const { templateId } = draft;
  const stored = useTemplate(templateId).data?.name ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const name = (typed ?? stored).trim();
  return (
    <EditForm
      title="Name the template"
      submitLabel={name === '' && stored !== '' ? 'Take the name away' : 'Name it'}
      request={
        typed === null || name === stored ? null : { kind: 'rename', templateId, name: name === '' ? null : name }
      }
      hint="Shown in place of its text; its id and its events stay."
      onClose={onClose}
    >
      <TextInput
        size="xs"
        label="Name"
        maxLength={200}
        placeholder="a name of your own"
        data-autofocus
        value={typed ?? stored}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </EditForm>
  );
}
