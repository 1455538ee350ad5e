import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import type { AppliedEdit } from '#shared/contract/template-edits.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId, useCaseInfo } from '../../state/case-queries.ts';
import { useSelection } from '../../state/selection.ts';
import { useTemplateDraft } from '../../state/template-draft.ts';
import { useTemplateActions, useTemplateEdits } from '../../state/template-edits.ts';
import { formatPlural } from '../../ui/format.ts';
import { FileInput } from '../../ui/file-input.tsx';
import { EmptyState, ErrorState, errorMessage, LoadingState } from '../../ui/states.tsx';
import { changeSummary } from './change-model.ts';
import { describeEdit } from './edit-text.ts';
import { readPatch } from './patch-file.ts';
import { TemplateText } from './template-text.tsx';

/** The case's own edits, in the order they are applied to whatever it reads; a file carries them to other cases. */
export function EditsView() {
  const edits = useTemplateEdits();
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const name = useCaseInfo().data?.summary.name ?? 'case';
  const { start, note } = useTemplateDraft();
  const { apply } = useTemplateActions();
  const file = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const attempt = async (work: () => Promise<void>) => {
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(errorMessage(error));
    }
  };
  const exportAll = () =>
    attempt(async () => {
      const patch = await rpc.templates.exportEdits({ caseId: caseId ?? '' });
      offerFile(`${name}.template-edits.json`, `${JSON.stringify(patch, null, 2)}\n`);
    });
  const importFile = (chosen: File) =>
    attempt(async () => {
      const read = readPatch(await chosen.text());
      if ('problem' in read) setFailure(`${chosen.name}: ${read.problem}`);
      else start({ kind: 'import', patch: read.patch, fileName: chosen.name });
    });
  const remove = (editId: string) => attempt(async () => note(changeSummary(await apply({ kind: 'undo', editId }))));
  const list = edits.data;
  return (
    <div className="ls-edits">
      <div className="ls-templates-bar">
        <span className="ls-num">{list === undefined ? 'Edits' : formatPlural(list.length, 'edit')}</span>
        <span className="ls-edits-space" />
        <Button size="compact-xs" variant="default" onClick={() => file.current?.click()}>
          Import…
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={(list?.length ?? 0) === 0}
          onClick={() => void exportAll()}
        >
          Export
        </Button>
        <FileInput
          ref={file}
          label="File of template edits"
          accept=".json,application/json"
          onFile={(chosen) => void importFile(chosen)}
        />
      </div>
      {failure !== null && (
        <p role="alert" className="ls-edits-failure">
          {failure}
        </p>
      )}
      {list === undefined ? (
        edits.error === null ? (
          <LoadingState label="Listing edits…" />
        ) : (
          <ErrorState error={edits.error} onRetry={() => void edits.refetch()} />
        )
      ) : list.length === 0 ? (
        <EmptyState title="No edits by hand">
          Merge, split, name or mask templates in the list; what you do stands here, is applied again to whatever this
          case reads, and can be carried to others as a file.
        </EmptyState>
      ) : (
        <ol className="ls-edits-list" aria-label="Template edits" tabIndex={0}>
          {list.map((applied) => (
            <EditRow key={applied.edit.editId} applied={applied} onRemove={() => void remove(applied.edit.editId)} />
          ))}
        </ol>
      )}
    </div>
  );
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

function EditRow(props: { readonly applied: AppliedEdit; readonly onRemove: () => void }) {
  const { edit, templateIds, events } = props.applied;
  const { action, subject, result } = describeEdit(edit);
  const patchFilter = useSelection((state) => state.patchFilter);
  return (
    <li className="ls-edit">
      <div className="ls-edit-head">
        <b>{action}</b>
        <button type="button" className="ls-link" aria-label={`Remove: ${action} ${subject}`} onClick={props.onRemove}>
          Remove
        </button>
      </div>
      <p className="ls-edit-text">
        <TemplateText text={subject} />
      </p>
      {result !== null && (
        <p className="ls-edit-text">
          <span className="ls-dim">to </span>
          <TemplateText text={result} />
        </p>
      )}
      <p className="ls-edit-facts">
        {events === 0 ? (
          'nothing here it applies to'
        ) : (
          <button type="button" className="ls-link" onClick={() => patchFilter({ templateIds: [...templateIds] })}>
            {formatPlural(events, 'event')}
          </button>
        )}
        <span className="ls-dim ls-num"> · {DATE.format(edit.createdMs)}</span>
      </p>
    </li>
  );
}

/** Hands a text to the browser as a file to keep. */
function offerFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
