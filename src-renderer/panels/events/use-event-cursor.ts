import { useCallback, useEffect, useRef, useState } from 'react';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId } from '../../state/case-queries.ts';
import { useSelection } from '../../state/selection.ts';
import type { EventList } from './use-event-list.ts';

export interface EventCursor {
  /** Row of the list in force, -1 for none. */
  readonly row: number;
  /**
   * Puts the cursor on a row; `isPick` also shows its event in the inspector: at once when its id is given, else as
   * soon as the row is here.
   */
  put(row: number, isPick: boolean, eventId?: number): void;
}

/**
 * The cursor follows its event, not its row: when the filter changes or the case grows, it moves to where that event
 * stands now, or goes away with it.
 * @param onMoved Told the row to show after a change of the filter: the cursor's, or the first when it went away.
 */
export function useEventCursor(list: EventList, listKey: string, onMoved: (row: number) => void): EventCursor {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const pickEvent = useSelection((state) => state.pickEvent);
  const [row, setRow] = useState(-1);
  const anchor = useRef<{ row: number; eventId: number | null; isPick: boolean }>({
    row: -1,
    eventId: null,
    isPick: false,
  });
  const indexId = list.index?.indexId;
  const opened = useRef({ indexId, listKey });

  const put = useCallback(
    (next: number, isPick: boolean, knownId?: number) => {
      const eventId = knownId ?? list.row(next)?.eventId ?? null;
      anchor.current = { row: next, eventId, isPick: isPick && eventId === null };
      setRow(next);
      if (isPick && eventId !== null) pickEvent(eventId);
    },
    [list, pickEvent],
  );

  // A row that was still on its way has arrived.
  useEffect(() => {
    const { current } = anchor;
    if (current.eventId !== null || row < 0 || current.row !== row) return;
    const event = list.freshRow(row);
    if (event === undefined) return;
    current.eventId = event.eventId;
    if (current.isPick) pickEvent(event.eventId);
    current.isPick = false;
  }, [list, row, pickEvent]);

  useEffect(() => {
    const before = opened.current;
    if (indexId === undefined || indexId === before.indexId) return;
    opened.current = { indexId, listKey };
    if (before.indexId === undefined || caseId === null) return;
    const isOther = before.listKey !== listKey;
    if (anchor.current.row < 0) {
      if (isOther) onMoved(0);
      return;
    }
    const asked = anchor.current;
    const { eventId } = asked;
    const found =
      eventId === null ? Promise.resolve({ row: null }) : rpc.events.locate({ caseId, indexId, target: { eventId } });
    found.then(
      ({ row: next }) => {
        // The cursor was put elsewhere meanwhile.
        if (anchor.current !== asked) return;
        anchor.current = { ...anchor.current, row: next ?? -1 };
        setRow(next ?? -1);
        if (isOther) onMoved(next ?? 0);
      },
      // The list is gone again; the next one asks anew.
      () => undefined,
    );
  }, [indexId, listKey, caseId, rpc, onMoved]);

  return { row: Math.min(row, (list.index?.count ?? 0) - 1), put };
}
