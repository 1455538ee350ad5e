import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useContext, useEffect, useId, useMemo, useReducer, useRef, useState } from 'react';
import { SentinelError } from '#shared/base/errors.ts';
import type { EventIndex } from '#shared/contract/events.ts';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId, useCaseInfo } from '../../state/case-queries.ts';
import { useLive } from '../../state/live.ts';
import { PanelVisibility } from '../../state/panel-visibility.ts';
import { filterKey } from '../../state/selection.ts';
import { type EventRow, readEventRows } from './event-rows.ts';
import { PageCache } from './page-cache.ts';

export const PAGE_ROWS = 200;
const MAX_PAGES = 40;
/** While a case is being read its list is opened anew at most this often. */
const REOPEN_INTERVAL_MS = 2000;
/** As long as it is empty: the first rows are what is waited for, and an empty list costs nothing to open. */
const EMPTY_INTERVAL_MS = 100;

export interface EventList {
  readonly index: EventIndex | undefined;
  readonly isOpening: boolean;
  readonly error: unknown;
  /** Rises when rows arrived. */
  readonly revision: number;
  /** The row, from the list before while the new one is on its way; undefined while it loads. */
  row(at: number): EventRow | undefined;
  /** The row of the newest list only. */
  freshRow(at: number): EventRow | undefined;
  want(first: number, count: number): void;
  retry(): void;
}

/**
 * The ordered events under a filter, page by page; opened again when the case grows or the engine comes back.
 * Behind another tab it stays as it is and asks for nothing; back in front it is opened anew if anything changed.
 */
export function useEventList(filter: EventFilter): EventList {
  const backend = useBackend();
  const client = useQueryClient();
  const caseId = useCaseId();
  const epoch = useLive((state) => state.epoch);
  const [isEmpty, setEmpty] = useState(true);
  const version = usePacedVersion(isEmpty ? EMPTY_INTERVAL_MS : REOPEN_INTERVAL_MS);
  const isVisible = useContext(PanelVisibility);
  const [revision, redraw] = useReducer((count: number) => count + 1, 0);
  const [pageError, setPageError] = useState<unknown>(null);
  // A list is closed with the panel that opened it: a panel that comes back opens one of its own.
  const owner = useId();
  const key = useMemo(
    () => ['case', caseId, 'events', filterKey(filter), version, epoch, owner],
    [caseId, filter, version, epoch, owner],
  );

  const opened = useQuery({
    queryKey: key,
    enabled: isVisible && caseId !== null && version !== null,
    queryFn: ({ signal }) => backend.rpc.events.openIndex({ caseId: caseId ?? '', filter }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const index = opened.data;
  const hasRows = (index?.count ?? 0) > 0;
  useEffect(() => setEmpty(!hasRows), [hasRows]);
  const { refetch } = opened;
  useEffect(() => {
    if (!isVisible) void client.cancelQueries({ queryKey: key });
  }, [client, isVisible, key]);

  const previous = useRef<PageCache<EventRow> | null>(null);
  const indexId = index?.indexId;
  const cache = useMemo(() => {
    if (caseId === null || indexId === undefined) return null;
    return new PageCache<EventRow>({
      pageSize: PAGE_ROWS,
      maxPages: MAX_PAGES,
      load: async (page, signal) => {
        const query = { caseId, indexId, offset: page * PAGE_ROWS, limit: PAGE_ROWS };
        return readEventRows((await backend.readTable('events', query, signal)).table);
      },
      onChange: (error) => {
        setPageError(error);
        if (error instanceof SentinelError && error.code === 'events.index-gone')
          void client.invalidateQueries({ queryKey: key });
        redraw();
      },
    });
    // The key only names the query to invalidate; a new list always has a new id.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [backend, caseId, indexId]);

  useEffect(() => {
    if (cache === null || caseId === null || indexId === undefined) return;
    return () => {
      previous.current?.dispose();
      cache.stop();
      previous.current = cache;
      void backend.rpc.events.closeIndex({ caseId, indexId }).catch(() => undefined);
    };
  }, [backend, cache, caseId, indexId]);
  useEffect(
    () => () => {
      previous.current?.dispose();
      previous.current = null;
    },
    [caseId],
  );

  const row = useCallback((at: number) => cache?.row(at) ?? previous.current?.row(at), [cache]);
  const freshRow = useCallback((at: number) => cache?.row(at), [cache]);
  useEffect(() => {
    if (!isVisible) cache?.stop();
  }, [cache, isVisible]);
  // Another function when the panel comes to the front, so that the rows on screen are asked for again.
  const want = useCallback(
    (first: number, count: number) => {
      if (isVisible) cache?.want(first, count);
    },
    [cache, isVisible],
  );
  const retry = useCallback(() => {
    setPageError(null);
    void refetch();
  }, [refetch]);
  const isOpening = opened.isFetching;
  const error = opened.error ?? pageError;
  // A new object with every page that arrives, so rows that were waiting are drawn; the same one otherwise.
  return useMemo(
    () => ({ index, isOpening, error, revision, row, freshRow, want, retry }),
    [index, isOpening, error, revision, row, freshRow, want, retry],
  );
}

/** The case version, held back while it rises quickly; null until it is known. */
function usePacedVersion(intervalMs: number): number | null {
  const info = useCaseInfo().data;
  const version = info?.version ?? null;
  const isReading = (info?.readShare ?? 1) < 1;
  const [paced, setPaced] = useState<number | null>(version);
  const changedAt = useRef(0);
  useEffect(() => {
    if (version === null || version === paced) return;
    const wait = isReading && paced !== null ? Math.max(0, changedAt.current + intervalMs - Date.now()) : 0;
    const timer = setTimeout(() => {
      changedAt.current = Date.now();
      setPaced(version);
    }, wait);
    return () => clearTimeout(timer);
  }, [version, paced, isReading, intervalMs]);
  return paced;
}
