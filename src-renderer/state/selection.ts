import { create } from 'zustand';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import { useUndo } from './undo.ts';

/**
 * The one selection every panel is linked by.
 * `filter` narrows events, timeline and templates; the picked things (`incidentId`, `eventId`, `unitId`) only point.
 * Every change of the filter can be undone.
 */
export interface SelectionState {
  readonly filter: EventFilter;
  readonly incidentId: string | null;
  readonly eventId: number | null;
  readonly templateId: string | null;
  readonly unitId: string | null;
  /** What the inspector shows: the thing picked last. */
  readonly inspected: 'incident' | 'event' | 'template' | 'unit' | null;
}

interface SelectionActions {
  patchFilter(patch: Partial<EventFilter>): void;
  replaceFilter(filter: EventFilter): void;
  clearFilter(): void;
  pickIncident(incidentId: string | null): void;
  pickEvent(eventId: number | null): void;
  pickTemplate(templateId: string | null): void;
  pickUnit(unitId: string | null): void;
  /** Forgets everything: another case was opened. */
  reset(): void;
}

const EMPTY: SelectionState = {
  filter: {},
  incidentId: null,
  eventId: null,
  templateId: null,
  unitId: null,
  inspected: null,
};

export const useSelection = create<SelectionState & SelectionActions>()((set, get) => {
  const change = (next: (filter: EventFilter) => EventFilter) => {
    const before = get().filter;
    const filter = normalizeFilter(next(before));
    if (isSameFilter(filter, before)) return;
    useUndo.getState().push({ label: 'filter', undo: () => set({ filter: before }) });
    set({ filter });
  };
  return {
    ...EMPTY,
    patchFilter: (patch) => change((filter) => ({ ...filter, ...patch })),
    replaceFilter: (filter) => change(() => filter),
    clearFilter: () => change(() => ({})),
    pickIncident: (incidentId) =>
      set(({ inspected }) => ({
        incidentId,
        // Letting go of an incident leaves alone what else is inspected.
        inspected: incidentId !== null ? 'incident' : inspected === 'incident' ? null : inspected,
      })),
    pickEvent: (eventId) => set({ eventId, inspected: eventId === null ? null : 'event' }),
    pickTemplate: (templateId) => set({ templateId, inspected: templateId === null ? null : 'template' }),
    pickUnit: (unitId) => set({ unitId, inspected: unitId === null ? null : 'unit' }),
    reset: () => set(EMPTY),
  };
});

/** Drops absent and empty parts, so equal filters look equal. */
export function normalizeFilter(filter: EventFilter): EventFilter {
  const entries = Object.entries(filter).filter(([, value]) => {
    if (value === undefined || value === null || value === '') return false;
    return !(Array.isArray(value) && value.length === 0);
  });
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries) as EventFilter;
}

/** Stable text of a filter, usable as a cache key. */
export function filterKey(filter: EventFilter): string {
  return JSON.stringify(normalizeFilter(filter), (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
}

export function isSameFilter(a: EventFilter, b: EventFilter): boolean {
  return filterKey(a) === filterKey(b);
}

/** The filter without its time bounds: what the timeline counts, since it draws the range itself. */
export function withoutRange(filter: EventFilter): EventFilter {
  const { fromNs: _from, toNs: _to, ...rest } = filter;
  return rest;
}
