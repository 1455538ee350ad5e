import { keepPreviousData, type QueryClient, useQuery } from '@tanstack/react-query';
import { isPartialIncident, type PartialCoverage } from '#shared/contract/incidents.ts';
import { useBackend } from './backend-context.tsx';
import { isOneYear } from '../ui/time.ts';
import { usePanelQuery } from './panel-visibility.ts';
import { usePreferences } from './preferences.ts';
import { useWorkspace } from './workspace.ts';

/**
 * What panels ask about the open case. Every key starts with `case, <id>`; tables and lists carry the case version, so
 * a newer one refetches them while the old rows stay on screen.
 */
const caseKey = (caseId: string | null, ...rest: readonly unknown[]) => ['case', caseId, ...rest];

export function useHome() {
  const { rpc } = useBackend();
  return useQuery({ queryKey: ['home'], queryFn: ({ signal }) => rpc.app.home(undefined, { signal }) });
}

export function useCaseId(): string | null {
  return useWorkspace((state) => state.caseId);
}

/** Asked for even by hidden panels: every part of the window stands on it. */
export function useCaseInfo() {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  return useQuery({
    queryKey: caseKey(caseId, 'info'),
    enabled: caseId !== null,
    queryFn: ({ signal }) => rpc.cases.info({ caseId: caseId ?? '' }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Asks for the case's state again: its version decides which tables are stale. */
export function refreshCase(client: QueryClient, caseId: string): void {
  void client.invalidateQueries({ queryKey: caseKey(caseId, 'info') });
}

/** Whether dates of the case can be shown without their year. */
export function useIsOneYear(): boolean {
  const info = useCaseInfo().data;
  const zone = usePreferences((state) => state.zone);
  return isOneYear(info?.firstTimeNs ?? null, info?.lastTimeNs ?? null, zone);
}

function useVersion(): number {
  return useCaseInfo().data?.version ?? 0;
}

/** What the incidents on show are of while they are not exact; null when they are. */
export function usePartial(): PartialCoverage | null {
  const info = useCaseInfo().data;
  return info?.runId === null ? info.partial : null;
}

/**
 * The exact incidents, or while a long reading goes on those of what it has read so far (`usePartial`). Asked for even when
 * the list is behind another tab: it picks the worst incident, and its keys step through it.
 */
export function useIncidents() {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const info = useCaseInfo().data;
  const partialId = usePartial()?.partialId ?? null;
  return useQuery({
    queryKey: caseKey(caseId, 'incidents', partialId ?? info?.version),
    enabled: caseId !== null && info !== undefined,
    queryFn: async ({ signal }) => {
      const input = { caseId: caseId ?? '' };
      if (partialId === null) return rpc.incidents.list(input, { signal });
      return (await rpc.incidents.partial(input, { signal }))?.incidents ?? [];
    },
    placeholderData: keepPreviousData,
  });
}

export function useIncident(incidentId: string | null) {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const latest = useVersion();
  // Partial ones are gone with the next version: they are not asked for again.
  const version = incidentId !== null && isPartialIncident(incidentId) ? 0 : latest;
  return usePanelQuery({
    queryKey: caseKey(caseId, 'incident', incidentId, version),
    enabled: caseId !== null && incidentId !== null,
    queryFn: ({ signal }) => rpc.incidents.get({ caseId: caseId ?? '', incidentId: incidentId ?? '' }, { signal }),
    placeholderData: (previous) => (previous?.incidentId === incidentId ? previous : undefined),
  });
}

/** What would make an incident normal; asked for only when `isWanted`, as it scores the case again. */
export function useCounterfactual(incidentId: string, isWanted: boolean) {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const version = useVersion();
  return usePanelQuery({
    queryKey: caseKey(caseId, 'counterfactual', incidentId, version),
    enabled: caseId !== null && isWanted,
    retry: false,
    queryFn: ({ signal }) => rpc.incidents.counterfactual({ caseId: caseId ?? '', incidentId }, { signal }),
  });
}

export function useEvent(eventId: number | null) {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  return usePanelQuery({
    queryKey: caseKey(caseId, 'event', eventId),
    enabled: caseId !== null && eventId !== null,
    queryFn: ({ signal }) => rpc.events.get({ caseId: caseId ?? '', eventId: eventId ?? 0 }, { signal }),
  });
}

export function useTemplate(templateId: string | null) {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const version = useVersion();
  return usePanelQuery({
    queryKey: caseKey(caseId, 'template', templateId, version),
    enabled: caseId !== null && templateId !== null,
    queryFn: ({ signal }) => rpc.templates.get({ caseId: caseId ?? '', templateId: templateId ?? '' }, { signal }),
  });
}

export function useRuns() {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const version = useVersion();
  return usePanelQuery({
    queryKey: caseKey(caseId, 'runs', version),
    enabled: caseId !== null,
    queryFn: ({ signal }) => rpc.scores.runs({ caseId: caseId ?? '' }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Checks of the lake's layers; empty until an analysis has read them. */
export function useLayerChecks() {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const version = useVersion();
  return usePanelQuery({
    queryKey: caseKey(caseId, 'layer-checks', version),
    enabled: caseId !== null,
    queryFn: ({ signal }) => rpc.quality.layers({ caseId: caseId ?? '' }, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useQuality() {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const version = useVersion();
  return usePanelQuery({
    queryKey: caseKey(caseId, 'quality', version),
    enabled: caseId !== null,
    queryFn: ({ signal }) => rpc.quality.document({ caseId: caseId ?? '' }, { signal }),
    placeholderData: keepPreviousData,
  });
}
