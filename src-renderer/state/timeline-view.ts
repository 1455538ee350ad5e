import { create } from 'zustand';

/** What part of time the timeline shows, in ms since 1970; null is the whole case. */
interface TimelineViewState {
  readonly domain: { readonly startMs: number; readonly endMs: number } | null;
  /** The threshold while it is dragged or just kept; null follows the run's own. */
  readonly liveThreshold: number | null;
  setDomain(domain: TimelineViewState['domain']): void;
  setLiveThreshold(threshold: number | null): void;
}

export const useTimelineView = create<TimelineViewState>()((set) => ({
  domain: null,
  liveThreshold: null,
  setDomain: (domain) => set({ domain }),
  setLiveThreshold: (liveThreshold) => set({ liveThreshold }),
}));
