import { type QueryClient, keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { z } from 'zod';
import type { ScoringOptions } from '#shared/contract/analyze-options.ts';
import type { modelAlertSchema, modelObservationSchema, modelVersionSchema } from '#shared/contract/model-versions.ts';
import { useBackend } from './backend-context.tsx';
import { useCaseId, useRuns } from './case-queries.ts';
import { usePanelQuery } from './panel-visibility.ts';

export type ModelVersion = z.infer<typeof modelVersionSchema>;
export type ModelObservation = z.infer<typeof modelObservationSchema>;
export type ModelAlert = z.infer<typeof modelAlertSchema>;

/** A version by its name and number, as commands and options name it: `shop:3`. */
export function referenceOf(version: { readonly name: string; readonly number: number }): string {
  return `${version.name}:${version.number}`;
}

/** Every version of the home folder's registry, by name, newest first within one. */
export function useModelVersions() {
  const { rpc } = useBackend();
  return usePanelQuery({
    queryKey: ['models', 'list'],
    queryFn: ({ signal }) => rpc.models.list(undefined, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** One version with its moves, what it has seen, and its alerts. */
export function useModelDetail(reference: string | null) {
  const { rpc } = useBackend();
  return usePanelQuery({
    queryKey: ['models', 'show', reference],
    enabled: reference !== null,
    queryFn: ({ signal }) => rpc.models.show({ model: reference ?? '' }, { signal }),
    placeholderData: (previous) =>
      previous !== undefined && referenceOf(previous.version) === reference ? previous : undefined,
  });
}

/** Something in the registry changed, here or in another process. */
export function refreshModels(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: ['models'] });
}

/** Changes of the registry; each ends with the lists asked for again, and rejects with the reason when refused. */
export function useModelActions() {
  const { rpc } = useBackend();
  const client = useQueryClient();
  return useMemo(() => {
    const changing = async <T>(work: Promise<T>): Promise<T> => {
      const done = await work;
      await refreshModels(client);
      return done;
    };
    return {
      promote: (version: ModelVersion) =>
        changing(rpc.models.promote({ name: version.name, number: version.number, reason: 'promoted by hand' })),
      rollback: (name: string) => changing(rpc.models.rollback({ name })),
      remove: (version: ModelVersion) => changing(rpc.models.remove({ name: version.name, number: version.number })),
      markRead: (alertId: number) => changing(rpc.models.markAlertRead({ alertId })),
    };
  }, [rpc, client]);
}

/**
 * Scores the open case again with other options; no source is read. Labels of the latest run stay in use.
 * @returns Id of the job.
 */
export function useReanalyse(): (options: ScoringOptions) => Promise<string> {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const labelsPath = useRuns().data?.[0]?.options.labelsPath;
  return useCallback(
    async (options) => {
      const labels = labelsPath === undefined ? {} : { labelsPath };
      const { jobId } = await rpc.jobs.startReanalyse({ caseId: caseId ?? '', options: { ...labels, ...options } });
      return jobId;
    },
    [rpc, caseId, labelsPath],
  );
}
