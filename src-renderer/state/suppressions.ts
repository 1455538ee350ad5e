import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SuppressionView } from '#shared/contract/suppressions.ts';
import type { SuppressionScope } from '#shared/domain/suppression.ts';
import { useBackend } from './backend-context.tsx';
import { useCaseId, useCaseInfo } from './case-queries.ts';
import { usePanelQuery } from './panel-visibility.ts';
import { useUndo } from './undo.ts';

/** A rule as a person puts it together. */
export interface SuppressionRequest {
  readonly scope: SuppressionScope;
  /** This case, or all cases of the home. */
  readonly reach: 'case' | 'all';
  readonly reason: string;
  /** Null: for good. */
  readonly expiresAtMs: number | null;
}

/** Rules that take incidents of the case for normal, its own and those of all cases, with what each hides. */
export function useSuppressions() {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const version = useCaseInfo().data?.version ?? 0;
  return usePanelQuery({
    queryKey: ['case', caseId, 'suppressions', version],
    enabled: caseId !== null,
    queryFn: ({ signal }) => rpc.suppressions.list({ caseId: caseId ?? '' }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Adds and removes rules; each is kept with the case, or with the home, and can be undone. Both reject with the reason when refused. */
export function useSuppressionActions() {
  const { rpc } = useBackend();
  const client = useQueryClient();
  const caseId = useCaseId();
  return useMemo(() => {
    const id = caseId ?? '';
    const refresh = () => client.invalidateQueries({ queryKey: ['case', id] });
    const put = async ({ scope, reach, reason, expiresAtMs }: SuppressionRequest): Promise<SuppressionView> => {
      const rule = await rpc.suppressions.add({ caseId: id, reach, scope, reason, expiresAtMs });
      await refresh();
      return rule;
    };
    const take = async (ruleId: string): Promise<void> => {
      await rpc.suppressions.remove({ caseId: id, ruleId });
      await refresh();
    };
    return {
      add: async (request: SuppressionRequest): Promise<SuppressionView> => {
        const rule = await put(request);
        useUndo.getState().push({ label: 'hidden incidents', undo: () => void take(rule.ruleId) });
        return rule;
      },
      remove: async (rule: SuppressionView): Promise<void> => {
        await take(rule.ruleId);
        useUndo.getState().push({ label: 'shown incidents', undo: () => void put(rule) });
      },
    };
  }, [rpc, client, caseId]);
}
