import { Button, TextInput } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { useCommands } from '../../state/commands.ts';
import { NEW_FORMAT, useFormatDraft } from '../../state/format-draft.ts';
import { useFormat, useFormatActions, useFormats, useUsedFormat } from '../../state/format-queries.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { FileInput } from '../../ui/file-input.tsx';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { EmptyState, ErrorState, errorMessage, LoadingState } from '../../ui/states.tsx';
import { FormatEditor } from './format-editor.tsx';
import { FormatList } from './format-list.tsx';
import { findFormats, importText } from './format-model.ts';
import './formats-panel.css';

/** Log formats: the user's own, written here and tried on lines at once, and those that come with the product. */
export function FormatsPanel() {
  const formats = useFormats();
  const { picked, drafts, pick } = useFormatDraft();
  const show = usePanelRequests((state) => state.show);
  const { importText: importFile } = useFormatActions();
  const [search, setSearch] = useState('');
  const [note, setNote] = useState<{ readonly text: string; readonly isFailure: boolean } | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const list = formats.data;
  const found = useMemo(() => findFormats(list ?? [], search), [list, search]);
  const unsaved = useMemo(() => new Set(Object.keys(drafts)), [drafts]);
  const used = useUsedFormat();
  const find = (wanted: string | null | undefined) => list?.find(({ name }) => name === wanted);
  // Until something is picked: the format the case was read with, unless a search is on.
  const offered = search !== '' ? found[0] : used === undefined ? undefined : (find(used) ?? found[0]);
  const current = picked === NEW_FORMAT ? NEW_FORMAT : (find(picked) ?? offered)?.name;

  const startNew = () => {
    show('formats');
    setNote(null);
    pick(NEW_FORMAT);
  };
  const choose = (name: string) => {
    setNote(null);
    pick(name);
  };
  const readFile = async (chosen: File) => {
    try {
      const imported = await importFile(await chosen.text());
      const saved = imported.find(({ issues }) => issues.length === 0);
      if (saved !== undefined) pick(saved.name);
      setNote({ text: importText(imported), isFailure: saved === undefined });
    } catch (error) {
      setNote({ text: `${chosen.name}: ${errorMessage(error)}`, isFailure: true });
    }
  };
  useCommands([
    { id: 'formats.new', title: 'Write a log format', group: 'File', run: startNew },
    { id: 'formats.import', title: 'Import a log format', group: 'File', run: () => file.current?.click() },
  ]);
  return (
    <PanelFrame
      label="Formats"
      lead={
        <TextInput
          size="xs"
          className="ls-formats-search"
          type="search"
          aria-label="Find a format"
          placeholder={list === undefined ? 'Find a format' : `Find one of ${list.length} formats`}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      }
      actions={
        <>
          <Button size="compact-xs" variant="default" onClick={() => file.current?.click()}>
            Import…
          </Button>
          <Button size="compact-xs" onClick={startNew}>
            New
          </Button>
          <FileInput
            ref={file}
            label="Format file to import"
            accept=".yaml,.yml,.json"
            onFile={(chosen) => void readFile(chosen)}
          />
        </>
      }
    >
      <div className="ls-formats">
        {note !== null && (
          <p
            role={note.isFailure ? 'alert' : 'status'}
            className={note.isFailure ? 'ls-format-failure' : 'ls-format-note'}
          >
            {note.text}
          </p>
        )}
        {list === undefined ? (
          formats.error === null ? (
            <LoadingState label="Listing formats…" />
          ) : (
            <ErrorState error={formats.error} onRetry={() => void formats.refetch()} />
          )
        ) : (
          <div className="ls-formats-split">
            <div className="ls-formats-list">
              {found.length === 0 ? (
                <EmptyState title="No format of that name" action={{ label: 'Show all', run: () => setSearch('') }} />
              ) : (
                <FormatList formats={found} picked={current ?? null} unsaved={unsaved} onPick={choose} />
              )}
            </div>
            <Detail key={current} name={current ?? null} onNote={(text) => setNote({ text, isFailure: false })} />
          </div>
        )}
      </div>
    </PanelFrame>
  );
}

interface DetailProps {
  readonly name: string | null;
  readonly onNote: (text: string) => void;
}

function Detail({ name, onNote }: DetailProps) {
  const isNew = name === NEW_FORMAT;
  const detail = useFormat(isNew ? null : name);
  if (isNew) return <FormatEditor format={null} onNote={onNote} />;
  if (detail.data !== undefined) return <FormatEditor format={detail.data} onNote={onNote} />;
  if (detail.error !== null) return <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />;
  return <LoadingState label="Reading the format…" />;
}
