import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTemplateDraft } from '../../../state/template-draft.ts';
import { type ChangeRequest, useChangePreview, useTemplateActions } from '../../../state/template-edits.ts';
import { errorMessage } from '../../../ui/states.tsx';
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
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const { change } = preview;
  const isReady = request !== null && preview.isCurrent && change !== undefined && hasEffect(change);
  const submit = async (wanted: ChangeRequest) => {
    setBusy(true);
    setFailure(null);
    try {
      const done = await apply(wanted);
      if (wanted.kind === 'merge') clearMarks();
      note(changeSummary(done));
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} size={760} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className="ls-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) void submit(request);
        }}
      >
        {props.children}
        <ChangePreview
          change={request === null ? undefined : change}
          error={request === null ? null : preview.error}
          isCurrent={preview.isCurrent}
          hint={request === null ? hint : null}
          takesAlike={request !== null && takesAlike(request)}
        />
        {failure !== null && (
          <p role="alert" className="ls-open-failure">
            {errorMessage(failure)}
          </p>
        )}
        <div className="ls-form-foot ls-edit-foot">
          <Button size="xs" variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button size="xs" type="submit" loading={isBusy} disabled={!isReady}>
            {submitLabel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function takesAlike(request: ChangeRequest): boolean {
  if (request.kind === 'merge') return request.takesAlike;
  return request.kind === 'mask' && request.mask.kind === 'parameter' && request.mask.takesAlike !== false;
}
