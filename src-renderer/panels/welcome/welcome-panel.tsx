import { Button } from '@mantine/core';
import { FileText, FolderOpen } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { desktopBridge } from '../../backend/native-bridge.ts';
import { useHome } from '../../state/case-queries.ts';
import { useCommands } from '../../state/commands.ts';
import { useOpenActions } from '../../state/open-actions.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { formatBytes } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { errorMessage } from '../../ui/states.tsx';
import { readDrop } from './dropped-files.ts';
import { RecentCases } from './recent-cases.tsx';
import './welcome-panel.css';

/** The way in: a drop area, open, the sample, recent cases, and what happens next. Nothing else. */
export function WelcomePanel() {
  const home = useHome();
  const actions = useOpenActions();
  const showDialog = useWorkspace((state) => state.showDialog);
  const [isOver, setOver] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [sent, setSent] = useState<{ done: number; total: number } | null>(null);
  const stopUpload = useRef<AbortController | null>(null);
  const desktop = desktopBridge();

  const attempt = async (label: string, work: () => Promise<void>) => {
    setFailure(null);
    setBusy(label);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) setFailure(error);
    } finally {
      setBusy(null);
      setSent(null);
    }
  };
  const openFiles = () => {
    if (desktop === null) return showDialog('open');
    void attempt('Opening', async () => actions.openPaths(await desktop.openFiles()));
  };
  const openFolder = () => {
    if (desktop === null) return showDialog('open');
    void attempt('Opening', async () => {
      const folder = await desktop.openFolder();
      if (folder !== null) await actions.openPaths([folder]);
    });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const { dataTransfer } = event;
    const paths =
      desktop === null
        ? []
        : [...dataTransfer.files].map((file) => desktop.pathOfFile(file)).filter((path) => path !== '');
    if (paths.length > 0) return void attempt('Opening', () => actions.openPaths(paths));
    const reading = readDrop(dataTransfer);
    void attempt('Sending', async () => {
      const stop = new AbortController();
      stopUpload.current = stop;
      await actions.uploadFiles(await reading, {
        signal: stop.signal,
        onProgress: (done, total) => setSent({ done, total }),
      });
    });
  };
  useCommands([
    {
      id: 'file.open',
      title: 'Open files or a folder',
      group: 'File',
      keys: ['$mod+o'],
      isGlobal: true,
      run: openFiles,
    },
    {
      id: 'file.sample',
      title: 'Open the sample',
      group: 'File',
      run: () => void attempt('Opening the sample', actions.openSample),
    },
  ]);

  return (
    <main className="ls-welcome" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <div className="ls-welcome-column">
        <h1>Log Sentinel</h1>
        <p className="ls-welcome-lead">
          Opens a log dump on this machine and says what is wrong and why, over every line.
        </p>
        <section
          className={isOver ? 'ls-drop ls-drop-over' : 'ls-drop'}
          aria-label="Open a log dump"
          onDragEnter={() => setOver(true)}
          onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
        >
          <p className="ls-drop-title">Drop files or a folder here</p>
          <p className="ls-dim">Plain, gzip, zstd, xz, bzip2, tar or zip; any size. Rotated files are put in order.</p>
          <div className="ls-drop-actions">
            <Button
              size="xs"
              leftSection={<FileText size={14} aria-hidden />}
              onClick={openFiles}
              disabled={busy !== null}
            >
              Open file
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<FolderOpen size={14} aria-hidden />}
              onClick={openFolder}
              disabled={busy !== null}
            >
              Open folder
            </Button>
            {home.data?.sample !== null && home.data !== undefined && (
              <Button
                size="xs"
                variant="subtle"
                disabled={busy !== null}
                onClick={() => void attempt('Opening the sample', actions.openSample)}
              >
                Open the sample ({formatBytes(home.data.sample?.sizeBytes ?? 0)})
              </Button>
            )}
          </div>
          {busy !== null && (
            <div className="ls-drop-busy" role="status">
              {sent === null ? (
                <span>{busy}…</span>
              ) : (
                <>
                  <ProgressBar share={sent.total === 0 ? null : sent.done / sent.total} label="Sending" />
                  <span className="ls-num">
                    {formatBytes(sent.done)} of {formatBytes(sent.total)}
                  </span>
                  <button type="button" className="ls-link" onClick={() => stopUpload.current?.abort()}>
                    Cancel
                  </button>
                </>
              )}
            </div>
          )}
          {failure !== null && (
            <p className="ls-drop-error" role="alert">
              {errorMessage(failure)}
            </p>
          )}
        </section>
        <ol className="ls-next" aria-label="What happens next">
          <li>First rows appear within a second and the timeline grows while the rest is read.</li>
          <li>Every line is counted and lines become templates; nothing is sampled or left out.</li>
          <li>
            You get a short list of incidents, each with its reason and the lines behind it. Nothing leaves this
            machine.
          </li>
        </ol>
        <RecentCases
          home={home.data}
          error={home.error}
          onOpen={(caseId) => void attempt('Opening', () => actions.openCase(caseId))}
        />
      </div>
    </main>
  );
}
