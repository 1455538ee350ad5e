import { useComputedColorScheme } from '@mantine/core';
import {
  type DockviewApi,
  DockviewDefaultTab,
  DockviewReact,
  type DockviewTheme,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import { X } from 'lucide-react';
import { type FunctionComponent, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { EventsPanel } from '../panels/events/events-panel.tsx';
import { FormatsPanel } from '../panels/formats/formats-panel.tsx';
import { IncidentsPanel } from '../panels/incidents/incidents-panel.tsx';
import { InspectorPanel } from '../panels/inspector/inspector-panel.tsx';
import { JobsPanel } from '../panels/jobs/jobs-panel.tsx';
import { ModelsPanel } from '../panels/models/models-panel.tsx';
import { QualityPanel } from '../panels/quality/quality-panel.tsx';
import { SqlPanel } from '../panels/sql/sql-panel.tsx';
import { TemplatesPanel } from '../panels/templates/templates-panel.tsx';
import { useCaseView } from '../state/case-view.ts';
import { useCommands } from '../state/commands.ts';
import { PANEL_IDS, PANEL_TITLES, type PanelId, usePanelRequests } from '../state/panel-requests.ts';
import { PanelVisibility } from '../state/panel-visibility.ts';
import { applyDefaultLayout, showPanel, tryRestoreLayout } from './dock-layout.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import 'dockview-react/dist/styles/dockview.css';
import './styles/dock.css';

const PANELS: Readonly<Record<PanelId, FunctionComponent>> = {
  incidents: IncidentsPanel,
  templates: TemplatesPanel,
  events: EventsPanel,
  sql: SqlPanel,
  quality: QualityPanel,
  jobs: JobsPanel,
  inspector: InspectorPanel,
  models: ModelsPanel,
  formats: FormatsPanel,
};

function PanelHost(props: IDockviewPanelProps) {
  const { api } = props;
  const watch = useCallback(
    (onChange: () => void) => {
      const watching = api.onDidVisibilityChange(onChange);
      return () => watching.dispose();
    },
    [api],
  );
  const isVisible = useSyncExternalStore(watch, () => api.isVisible);
  const Panel = PANELS[api.id as PanelId];
  return (
    <PanelVisibility.Provider value={isVisible}>
      <ErrorBoundary label={api.title ?? api.id}>
        <Panel />
      </ErrorBoundary>
    </PanelVisibility.Provider>
  );
}

/** A tab is one control: its close button stands beside the tabs, not inside one. */
function Tab(props: IDockviewPanelHeaderProps) {
  return <DockviewDefaultTab {...props} hideClose />;
}

function GroupActions(props: IDockviewHeaderActionsProps) {
  const { activePanel } = props;
  if (activePanel === undefined) return null;
  return (
    <button
      type="button"
      className="ls-icon-button ls-dock-close"
      aria-label={`Close ${activePanel.title ?? 'the panel'}`}
      title={`Close ${activePanel.title ?? 'the panel'}; its number key brings it back`}
      onClick={() => activePanel.api.close()}
    >
      <X size={13} aria-hidden />
    </button>
  );
}

const COMPONENTS = Object.fromEntries(PANEL_IDS.map((id) => [id, PanelHost]));
const SAVE_DELAY_MS = 300;

/** The dockable panels under the timeline; their places are kept with the case. */
export function Dock() {
  const scheme = useComputedColorScheme('light');
  const [api, setApi] = useState<DockviewApi | null>(null);
  const isLoaded = useCaseView((state) => state.isLoaded);
  const connect = usePanelRequests((state) => state.connect);
  const saving = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const theme: DockviewTheme = { name: 'log-sentinel', className: 'ls-dock-theme', colorScheme: scheme, gap: 1 };

  useEffect(() => {
    if (api === null || !isLoaded) return;
    if (!tryRestoreLayout(api, useCaseView.getState().layout)) applyDefaultLayout(api, window.innerWidth);
    connect((id) => showPanel(api, id));
    const watch = api.onDidLayoutChange(() => {
      clearTimeout(saving.current);
      saving.current = setTimeout(() => useCaseView.getState().setLayout(api.toJSON()), SAVE_DELAY_MS);
    });
    return () => {
      clearTimeout(saving.current);
      watch.dispose();
      connect(() => {});
    };
  }, [api, isLoaded, connect]);

  const show = useCallback((id: PanelId) => api !== null && showPanel(api, id), [api]);
  const reset = () => api !== null && applyDefaultLayout(api, window.innerWidth);
  const closeActive = () => api?.activePanel?.api.close();
  useCommands([
    ...PANEL_IDS.map((id, index) => ({
      id: `panels.${id}`,
      title: PANEL_TITLES[id],
      group: 'Panels' as const,
      keys: [String(index + 1)],
      run: () => {
        show(id);
        requestAnimationFrame(() => focusPanel(id));
      },
    })),
    { id: 'panels.close', title: 'Close the panel', group: 'Panels', run: closeActive },
    { id: 'panels.reset', title: 'Reset the layout', group: 'Panels', run: reset },
  ]);
  return (
    <DockviewReact
      className="ls-dock"
      theme={theme}
      components={COMPONENTS}
      defaultTabComponent={Tab}
      rightHeaderActionsComponent={GroupActions}
      onReady={(event) => setApi(event.api)}
      disableFloatingGroups
      noPanelsOverlay="emptyGroup"
    />
  );
}

/** Puts the focus into a panel: its grid or field, else the first thing that takes it. */
function focusPanel(id: PanelId): void {
  const panel = document.querySelector(`section[aria-label="${PANEL_TITLES[id]}"]`);
  const target = panel?.querySelector<HTMLElement>('[role="grid"], textarea, button, [tabindex="0"]');
  target?.focus();
}
