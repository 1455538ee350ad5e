import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ThresholdEffect } from '#shared/contract/scores.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId, useCaseInfo } from '../../state/case-queries.ts';
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
  const store = useStoredThreshold(setLive);
  const latest = useLatest({ kept: store.kept ?? stored });
  const keep = useCallback(
    (next: number) => {
      const before = latest.current.kept;
      if (next === before) return setLive(null);
      setLive(next);
      useUndo.getState().push({ label: 'threshold', undo: () => (setLive(before), store.put(before)) });
      store.put(next);
    },
    [latest, setLive, store],
  );
  const asked = useTimelineView((state) => state.asked);
  const answered = useRef(asked?.token ?? 0);
  useEffect(() => {
    if (asked === null || asked.token === answered.current) return;
    answered.current = asked.token;
    keep(asked.threshold);
  }, [asked, keep]);
  return {
    value,
    isDirty: live !== null && live !== stored,
    effect: preview.data,
    error: store.error,
    move: setLive,
    keep,
  };
}

interface StoredThreshold {
  /** Last value that was to be stored and is not confirmed yet; null when all is stored. */
  readonly kept: number | null;
  readonly error: unknown;
  put(threshold: number): void;
}

/** Stores thresholds one at a time: while one is on its way only the newest of the others is remembered. */
function useStoredThreshold(setLive: (threshold: number | null) => void): StoredThreshold {
  const { rpc } = useBackend();
  const client = useQueryClient();
  const caseId = useCaseId();
  const [kept, setKept] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const queue = useRef<{ wanted: number | null; isBusy: boolean }>({ wanted: null, isBusy: false });

  return useMemo(() => {
    const flush = async (id: string) => {
      queue.current.isBusy = true;
      try {
        while (queue.current.wanted !== null) {
          const threshold = queue.current.wanted;
          queue.current.wanted = null;
          await rpc.scores.setThreshold({ caseId: id, threshold });
        }
        setError(null);
      } catch (failure) {
        queue.current.wanted = null;
        setError(failure);
      } finally {
        queue.current.isBusy = false;
      }
      await client.invalidateQueries({ queryKey: ['case', id] });
      if (queue.current.isBusy) return;
      setKept(null);
      setLive(null);
    };
    const put = (threshold: number) => {
      if (caseId === null) return;
      setKept(threshold);
      queue.current.wanted = threshold;
      if (!queue.current.isBusy) void flush(caseId);
    };
    return { kept, error, put };
  }, [rpc, client, caseId, kept, error, setLive]);
}
