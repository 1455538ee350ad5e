import { Button, Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Archive, File, Folder } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FolderEntry } from '#shared/contract/files.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useOpenActions } from '../../state/open-actions.ts';
import { formatBytes, formatPlural } from '../../ui/format.ts';
import { EmptyState, ErrorState, errorMessage, LoadingState } from '../../ui/states.tsx';
import { VirtualGrid, type VirtualGridHandle } from '../../ui/virtual-grid.tsx';

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const ICONS = { folder: Folder, file: File, case: Archive, other: File } as const;

/** Folders and files of the machine the engine runs on. Marked files are read as one case; a folder is read whole. */
export function OpenDialog(props: { readonly onClose: () => void }) {
  const { rpc } = useBackend();
  const actions = useOpenActions();
  const [path, setPath] = useState<string | undefined>(undefined);
  const [typed, setTyped] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [cursor, setCursor] = useState(0);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const listing = useQuery({
    queryKey: ['files', path],
    queryFn: ({ signal }) => rpc.files.list(path === undefined ? {} : { path }, { signal }),
    retry: false,
  });
  const entries = useMemo(
    () => (listing.data?.entries ?? []).filter((entry) => entry.name.toLowerCase().includes(search.toLowerCase())),
    [listing.data, search],
  );

  // The list takes the focus when a folder arrives, unless something is being typed.
  const grid = useRef<VirtualGridHandle>(null);
  const shown = listing.data?.path;
  useEffect(() => {
    if (shown !== undefined && !(document.activeElement instanceof HTMLInputElement)) grid.current?.focus();
  }, [shown]);

  const open = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
      props.onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const enter = (next: string) => {
    setPath(next);
    setTyped(null);
    setSearch('');
    setCursor(0);
    setMarked(new Set());
  };
  const activate = (entry: FolderEntry | undefined) => {
    if (entry === undefined || entry.path === null) return;
    const { path: target, kind } = entry;
    if (kind === 'folder') enter(target);
    else if (kind === 'case') void open(() => actions.openCaseDir(target));
    else void open(() => actions.openPaths([target]));
  };
  const toggle = (entry: FolderEntry | undefined) => {
    if (entry?.path === undefined || entry.path === null) return;
    const next = new Set(marked);
    if (!next.delete(entry.path)) next.add(entry.path);
    setMarked(next);
  };
  const here = listing.data?.path;
  const openLabel = marked.size > 0 ? `Read ${formatPlural(marked.size, 'marked item')}` : 'Read this whole folder';
  const submit = () => {
    if (marked.size > 0) void open(() => actions.openPaths([...marked]));
    else if (here !== undefined) void open(() => actions.openPaths([here]));
  };
  return (
    <Modal opened onClose={props.onClose} title="Open" size={760} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="ls-open">
        <div className="ls-open-path">
          <Button
            size="xs"
            variant="default"
            disabled={listing.data === undefined || listing.data.parent === null}
            onClick={() => listing.data?.parent !== null && listing.data !== undefined && enter(listing.data.parent)}
          >
            Up
          </Button>
          <TextInput
            size="xs"
            aria-label="Folder"
            className="ls-open-grow ls-mono"
            value={typed ?? here ?? ''}
            // The folder's own path arrives with its listing: it must not come between letters that are being typed.
            readOnly={listing.isPending}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && typed !== null && enter(typed)}
          />
          <TextInput
            size="xs"
            aria-label="Search in this folder"
            placeholder="Search here"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
        <div
          className="ls-open-list"
          onKeyDown={(event) => {
            if (event.key !== ' ' || (event.target as HTMLElement).getAttribute('role') !== 'grid') return;
            event.preventDefault();
            toggle(entries[cursor]);
          }}
        >
          {listing.error !== null ? (
            <ErrorState error={listing.error} onRetry={() => void listing.refetch()} />
          ) : listing.data === undefined ? (
            <LoadingState label="Listing…" />
          ) : entries.length === 0 ? (
            <EmptyState title={search === '' ? 'This folder is empty' : 'No name holds these letters'} />
          ) : (
            <VirtualGrid
              ref={grid}
              label="Files"
              isFirstFocus
              rowCount={entries.length}
              rowHeight={24}
              activeRow={cursor}
              onActiveRow={setCursor}
              onOpen={(row) => activate(entries[row])}
              renderRow={(row) => (
                <Entry
                  entry={entries[row]}
                  isMarked={marked.has(entries[row]?.path ?? '')}
                  onToggle={() => toggle(entries[row])}
                />
              )}
            />
          )}
        </div>
        {listing.data?.isTruncated === true && (
          <p className="ls-dim">
            Only the first {formatPlural(listing.data.entries.length, 'entry', 'entries')} are shown.
          </p>
        )}
        {failure !== null && (
          <p role="alert" className="ls-failure">
            {errorMessage(failure)}
          </p>
        )}
        <footer className="ls-open-foot">
          <span className="ls-dim">Enter opens, Space marks several</span>
          <Button size="xs" variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button size="xs" loading={isBusy} disabled={here === undefined} onClick={submit}>
            {openLabel}
          </Button>
        </footer>
      </div>
    </Modal>
  );
}

function Entry(props: {
  readonly entry: FolderEntry | undefined;
  readonly isMarked: boolean;
  readonly onToggle: () => void;
}) {
  const { entry, isMarked, onToggle } = props;
  if (entry === undefined) return null;
  const Icon = ICONS[entry.kind];
  return (
    <div className={entry.path === null ? 'ls-open-entry ls-dim' : 'ls-open-entry'} role="gridcell">
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={`Mark ${entry.name}`}
        checked={isMarked}
        disabled={entry.path === null}
        onChange={onToggle}
      />
      <Icon size={14} aria-hidden />
      <span className="ls-cut">{entry.name}</span>
      <span className="ls-num ls-dim">
        {entry.kind === 'folder' || entry.sizeBytes === null
          ? entry.kind === 'case'
            ? 'case'
            : ''
          : formatBytes(entry.sizeBytes)}
      </span>
      <span className="ls-num ls-dim">{entry.modifiedMs === null ? '' : DATE.format(entry.modifiedMs)}</span>
    </div>
  );
}
