import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ThresholdEffect } from '#shared/contract/scores.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { refreshCase, useCaseId, useCaseInfo } from '../../state/case-queries.ts';
import { useTimelineView } from '../../state/timeline-view.ts';
import { useUndo } from '../../state/undo.ts';
import { useDebounced } from '../../ui/use-debounced.ts';
import { useLatest } from '../../ui/use-latest.ts';
import type { ScoreData } from './use-timeline.ts';

export interface ThresholdControl {
  /** What is shown: the dragged value while dragging, else the stored one. */
  readonly value: number;
  readonly isDirty: boolean;
  /** Effect with incidents folded anew; undefined until the engine answered for about this value. */
  readonly effect: ThresholdEffect | undefined;
  readonly error: unknown;
  /** Moves the line without storing it. */
  move(value: number): void;
  /** Stores the value; undo brings the one before back. */
  keep(value: number): void;
}

const PREVIEW_DELAY_MS = 120;

/** The threshold of the latest run: follows the pointer locally, asks the engine for incidents behind it, stores on release. */
export function useThreshold(scores: ScoreData): ThresholdControl {
  const { rpc } = useBackend();
  const client = useQueryClient();
  const caseId = useCaseId();
  const version = useCaseInfo().data?.version ?? 0;
  const live = useTimelineView((state) => state.liveThreshold);
  const setLive = useTimelineView((state) => state.setLiveThreshold);
  const stored = scores.threshold ?? 1;
  const value = live ?? stored;
  const settled = useDebounced(value, PREVIEW_DELAY_MS);

  const preview = useQuery({
    queryKey: ['case', caseId, 'threshold', settled, version],
    enabled: caseId !== null && live !== null && scores.threshold !== null,
    queryFn: ({ signal }) => rpc.scores.previewThreshold({ caseId: caseId ?? '', threshold: settled }, { signal }),
    placeholderData: (previous) => previous,
  });
  const store = useMutation({
    mutationFn: (threshold: number) => rpc.scores.setThreshold({ caseId: caseId ?? '', threshold }),
    onSettled: async () => {
      if (caseId === null) return;
      refreshCase(client, caseId);
      await client.invalidateQueries({ queryKey: ['case', caseId, 'runs'] });
      await client.invalidateQueries({ queryKey: ['case', caseId, 'incidents'] });
      setLive(null);
    },
  });
  const latest = useLatest({ stored, mutate: store.mutate });
  const keep = useCallback(
    (next: number) => {
      const before = latest.current.stored;
      setLive(next);
      if (next === before) return;
      useUndo.getState().push({ label: 'threshold', undo: () => (setLive(before), latest.current.mutate(before)) });
      latest.current.mutate(next);
    },
    [latest, setLive],
  );
  return {
    value,
    isDirty: live !== null && live !== stored,
    effect: preview.data,
    error: store.error,
    move: setLive,
    keep,
  };
}
