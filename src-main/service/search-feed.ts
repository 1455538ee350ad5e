import type { SearchProgress } from '#shared/contract/events.ts';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import { CaseReading } from './case-reading.ts';
import type { ServiceContext } from './context.ts';

/** How far the search of a filter is, the newest state each time it is asked; leaving the loop gives the search up. */
export async function* streamSearch(
  { sessions }: ServiceContext,
  caseId: string,
  filter: EventFilter,
  signal?: AbortSignal,
): AsyncGenerator<SearchProgress, void> {
  const { session, release } = await sessions.hold(caseId);
  const left = new AbortController();
  const gone = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]);
  let newest: SearchProgress | null = null;
  let isOver = false;
  let wake = (): void => undefined;
  try {
    const { reader } = await CaseReading.of(session);
    const search = reader.search(filter, gone, (progress) => {
      newest = progress;
      wake();
    });
    const over = search.finally(() => {
      isOver = true;
      wake();
    });
    // It is awaited at the end; until then its failure is nobody's.
    over.catch(() => undefined);
    for (;;) {
      const news = newest as SearchProgress | null;
      newest = null;
      if (news !== null) yield news;
      else if (isOver) return await over;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    left.abort();
    await release();
  }
}
