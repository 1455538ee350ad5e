import type { ReactNode } from 'react';
import { useTemplateDraft } from '../../../state/template-draft.ts';
import { type ChangeRequest, useChangePreview, useTemplateActions } from '../../../state/template-edits.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { changeSummary, hasEffect } from '../change-model.ts';
import { ChangePreview } from './change-preview.tsx';

interface EditFormProps {
  readonly title: string;
  readonly submitLabel: string;
  /** Null while something is still to be chosen; `hint` says what. */
  readonly request: ChangeRequest | null;
  readonly hint: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that puts an edit together: fields above, what it would do below, stored only by its button. */
export function EditForm(props: EditFormProps) {
  const { title, submitLabel, request, hint, onClose } = props;
  const preview = useChangePreview(request);
  const { apply } = useTemplateActions();
  const { note, clearMarks } = useTemplateDraft();
  const { change } = preview;
  const isReady = request !== null && preview.isCurrent && change !== undefined && hasEffect(change);
  const submit = async (wanted: ChangeRequest) => {
    const done = await apply(wanted);
    if (wanted.kind === 'merge') clearMarks();
    note(changeSummary(done));
  };
  return (
    <FormDialog
      title={title}
      submitLabel={submitLabel}
      isReady={isReady}
      size={760}
      hasFixedFoot
      onSubmit={async () => {
        if (request !== null) await submit(request);
      }}
      onClose={onClose}
    >
      {props.children}
      <ChangePreview
        change={request === null ? undefined : change}
        error={request === null ? null : preview.error}
        isCurrent={preview.isCurrent}
        hint={request === null ? hint : null}
        takesAlike={request !== null && takesAlike(request)}
      />
    </FormDialog>
  );
}

function takesAlike(request: ChangeRequest): boolean {
  if (request.kind === 'merge') return request.takesAlike;
  return request.kind === 'mask' && request.mask.kind === 'parameter' && request.mask.takesAlike !== false;
}
