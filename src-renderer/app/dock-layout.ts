import type { DockviewApi } from 'dockview-react';
import { PANEL_IDS, PANEL_TITLES, type PanelId } from '../state/panel-requests.ts';

/** Side columns of the default layout, in px, for a given window width: the events list always keeps the most. */
export function sideWidths(windowWidth: number): { left: number; right: number } {
  if (windowWidth < 1200) return { left: 280, right: 288 };
  if (windowWidth < 1800) return { left: 344, right: 364 };
  return { left: 420, right: 460 };
}

/** Puts every panel where workbench users expect it: what is wrong left, the lines in the middle, why on the right. */
export function applyDefaultLayout(api: DockviewApi, windowWidth: number): void {
  api.clear();
  const { left, right } = sideWidths(windowWidth);
  addPanel(api, 'events');
  for (const id of ['sql', 'quality', 'models', 'formats', 'jobs'] as const)
    api.addPanel({
      id,
      component: id,
      title: PANEL_TITLES[id],
      inactive: true,
      position: { referencePanel: 'events', direction: 'within' },
    });
  api.addPanel({
    id: 'incidents',
    component: 'incidents',
    title: PANEL_TITLES.incidents,
    initialWidth: left,
    position: { referencePanel: 'events', direction: 'left' },
  });
  api.addPanel({
    id: 'templates',
    component: 'templates',
    title: PANEL_TITLES.templates,
    inactive: true,
    position: { referencePanel: 'incidents', direction: 'within' },
  });
  api.addPanel({
    id: 'inspector',
    component: 'inspector',
    title: PANEL_TITLES.inspector,
    initialWidth: right,
    position: { referencePanel: 'events', direction: 'right' },
  });
  api.getPanel('events')?.api.setActive();
}

/** Restores a saved layout; false when it does not fit this version, and then nothing is left half built. */
export function tryRestoreLayout(api: DockviewApi, saved: unknown): boolean {
  if (!isLayout(saved)) return false;
  try {
    api.fromJSON(saved as Parameters<DockviewApi['fromJSON']>[0]);
    return api.panels.length > 0;
  } catch {
    api.clear();
    return false;
  }
}

function isLayout(saved: unknown): boolean {
  if (typeof saved !== 'object' || saved === null || !('panels' in saved)) return false;
  const { panels } = saved;
  if (typeof panels !== 'object' || panels === null) return false;
  return Object.keys(panels).every((id) => (PANEL_IDS as readonly string[]).includes(id));
}

/** Brings a panel to the front; a closed one comes back where its neighbours are. */
export function showPanel(api: DockviewApi, id: PanelId): void {
  const panel = api.getPanel(id);
  if (panel !== undefined) return panel.api.setActive();
  const neighbour = NEIGHBOURS[id].find((other) => api.getPanel(other) !== undefined);
  api.addPanel({
    id,
    component: id,
    title: PANEL_TITLES[id],
    ...(neighbour === undefined ? {} : { position: { referencePanel: neighbour, direction: 'within' as const } }),
  });
}

const NEIGHBOURS: Readonly<Record<PanelId, readonly PanelId[]>> = {
  incidents: ['templates'],
  templates: ['incidents'],
  events: ['sql', 'quality', 'models', 'formats', 'jobs'],
  sql: ['events', 'quality', 'models', 'formats', 'jobs'],
  quality: ['events', 'sql', 'models', 'formats', 'jobs'],
  models: ['events', 'sql', 'quality', 'formats', 'jobs'],
  formats: ['quality', 'models', 'events', 'sql', 'jobs'],
  jobs: ['events', 'sql', 'quality', 'models', 'formats'],
  inspector: [],
};

function addPanel(api: DockviewApi, id: PanelId): void {
  api.addPanel({ id, component: id, title: PANEL_TITLES[id] });
}
