import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { TemplateDraft } from '../../../state/template-draft.ts';
import { formatPlural } from '../../../ui/format.ts';
import { EditForm } from './edit-form.tsx';

interface ImportFormProps {
  readonly draft: Extract<TemplateDraft, { kind: 'import' }>;
  readonly onClose: () => void;
}

/** Applies the edits of a patch file to this case. */
export function ImportForm({ draft, onClose }: ImportFormProps) {
  const { patch, fileName } = draft;
  const [isReplacing, setReplacing] = useState(false);
  return (
    <EditForm
      title="Import template edits"
      submitLabel="Import"
      request={{ kind: 'import', patch, mode: isReplacing ? 'replace' : 'append' }}
      hint=""
      onClose={onClose}
    >
      <p className="ls-dialog-start" data-autofocus tabIndex={-1}>
        <span className="ls-mono">{fileName}</span> holds {formatPlural(patch.edits.length, 'edit')}. Those this case
        has already are left out.
      </p>
      <Checkbox
        size="xs"
        label="In place of the edits of this case"
        checked={isReplacing}
        onChange={(event) => setReplacing(event.currentTarget.checked)}
      />
    </EditForm>
  );
}
