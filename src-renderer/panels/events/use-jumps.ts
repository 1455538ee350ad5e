import { useEffect, useRef } from 'react';
import { ArrowColumns } from '../../backend/arrow-columns.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId, useIncident } from '../../state/case-queries.ts';
import { type JumpTarget, usePanelRequests } from '../../state/panel-requests.ts';
import { useSelection } from '../../state/selection.ts';
import type { EventList } from './use-event-list.ts';

interface JumpOptions {
  readonly list: EventList;
  readonly activeRow: number;
  /** Shows a row; picking it also shows its event in the inspector. */
  readonly go: (row: number, move: { readonly isPick: boolean }) => void;
  readonly onNothing: (notice: string | null) => void;
}

/** Moves of the events list that need the engine: next error, a time, an event, a line, the picked incident. */
export function useJumps(options: JumpOptions) {
  const { list, activeRow, go, onNothing } = options;
  const backend = useBackend();
  const { rpc } = backend;
  const caseId = useCaseId();
  const indexId = list.index?.indexId;

  const severe = async (direction: 'forward' | 'backward', minSeverityBand: number) => {
    if (caseId === null || indexId === undefined) return;
    const fromRow = activeRow < 0 && direction === 'backward' ? (list.index?.count ?? 0) : activeRow;
    const { row } = await rpc.events.nextSevere({ caseId, indexId, fromRow, direction, minSeverityBand });
    if (row === null)
      onNothing(
        `No ${minSeverityBand >= 5 ? 'error' : 'warning'} ${direction === 'forward' ? 'further down' : 'further up'}`,
      );
    else go(row, { isPick: true });
  };

  const locate = async (target: JumpTarget): Promise<number | null> => {
    if (caseId === null || indexId === undefined) return null;
    if (target.kind === 'row') return target.row;
    if (target.kind === 'event')
      return (await rpc.events.locate({ caseId, indexId, target: { eventId: target.eventId } })).row;
    if (target.kind === 'time')
      return (await rpc.events.locate({ caseId, indexId, target: { timeNs: target.timeNs } })).row;
    const eventId = await eventOfLine(target.sourceId, target.line);
    return eventId === null ? null : (await rpc.events.locate({ caseId, indexId, target: { eventId } })).row;
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
    if (jump === null || jump.token === done.current || indexId === undefined) return;
    done.current = jump.token;
    void locate(jump.target).then((row) => {
      if (row === null) return onNothing('Not in this list: the filter hides it, or there is no such event');
      go(row, { isPick: true });
    });
    // Only a new request or a newly opened list may move the view.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [jump, indexId]);

  // A picked incident brings its first line into view, once for each pick.
  const incidentId = useSelection((state) => state.incidentId);
  const evidence = useIncident(incidentId).data;
  const shown = useRef<string | null>(null);
  useEffect(() => {
    const first = evidence?.evidence[0];
    if (indexId === undefined || evidence === undefined || first === undefined || shown.current === evidence.incidentId)
      return;
    shown.current = evidence.incidentId;
    void locate({ kind: 'event', eventId: first.eventId }).then((row) => {
      if (row === null) onNothing('The filter hides the lines of this incident');
      else go(row, { isPick: false });
    });
    // oxlint-disable-next-line react/exhaustive-deps
  }, [evidence, indexId]);

  return { severe };
}
