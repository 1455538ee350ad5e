import { useContext, useEffect, useRef, useState } from 'react';
import { SentinelError } from '#shared/base/errors.ts';
import type { EventPlace } from '#shared/contract/events.ts';
import { ArrowColumns } from '../../backend/arrow-columns.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId, useIncident } from '../../state/case-queries.ts';
import { PanelVisibility } from '../../state/panel-visibility.ts';
import { type JumpTarget, usePanelRequests } from '../../state/panel-requests.ts';
import { useSelection } from '../../state/selection.ts';
import { errorMessage } from '../../ui/states.tsx';
import { useLatest } from '../../ui/use-latest.ts';
import type { EventList } from './use-event-list.ts';

/** A row of the list, and its event where that is known already. */
export interface FoundPlace {
  readonly row: number;
  readonly eventId?: number;
}

interface SevereJump {
  readonly direction: 'forward' | 'backward';
  readonly minSeverityBand: number;
}

interface JumpOptions {
  readonly list: EventList;
  readonly activeRow: number;
  /** Shows a row; picking it also shows its event in the inspector. */
  readonly go: (place: FoundPlace, move: { readonly isPick: boolean }) => void;
  readonly onNothing: (notice: string | null) => void;
}

/** Moves of the events list that need the engine: next error, a time, an event, a line, the picked incident. */
export function useJumps(options: JumpOptions) {
  const { list, activeRow, go, onNothing } = options;
  const backend = useBackend();
  const { rpc } = backend;
  const caseId = useCaseId();
  const indexId = list.index?.indexId;
  const isVisible = useContext(PanelVisibility);
  const newest = useLatest(isVisible);

  // A jump asked of a list that was just replaced is asked again of the new one.
  const [waiting, setWaiting] = useState<SevereJump | null>(null);
  const severe = async (jump: SevereJump) => {
    if (caseId === null || indexId === undefined) return;
    const { direction, minSeverityBand } = jump;
    const fromRow = activeRow < 0 && direction === 'backward' ? (list.index?.count ?? 0) : activeRow;
    try {
      const place = asFound(await rpc.events.nextSevere({ caseId, indexId, fromRow, direction, minSeverityBand }));
      if (place === null) onNothing(nothingFurther(jump));
      else go(place, { isPick: true });
    } catch (error) {
      if (error instanceof SentinelError && error.code === 'events.index-gone') {
        setWaiting(jump);
        list.retry();
      } else onNothing(`The jump failed: ${errorMessage(error)}`);
    }
  };
  useEffect(() => {
    if (waiting === null) return;
    setWaiting(null);
    void severe(waiting);
    // Only a newly opened list may answer it.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [indexId]);

  const locate = async (target: JumpTarget): Promise<FoundPlace | null> => {
    if (caseId === null || indexId === undefined) return null;
    if (target.kind === 'row') return { row: target.row };
    if (target.kind === 'time')
      return asFound(await rpc.events.locate({ caseId, indexId, target: { timeNs: target.timeNs } }));
    const eventId = target.kind === 'event' ? target.eventId : await eventOfLine(target.sourceId, target.line);
    return eventId === null ? null : asFound(await rpc.events.locate({ caseId, indexId, target: { eventId } }));
  };
  /** The event a line belongs to: its own, else the nearest one above (the line continues it). */
  const eventOfLine = async (sourceId: number, line: number): Promise<number | null> => {
    const { table } = await backend.readTable('lines', {
      caseId: caseId ?? '',
      sourceId,
      line,
      before: 1000,
      after: 0,
    });
    const ids = new ArrowColumns(table).numbers('event_id');
    const found = ids.findLast((id) => !Number.isNaN(id));
    return found ?? null;
  };

  const jump = usePanelRequests((state) => state.jump);
  const done = useRef(0);
  useEffect(() => {
    if (!isVisible || jump === null || jump.token === done.current || indexId === undefined) return;
    done.current = jump.token;
    void locate(jump.target).then(
      (place) => {
        if (place === null) return onNothing('Not in this list: the filter hides it, or there is no such event');
        go(place, { isPick: true });
      },
      () => {
        // The list it was asked of is gone; the next one answers.
        done.current = 0;
      },
    );
    // Only a new request or a newly opened list may move the view.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [jump, indexId, isVisible]);

  // A picked incident brings its first line into view, once for each pick.
  const incidentId = useSelection((state) => state.incidentId);
  const evidence = useIncident(incidentId).data;
  const shown = useRef<string | null>(null);
  useEffect(() => {
    const first = evidence?.evidence[0];
    if (!isVisible || indexId === undefined || evidence === undefined || first === undefined) return;
    if (shown.current === evidence.incidentId) return;
    shown.current = evidence.incidentId;
    void locate({ kind: 'event', eventId: first.eventId }).then(
      (place) => {
        // Behind another tab meanwhile: it is brought into view when the panel is.
        if (!newest.current) shown.current = null;
        else if (place === null) onNothing('The filter hides the lines of this incident');
        else go(place, { isPick: false });
      },
      () => {
        shown.current = null;
      },
    );
    // oxlint-disable-next-line react/exhaustive-deps
  }, [evidence, indexId, isVisible]);

  return { severe };
}

function asFound({ row, eventId }: EventPlace): FoundPlace | null {
  if (row === null) return null;
  return eventId === null ? { row } : { row, eventId };
}

function nothingFurther({ direction, minSeverityBand }: SevereJump): string {
  return `No ${minSeverityBand >= 5 ? 'error' : 'warning'} ${direction === 'forward' ? 'further down' : 'further up'}`;
}
