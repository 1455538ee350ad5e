import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { errorMessage } from './states.tsx';

interface FormDialogProps {
  readonly title: string;
  readonly submitLabel: string;
  readonly isReady: boolean;
  /** In pixels; default 480. */
  readonly size?: number;
  /** The buttons stay in sight while long fields scroll. */
  readonly hasFixedFoot?: boolean;
  /** The dialog closes when it resolves; a refusal is shown and the form stays. */
  readonly onSubmit: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog with fields and one action: what was refused stays on screen with what was typed. */
export function FormDialog(props: FormDialogProps) {
  const { title, submitLabel, isReady, size = 480, hasFixedFoot = false, onSubmit, onClose } = props;
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onSubmit();
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className="ls-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) void submit();
        }}
      >
        {props.children}
        {failure !== null && (
          <p role="alert" className="ls-failure">
            {errorMessage(failure)}
          </p>
        )}
        <div className={hasFixedFoot ? 'ls-form-foot ls-form-foot-fixed' : 'ls-form-foot'}>
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
