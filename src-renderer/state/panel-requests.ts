import { create } from 'zustand';

/** Panels of the workbench; `timeline` stands above the dock and is always there. */
export const PANEL_IDS = [
  'incidents',
  'templates',
  'events',
  'sql',
  'quality',
  'jobs',
  'inspector',
  'models',
  'formats',
] as const;
export type PanelId = (typeof PANEL_IDS)[number];

export const PANEL_TITLES: Readonly<Record<PanelId, string>> = {
  incidents: 'Incidents',
  templates: 'Templates',
  events: 'Events',
  sql: 'SQL',
  quality: 'Quality',
  jobs: 'Jobs',
  inspector: 'Inspector',
  models: 'Models',
  formats: 'Formats',
};

interface PanelRequestState {
  /** Shows a panel, opening it again when it was closed; set by the dock. */
  readonly show: (panel: PanelId) => void;
  /** Query waiting for the SQL panel; `run` rises with every request to run it. */
  readonly sql: { readonly text: string; readonly run: number };
  /** Where the events list should go; `token` rises with every request. */
  readonly jump: { readonly target: JumpTarget; readonly token: number } | null;
  connect(show: (panel: PanelId) => void): void;
  openSql(text: string): void;
  jumpTo(target: JumpTarget): void;
}

export type JumpTarget =
  | { readonly kind: 'event'; readonly eventId: number }
  | { readonly kind: 'time'; readonly timeNs: bigint }
  | { readonly kind: 'row'; readonly row: number }
  /** 1-based physical line of a source. */
  | { readonly kind: 'line'; readonly sourceId: number; readonly line: number };

export const usePanelRequests = create<PanelRequestState>()((set, get) => ({
  show: () => {},
  sql: { text: '', run: 0 },
  jump: null,
  connect: (show) => set({ show }),
  openSql: (text) => {
    set(({ sql }) => ({ sql: { text, run: sql.run + 1 } }));
    get().show('sql');
  },
  jumpTo: (target) => {
    set(({ jump }) => ({ jump: { target, token: (jump?.token ?? 0) + 1 } }));
    get().show('events');
  },
}));
