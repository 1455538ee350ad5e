import { useEffect, useState } from 'react';
import type { SentinelClient } from '#shared/contract/client.ts';
import type { SearchProgress } from '#shared/contract/events.ts';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId } from '../../state/case-queries.ts';

/** A search that ends sooner is not worth a word. */
const QUIET_MS = 150;

/** How far the search behind a list on its way is; null when there is none, or nothing to tell yet. */
export function useSearchProgress(filter: EventFilter, isOpening: boolean): SearchProgress | null {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const [progress, setProgress] = useState<SearchProgress | null>(null);
  const isSearching = isOpening && caseId !== null && (filter.query ?? '') !== '';
  useEffect(() => {
    if (!isSearching || caseId === null) return;
    const stop = new AbortController();
    const timer = setTimeout(() => void follow(rpc, { caseId, filter }, stop.signal, setProgress), QUIET_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
      setProgress(null);
    };
  }, [rpc, caseId, filter, isSearching]);
  return progress;
}

async function follow(
  rpc: SentinelClient,
  search: { readonly caseId: string; readonly filter: EventFilter },
  signal: AbortSignal,
  onStep: (step: SearchProgress) => void,
): Promise<void> {
  try {
    for await (const step of await rpc.events.search(search, { signal })) {
      if (!signal.aborted) onStep(step);
    }
  } catch {
    // The list itself fails with the same reason and says it.
  }
}
