import { ActionIcon, Tooltip } from '@mantine/core';
import { ChevronDown, ChevronUp, Database, LocateFixed } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { SentinelError } from '#shared/base/errors.ts';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { useCaseInfo, useIncident } from '../../state/case-queries.ts';
import { useCaseView } from '../../state/case-view.ts';
import { useCommands } from '../../state/commands.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { usePreferences } from '../../state/preferences.ts';
import { filterKey, useSelection } from '../../state/selection.ts';
import { useTemplateIndex } from '../../state/template-table.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { formatPercent, formatPlural } from '../../ui/format.ts';
import { queryWords } from '../../ui/log-text-model.ts';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { civilTime, isOneYear, type TimeZoneMode } from '../../ui/time.ts';
import { VirtualGrid, type VirtualGridHandle } from '../../ui/virtual-grid.tsx';
import { EventLine, EventsHeader, type TimeColumn } from './event-line.tsx';
import { baseName } from './event-rows.ts';
import { filterParts } from './filter-chips.ts';
import { useEventCursor } from './use-event-cursor.ts';
import { SearchNote } from './search-note.tsx';
import { useEventList } from './use-event-list.ts';
import { type FoundPlace, useJumps } from './use-jumps.ts';
import { useSearchProgress } from './use-search-progress.ts';
import './events-panel.css';

export const EVENT_ROW_PX = 20;

/** Every event under the filter, in time order, whatever their number. */
export function EventsPanel() {
  const filter = useSelection((state) => state.filter);
  const replaceFilter = useSelection((state) => state.replaceFilter);
  const zone = usePreferences((state) => state.zone);
  const info = useCaseInfo().data;
  const list = useEventList(filter);
  const progress = useSearchProgress(filter, list.isOpening);
  const templates = useTemplateIndex();
  const grid = useRef<VirtualGridHandle>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const marked = useCaseView((state) => state.markedEventIds);
  const toggleMark = useCaseView((state) => state.toggleMark);
  const openSql = usePanelRequests((state) => state.openSql);
  const showDialog = useWorkspace((state) => state.showDialog);
  const evidence = useEvidenceIds();
  const words = useMemo(() => queryWords(filter.query ?? ''), [filter.query]);
  const count = list.index?.count ?? 0;
  const center = useCallback((row: number) => requestAnimationFrame(() => grid.current?.reveal(row, 'center')), []);
  const cursor = useEventCursor(list, filterKey(filter), center);
  const activeRow = cursor.row;
  const { put } = cursor;

  const go = useCallback(
    (place: FoundPlace, move: { readonly isPick: boolean }) => {
      put(place.row, move.isPick, place.eventId);
      setNotice(null);
      center(place.row);
    },
    [put, center],
  );
  const jumps = useJumps({ list, activeRow, go, onNothing: setNotice });
  const pickRow = useCallback((row: number) => put(row, true), [put]);

  const activeEvent = () => (activeRow < 0 ? undefined : list.row(activeRow));
  const hideTemplate = () => {
    const id = activeEvent()?.templateId;
    if (id !== undefined && id !== null)
      replaceFilter({ ...filter, hiddenTemplateIds: [...(filter.hiddenTemplateIds ?? []), id] });
  };
  const move = (by: number) => count > 0 && pickAndShow(Math.min(count - 1, Math.max(0, activeRow + by)));
  const pickAndShow = (row: number) => {
    pickRow(row);
    grid.current?.reveal(row);
  };
  const hasEvent = () => activeEvent() !== undefined;
  useCommands([
    { id: 'events.next', title: 'Next event', group: 'Events', keys: ['j'], run: () => move(1) },
    { id: 'events.previous', title: 'Previous event', group: 'Events', keys: ['k'], run: () => move(-1) },
    {
      id: 'events.next-error',
      title: 'Next error',
      group: 'Events',
      keys: ['e'],
      run: () => void jumps.severe({ direction: 'forward', minSeverityBand: 5 }),
    },
    {
      id: 'events.previous-error',
      title: 'Previous error',
      group: 'Events',
      keys: ['Shift+E'],
      run: () => void jumps.severe({ direction: 'backward', minSeverityBand: 5 }),
    },
    {
      id: 'events.next-warning',
      title: 'Next warning or worse',
      group: 'Events',
      keys: ['w'],
      run: () => void jumps.severe({ direction: 'forward', minSeverityBand: 4 }),
    },
    {
      id: 'events.previous-warning',
      title: 'Previous warning or worse',
      group: 'Events',
      keys: ['Shift+W'],
      run: () => void jumps.severe({ direction: 'backward', minSeverityBand: 4 }),
    },
    {
      id: 'events.mark',
      title: 'Mark the event',
      group: 'Events',
      keys: ['m'],
      isEnabled: hasEvent,
      run: () => toggleMark(activeEvent()?.eventId ?? -1),
    },
    {
      id: 'events.hide-template',
      title: 'Hide events like this one',
      group: 'Events',
      keys: ['h'],
      isEnabled: hasEvent,
      run: hideTemplate,
    },
    { id: 'events.first', title: 'First event', group: 'Events', run: () => pickAndShow(0) },
    { id: 'events.last', title: 'Last event', group: 'Events', run: () => pickAndShow(count - 1) },
    {
      id: 'events.sql',
      title: 'Show the SQL of the events list',
      group: 'Events',
      isEnabled: () => list.index !== undefined,
      run: () => openSql(list.index?.sql ?? ''),
    },
  ]);

  const chips = filterParts(filter, {
    zone,
    templateText: (id) => templates.get(id)?.text ?? id,
    sourcePath: (id) => baseName(info?.sources.find((source) => source.sourceId === id)?.path ?? String(id)),
  }).map((part) => ({ key: part.key, label: part.label, onClear: () => replaceFilter(part.without) }));

  const times = timeColumn(info, zone);
  const renderRow = useCallback(
    (row: number) => {
      const event = list.row(row);
      return (
        <EventLine
          event={event}
          parts={
            event?.templateId === null || event === undefined
              ? null
              : (templates.get(event.templateId ?? '')?.parts ?? null)
          }
          words={words}
          zone={zone}
          times={times}
          isMarked={event !== undefined && marked.includes(event.eventId)}
          isEvidence={event !== undefined && evidence.has(event.eventId)}
        />
      );
    },
    [list, templates, words, zone, times, marked, evidence],
  );
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <PanelFrame
      label="Events"
      lead={
        <>
          <span className="ls-num" data-testid="event-count">
            {list.index === undefined ? 'Counting…' : formatPlural(count, 'event')}
          </span>
          {info !== undefined && info.readShare < 1 && (
            <span className="ls-tag ls-tag-large ls-tag-warning">{formatPercent(info.readShare)} read</span>
          )}
          {progress !== null && (
            <SearchNote progress={progress} onStop={() => replaceFilter({ ...filter, query: undefined })} />
          )}
          {notice !== null && (
            <span className="ls-dim" role="status">
              {notice}
            </span>
          )}
        </>
      }
      actions={
        <>
          <Action
            label="Next error (e)"
            onClick={() => void jumps.severe({ direction: 'forward', minSeverityBand: 5 })}
            icon={<ChevronDown size={14} aria-hidden />}
          />
          <Action
            label="Previous error (E)"
            onClick={() => void jumps.severe({ direction: 'backward', minSeverityBand: 5 })}
            icon={<ChevronUp size={14} aria-hidden />}
          />
          <Action
            label="Go to time or line (g)"
            onClick={() => showDialog('jump')}
            icon={<LocateFixed size={14} aria-hidden />}
          />
          <Action
            label="Show SQL"
            onClick={() => openSql(list.index?.sql ?? '')}
            icon={<Database size={14} aria-hidden />}
          />
        </>
      }
      chips={chips}
    >
      {list.error !== null && list.index === undefined ? (
        <ErrorState error={list.error} {...(isFaultOfQuery(list.error) ? {} : { onRetry: list.retry })} />
      ) : list.index === undefined ? (
        <LoadingState label="Opening the events list…" />
      ) : count === 0 ? (
        isFiltered ? (
          <EmptyState
            title="No event passes the filter"
            action={{ label: 'Clear the filter', run: () => replaceFilter({}) }}
          >
            {filter.query === undefined
              ? 'Widen the range or take a filter away.'
              : `Nothing matches “${filter.query}” here.`}
          </EmptyState>
        ) : (
          <EmptyState title="No events yet">They appear here as soon as the first lines are read.</EmptyState>
        )
      ) : (
        <VirtualGrid
          ref={grid}
          label="Events"
          rowCount={count}
          rowHeight={EVENT_ROW_PX}
          header={<EventsHeader times={times} />}
          activeRow={activeRow}
          onActiveRow={pickRow}
          onWindow={list.want}
          renderRow={renderRow}
        />
      )}
    </PanelFrame>
  );
}

/** Trying the same again would fail again. */
function isFaultOfQuery(error: unknown): boolean {
  return error instanceof SentinelError && error.code.startsWith('lake.regex-');
}

function Action(props: { label: string; onClick: () => void; icon: React.ReactNode }) {
  return (
    <Tooltip label={props.label} openDelay={400}>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={props.label} onClick={props.onClick}>
        {props.icon}
      </ActionIcon>
    </Tooltip>
  );
}

function timeColumn(info: CaseInfo | undefined, zone: TimeZoneMode): TimeColumn {
  if (info === undefined) return 'date';
  const { firstTimeNs, lastTimeNs, readShare } = info;
  if (firstTimeNs === null || lastTimeNs === null) return readShare < 1 ? 'date' : 'none';
  if (civilTime(firstTimeNs, zone).date === civilTime(lastTimeNs, zone).date) return 'clock';
  return isOneYear(firstTimeNs, lastTimeNs, zone) ? 'date' : 'year';
}

/** Event ids behind the picked incident, to be marked in the list. */
function useEvidenceIds(): ReadonlySet<number> {
  const incidentId = useSelection((state) => state.incidentId);
  const evidence = useIncident(incidentId).data?.evidence;
  return useMemo(() => new Set((evidence ?? []).map((line) => line.eventId)), [evidence]);
}
