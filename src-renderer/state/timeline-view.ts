import { create } from 'zustand';

/** What part of time the timeline shows, in ms since 1970; null is the whole case. */
interface TimelineViewState {
  readonly domain: { readonly startMs: number; readonly endMs: number } | null;
  /** The threshold while it is dragged or just kept; null follows the run's own. */
  readonly liveThreshold: number | null;
  /** A threshold another panel asks to be kept; `token` rises with every request. */
  readonly asked: { readonly threshold: number; readonly token: number } | null;
  /** What the threshold is said in besides the score; null until the user chose. */
  readonly policyUnit: 'hour' | 'day' | 'share' | 'quantile' | null;
  setDomain(domain: TimelineViewState['domain']): void;
  setLiveThreshold(threshold: number | null): void;
  askThreshold(threshold: number): void;
  setPolicyUnit(policyUnit: TimelineViewState['policyUnit']): void;
}

export const useTimelineView = create<TimelineViewState>()((set) => ({
  domain: null,
  liveThreshold: null,
  asked: null,
  policyUnit: null,
  setDomain: (domain) => set({ domain }),
  setPolicyUnit: (policyUnit) => set({ policyUnit }),
  setLiveThreshold: (liveThreshold) => set({ liveThreshold }),
  askThreshold: (threshold) => set(({ asked }) => ({ asked: { threshold, token: (asked?.token ?? 0) + 1 } })),
}));
