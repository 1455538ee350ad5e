import { MantineProvider, useMantineColorScheme } from '@mantine/core';
import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { SentinelError } from '#shared/base/errors.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { SentinelBackend } from '../backend/backend.ts';
import { desktopBridge } from '../backend/native-bridge.ts';
import { WelcomePanel } from '../panels/welcome/welcome-panel.tsx';
import { CASE_PARAMETER } from '#shared/contract/tables.ts';
import { isRunnable, useCommandStore } from '../state/commands.ts';
import { BackendProvider, useBackend } from '../state/backend-context.tsx';
import { refreshCase, useHome } from '../state/case-queries.ts';
import { refreshModels } from '../state/model-queries.ts';
import { useLive } from '../state/live.ts';
import { startLiveFeed } from '../state/live-feed.ts';
import { useOpenActions } from '../state/open-actions.ts';
import { usePreferences } from '../state/preferences.ts';
import { useWorkspace } from '../state/workspace.ts';
import { Dialogs } from './dialogs.tsx';
import { EngineBar } from './engine-bar.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { useGlobalKeys } from './global-keys.ts';
import { theme } from './theme.ts';
import { Workbench } from './workbench.tsx';
import './styles/dialogs.css';

/** The whole window, given its backend. */
export function App(props: { readonly backend: SentinelBackend }) {
  const [client] = useState(createQueryClient);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={client}>
        <BackendProvider backend={props.backend}>
          <ErrorBoundary label="The window">
            <Shell />
          </ErrorBoundary>
        </BackendProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Shell() {
  const caseId = useWorkspace((state) => state.caseId);
  useFeed();
  useSavedPreferences();
  useDesktopSignals();
  useMenuCommands();
  useCaseAddress();
  useGlobalKeys();
  return (
    <div className="ls-shell">
      <EngineBar />
      {caseId === null ? <WelcomePanel /> : <Workbench key={caseId} caseId={caseId} />}
      <Dialogs />
    </div>
  );
}

/** A known refusal is final; a broken connection is tried again while the engine comes back. */
function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        refetchOnWindowFocus: false,
        staleTime: 30_000,
        retry: (failures, error) => isTransient(error) && failures < 6,
        retryDelay: (failures) => Math.min(2000, 250 * 2 ** failures),
      },
    },
  });
}

function isTransient(error: unknown): boolean {
  if (error instanceof SentinelError) return error.code === 'engine.unavailable' || error.code === 'engine.stopped';
  return !(error instanceof DOMException && error.name === 'AbortError');
}

/** Jobs that leave something in the registry of models. */
const MODEL_JOBS: ReadonlySet<Job['kind']> = new Set(['train', 'drift', 'analyze', 'reanalyse']);

function useFeed(): void {
  const backend = useBackend();
  const client = useQueryClient();
  useEffect(
    () =>
      startLiveFeed(backend, {
        onRows: (caseId) => refreshCase(client, caseId),
        onJobEnded: (job) => {
          if (MODEL_JOBS.has(job.kind)) void refreshModels(client);
          if (job.caseId !== null) void client.invalidateQueries({ queryKey: ['case', job.caseId] });
        },
        onCases: () => void client.invalidateQueries({ queryKey: ['home'] }),
      }),
    [backend, client],
  );
  // An engine that came back has an open case only after it was opened again.
  const epoch = useLive((state) => state.epoch);
  const caseId = useWorkspace((state) => state.caseId);
  useEffect(() => {
    if (epoch === 0 || caseId === null) return;
    void backend.rpc.cases
      .open({ caseId })
      .catch(() => undefined)
      .then(() => client.invalidateQueries({ queryKey: ['case', caseId] }));
  }, [epoch, caseId, backend, client]);
}

function useSavedPreferences(): void {
  const { rpc } = useBackend();
  const { data } = useHome();
  const { load, connect, colorScheme } = usePreferences();
  // Keeping transitions spares the style element Mantine would inject to pause them.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const settings = data?.settings;
  useEffect(() => {
    if (settings !== undefined) load(settings);
  }, [settings, load]);
  useEffect(() => connect((patch) => void rpc.app.updateSettings(patch).catch(() => undefined)), [rpc, connect]);
  useEffect(() => setColorScheme(colorScheme), [colorScheme, setColorScheme]);
}

/** Taskbar progress and paths handed over by the desktop; nothing in a browser. */
function useDesktopSignals(): void {
  const actions = useOpenActions();
  useEffect(() => desktopBridge()?.onOpenPaths((paths) => void actions.openPaths(paths)), [actions]);
  const share = useLive((state) => {
    for (const job of state.jobs.values())
      if (job.state === 'running' && job.progress !== null && job.progress.total !== null && job.progress.total > 0)
        return Math.round((job.progress.done / job.progress.total) * 100) / 100;
    return null;
  });
  useEffect(() => void desktopBridge()?.setProgress(share), [share]);
}

/** The case in the address (`?case=<id>`), so a reload or a shared link comes back to it. */
function useCaseAddress(): void {
  const actions = useOpenActions();
  const caseId = useWorkspace((state) => state.caseId);
  const [asked] = useState(() => new URLSearchParams(window.location.search).get(CASE_PARAMETER));
  const [isAsking, setAsking] = useState(asked !== null);
  useEffect(() => {
    if (asked === null) return;
    void actions
      .openCase(asked)
      .catch(() => undefined)
      .then(() => setAsking(false));
  }, [asked, actions]);
  useEffect(() => {
    if (isAsking) return;
    const url = new URL(window.location.href);
    if (caseId === null) url.searchParams.delete(CASE_PARAMETER);
    else url.searchParams.set(CASE_PARAMETER, caseId);
    if (url.href !== window.location.href) history.replaceState(null, '', url);
  }, [caseId, isAsking]);
}

/** Entries of the desktop's menu bar are commands of the registry. */
function useMenuCommands(): void {
  useEffect(
    () =>
      desktopBridge()?.onCommand((id) => {
        const command = useCommandStore.getState().commands.get(id);
        if (command !== undefined && isRunnable(command)) command.run();
      }),
    [],
  );
}
