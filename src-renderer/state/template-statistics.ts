import { keepPreviousData } from '@tanstack/react-query';
import { useBackend } from './backend-context.tsx';
import { useCaseId, useCaseInfo } from './case-queries.ts';
import { usePanelQuery } from './panel-visibility.ts';

export const VALUE_ORDERS = ['frequent', 'rare', 'newest'] as const;
export type ValueOrder = (typeof VALUE_ORDERS)[number];

interface ParameterQuestion {
  readonly templateId: string;
  /** From 0. */
  readonly wildcard: number;
  readonly order?: ValueOrder;
  /** Values listed at most. */
  readonly values?: number;
  /** False asks for nothing yet. */
  readonly isWanted?: boolean;
}

/** What one wildcard holds over all events of its template; asking counts them, so ask for what is on screen. */
export function useParameterStatistics(question: ParameterQuestion) {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const version = useCaseInfo().data?.version ?? 0;
  const { templateId, wildcard, order = 'frequent', values = 10, isWanted = true } = question;
  return usePanelQuery({
    queryKey: ['case', caseId, 'parameter', templateId, wildcard, order, values, version],
    enabled: caseId !== null && isWanted,
    queryFn: ({ signal }) =>
      rpc.templates.parameters({ caseId: caseId ?? '', templateId, wildcard, order, values }, { signal }),
    placeholderData: (previous, query) =>
      query?.queryKey[3] === templateId && query.queryKey[4] === wildcard ? previous : undefined,
    retry: false,
  });
}

/** How good the templates are as a whole, and what could be done. */
export function useTemplateHealth() {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const version = useCaseInfo().data?.version ?? 0;
  return usePanelQuery({
    queryKey: ['case', caseId, 'template-health', version],
    enabled: caseId !== null,
    queryFn: ({ signal }) => rpc.templates.health({ caseId: caseId ?? '' }, { signal }),
    placeholderData: keepPreviousData,
  });
}
