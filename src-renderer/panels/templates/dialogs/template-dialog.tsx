import { useTemplateDraft } from '../../../state/template-draft.ts';
import { ImportForm } from './import-form.tsx';
import { MaskForm } from './mask-form.tsx';
import { MergeForm } from './merge-form.tsx';
import { NameForm } from './name-form.tsx';
import { SplitForm } from './split-form.tsx';
import '../templates-panel.css';
import './template-dialog.css';

/** The dialog of the edit that is being put together. */
export function TemplateDialog(props: { readonly onClose: () => void }) {
  const { onClose } = props;
  const draft = useTemplateDraft((state) => state.draft);
  switch (draft?.kind) {
    case 'merge':
      return <MergeForm draft={draft} onClose={onClose} />;
    case 'split':
      return <SplitForm draft={draft} onClose={onClose} />;
    case 'mask':
      return <MaskForm draft={draft} onClose={onClose} />;
    case 'rename':
      return <NameForm draft={draft} onClose={onClose} />;
    case 'import':
      return <ImportForm draft={draft} onClose={onClose} />;
    case undefined:
      return null;
  }
}
