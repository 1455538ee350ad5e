import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseInfo } from '../../state/case-queries.ts';
import {
  type ModelVersion,
  referenceOf,
  refreshModels,
  useModelActions,
  useReanalyse,
} from '../../state/model-queries.ts';
import { useModelsView } from '../../state/models-view.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { PathField } from './path-field.tsx';
import { nameProblem } from './version-text.ts';

interface DialogProps {
  readonly onClose: () => void;
}

interface VersionDialogProps extends DialogProps {
  readonly version: ModelVersion;
}

/** Makes a model file a version of the registry. */
export function ImportDialog({ onClose }: DialogProps) {
  const { rpc } = useBackend();
  const client = useQueryClient();
  const pick = useModelsView((state) => state.pick);
  const [path, setPath] = useState('');
  const [name, setName] = useState('');
  const problem = name === '' ? null : nameProblem(name);
  const submit = async () => {
    const version = await rpc.models.import({ path: path.trim(), ...(name === '' ? {} : { name }) });
    await refreshModels(client);
    pick(referenceOf(version));
  };
  return (
    <FormDialog
      title="Import a model"
      submitLabel="Import"
      isReady={path.trim() !== '' && problem === null}
      onSubmit={submit}
      onClose={onClose}
    >
      <PathField label="File" value={path} isFirstFocus onChange={setPath} />
      <TextInput
        size="xs"
        label="Name"
        placeholder="the one it was trained under"
        value={name}
        error={problem ?? undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

/** Writes a version as one file of data. */
export function ExportDialog({ version, onClose }: VersionDialogProps) {
  const { rpc } = useBackend();
  const folder = useCaseInfo().data?.summary.dir.replace(/[^/\\]+[/\\]?$/, '') ?? '';
  const [path, setPath] = useState(`${folder}${version.name}-${version.number}.model`);
  return (
    <FormDialog
      title={`Export ${referenceOf(version)}`}
      submitLabel="Export"
      isReady={path.trim() !== ''}
      onSubmit={() => rpc.models.export({ model: referenceOf(version), path: path.trim() })}
      onClose={onClose}
    >
      <PathField label="File" value={path} isFirstFocus onChange={setPath} />
    </FormDialog>
  );
}

/** Asks before a version goes for good. */
export function RemoveDialog({ version, onClose }: VersionDialogProps) {
  const actions = useModelActions();
  return (
    <FormDialog
      title={`Delete ${referenceOf(version)}`}
      submitLabel="Delete"
      isReady
      onSubmit={() => actions.remove(version)}
      onClose={onClose}
    >
      <p className="ls-dialog-start" data-autofocus tabIndex={-1}>
        Its file goes, and its number is not used again. Cases it scored keep their own copy.
      </p>
    </FormDialog>
  );
}

/** Scores the case again with a table of labels beside it. */
export function LabelsDialog({ onClose }: DialogProps) {
  const reanalyse = useReanalyse();
  const show = usePanelRequests((state) => state.show);
  const [path, setPath] = useState('');
  const submit = async () => {
    await reanalyse({ labelsPath: path.trim() });
    show('models');
  };
  return (
    <FormDialog
      title="Labels of this case"
      submitLabel="Score with them"
      isReady={path.trim() !== ''}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className="ls-dim">A CSV table of times or sessions and whether they were anomalous.</p>
      <PathField label="Table of labels" value={path} isFirstFocus onChange={setPath} />
    </FormDialog>
  );
}
