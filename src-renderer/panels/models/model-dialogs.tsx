import { useWorkspace } from '../../state/workspace.ts';
import { ExportDialog, ImportDialog, LabelsDialog, RemoveDialog } from './file-dialogs.tsx';
import { TrainDialog } from './train-dialog.tsx';
import { usePickedVersion } from './use-picked-version.ts';

/** The dialog of models that is open, if any. */
export function ModelDialogs(props: { readonly caseId: string }) {
  const { dialog, showDialog } = useWorkspace();
  const version = usePickedVersion();
  const close = () => showDialog('none');
  if (dialog === 'train') return <TrainDialog caseId={props.caseId} onClose={close} />;
  if (dialog === 'import-model') return <ImportDialog onClose={close} />;
  if (dialog === 'labels') return <LabelsDialog onClose={close} />;
  if (version === undefined) return null;
  if (dialog === 'export-model') return <ExportDialog version={version} onClose={close} />;
  if (dialog === 'remove-model') return <RemoveDialog version={version} onClose={close} />;
  return null;
}
