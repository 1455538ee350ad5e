import { create } from 'zustand';

export type Verdict = 'real' | 'noise' | 'other';

export const VERDICT_TEXT: Readonly<Record<Verdict, string>> = { real: 'real', noise: 'noise', other: 'other team' };

export interface TriageEntry {
  readonly verdict: Verdict | null;
  readonly note: string;
}

/** What the workbench keeps with the case: layout, verdicts, notes, marks, rules that were turned down. */
export interface CaseView {
  readonly layout: unknown;
  readonly timelineHeight: number;
  /** By incident id. */
  readonly triage: Readonly<Record<string, TriageEntry>>;
  readonly markedEventIds: readonly number[];
  /** Keys of rules that were proposed and not wanted. */
  readonly declinedRules: readonly string[];
}

export const EMPTY_VIEW: CaseView = {
  layout: null,
  timelineHeight: 208,
  triage: {},
  markedEventIds: [],
  declinedRules: [],
};

interface CaseViewState extends CaseView {
  /** False until the saved view was read, so a slow answer never overwrites it. */
  readonly isLoaded: boolean;
  load(text: string | null): void;
  reset(): void;
  setLayout(layout: unknown): void;
  setTimelineHeight(px: number): void;
  setVerdict(incidentId: string, verdict: Verdict | null): void;
  setNote(incidentId: string, note: string): void;
  toggleMark(eventId: number): void;
  declineRule(key: string): void;
}

export const useCaseView = create<CaseViewState>()((set) => ({
  ...EMPTY_VIEW,
  isLoaded: false,
  load: (text) => set({ ...parseCaseView(text), isLoaded: true }),
  reset: () => set({ ...EMPTY_VIEW, isLoaded: false }),
  setLayout: (layout) => set({ layout }),
  setTimelineHeight: (timelineHeight) => set({ timelineHeight }),
  setVerdict: (incidentId, verdict) =>
    set(({ triage }) => ({ triage: { ...triage, [incidentId]: { ...entryOf(triage, incidentId), verdict } } })),
  setNote: (incidentId, note) =>
    set(({ triage }) => ({ triage: { ...triage, [incidentId]: { ...entryOf(triage, incidentId), note } } })),
  declineRule: (key) => set(({ declinedRules }) => ({ declinedRules: [...declinedRules, key] })),
  toggleMark: (eventId) =>
    set(({ markedEventIds }) => ({
      markedEventIds: markedEventIds.includes(eventId)
        ? markedEventIds.filter((id) => id !== eventId)
        : [...markedEventIds, eventId],
    })),
}));

export function entryOf(triage: CaseView['triage'], incidentId: string): TriageEntry {
  return triage[incidentId] ?? { verdict: null, note: '' };
}

/** Reads a saved view; anything unreadable gives the default view, never an error. */
export function parseCaseView(text: string | null): CaseView {
  if (text === null) return EMPTY_VIEW;
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw !== 'object' || raw === null) return EMPTY_VIEW;
    const { layout, timelineHeight, triage, markedEventIds, declinedRules } = raw as Partial<CaseView>;
    return {
      layout: typeof layout === 'object' ? layout : null,
      timelineHeight: typeof timelineHeight === 'number' ? Math.min(600, Math.max(120, timelineHeight)) : 208,
      triage: typeof triage === 'object' && triage !== null ? triage : {},
      markedEventIds: Array.isArray(markedEventIds) ? markedEventIds.filter((id) => Number.isInteger(id)) : [],
      declinedRules: Array.isArray(declinedRules) ? declinedRules.filter((key) => typeof key === 'string') : [],
    };
  } catch {
    return EMPTY_VIEW;
  }
}

export function serializeCaseView(view: CaseView): string {
  const { layout, timelineHeight, triage, markedEventIds, declinedRules } = view;
  return JSON.stringify({ layout, timelineHeight, triage, markedEventIds, declinedRules });
}
