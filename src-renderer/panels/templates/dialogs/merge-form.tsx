import { Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { TemplateDraft } from '../../../state/template-draft.ts';
import { formatPlural } from '../../../ui/format.ts';
import { EditForm } from './edit-form.tsx';

interface MergeFormProps {
  readonly draft: Extract<TemplateDraft, { kind: 'merge' }>;
  readonly onClose: () => void;
}

/** Makes one template of several. */
export function MergeForm({ draft, onClose }: MergeFormProps) {
  const [text, setText] = useState(draft.text ?? '');
  const [takesAlike, setTakesAlike] = useState(false);
  const typed = text.trim() === '' ? {} : { text: text.replaceAll('\n', '') };
  return (
    <EditForm
      title={`Merge ${formatPlural(draft.templateIds.length, 'template')}`}
      submitLabel="Merge"
      request={{ kind: 'merge', templateIds: draft.templateIds, takesAlike, ...typed }}
      hint=""
      onClose={onClose}
    >
      <Textarea
        size="xs"
        label="Template"
        description="<*> stands for any text. Left empty, it is what they have in common."
        placeholder="what they have in common"
        data-autofocus
        autosize={false}
        rows={2}
        classNames={{ input: 'ls-mono' }}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <Checkbox
        size="xs"
        label="Take other templates that fit along"
        checked={takesAlike}
        onChange={(event) => setTakesAlike(event.currentTarget.checked)}
      />
    </EditForm>
  );
}
