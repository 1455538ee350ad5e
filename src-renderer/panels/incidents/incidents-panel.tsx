import { SegmentedControl } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { type IncidentSummary, isPartialIncident } from '#shared/contract/incidents.ts';
import type { TimeDomain } from '../../charts/time-scale.ts';
import { useCaseInfo, useIncidents, useIsOneYear, usePartial } from '../../state/case-queries.ts';
import { entryOf, useCaseView, type Verdict } from '../../state/case-view.ts';
import { useCommands } from '../../state/commands.ts';
import { isActive, useLive } from '../../state/live.ts';
import { useNormalDraft } from '../../state/normal-draft.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { useScores } from '../../state/case-tables.ts';
import { useTemplateSparks } from '../../state/template-table.ts';
import { useTimelineView } from '../../state/timeline-view.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { formatPlural, formatScore } from '../../ui/format.ts';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { coverageText, partialSentence } from '../../ui/partial-text.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { nsToMs } from '../../ui/time.ts';
import { VirtualGrid, type VirtualGridHandle } from '../../ui/virtual-grid.tsx';
import { IncidentRow } from './incident-row.tsx';
import { sparkOf } from './incident-spark.ts';
import { NormalRules } from './normal-rules.tsx';
import { RuleProposalBar } from './rule-proposal.tsx';
import './incidents-panel.css';

const ROW_PX = 84;
type Order = 'score' | 'time';

/** Ranked incidents, one sentence each. The first is picked by itself when a case has none picked. */
export function IncidentsPanel() {
  const incidents = useIncidents();
  const info = useCaseInfo().data;
  const partial = usePartial();
  const sparks = useTemplateSparks((incidents.data?.length ?? 0) > 0).data;
  const limits = useMemo(() => spanOf(info), [info]);
  const picked = useSelection((state) => state.incidentId);
  const pickIncident = useSelection((state) => state.pickIncident);
  const triage = useCaseView((state) => state.triage);
  const setVerdict = useCaseView((state) => state.setVerdict);
  const zone = usePreferences((state) => state.zone);
  const isOneYear = useIsOneYear();
  const askThreshold = useTimelineView((state) => state.askThreshold);
  const startRule = useNormalDraft((state) => state.start);
  const showDialog = useWorkspace((state) => state.showDialog);
  const scores = useScores().data?.scores;
  const worst = useMemo(() => worstScore(scores), [scores]);
  const show = usePanelRequests((state) => state.show);
  const [order, setOrder] = useState<Order>('score');
  const grid = useRef<VirtualGridHandle>(null);
  const list = useMemo(() => sortIncidents(incidents.data ?? [], order), [incidents.data, order]);
  const activeRow = list.findIndex((incident) => incident.incidentId === picked);

  const isEmpty = list.length === 0;
  const isKnown = incidents.data !== undefined && !incidents.isPlaceholderData;
  const first = list[0]?.incidentId ?? null;
  const hasPicked = activeRow >= 0;
  useEffect(() => {
    // A threshold change can fold the picked incident away: then the best one takes its place, if there is one.
    if (!hasPicked && (!isEmpty || (isKnown && picked !== null))) pickIncident(first);
  }, [isEmpty, isKnown, hasPicked, picked, first, pickIncident]);
  useEffect(() => {
    if (activeRow >= 0) grid.current?.reveal(activeRow);
  }, [activeRow]);

  const step = (by: number) => {
    const next = list[Math.min(list.length - 1, Math.max(0, activeRow + by))];
    if (next !== undefined) pickIncident(next.incidentId);
  };
  const judge = (verdict: Verdict) => {
    if (picked === null) return;
    setVerdict(picked, entryOf(triage, picked).verdict === verdict ? null : verdict);
  };
  const isPicked = () => picked !== null;
  // What is said of an incident is kept: partial ones are gone when reading ends.
  const isJudged = () => picked !== null && !isPartialIncident(picked);
  useCommands([
    { id: 'incidents.next', title: 'Next incident', group: 'Incidents', keys: [']'], run: () => step(1) },
    { id: 'incidents.previous', title: 'Previous incident', group: 'Incidents', keys: ['['], run: () => step(-1) },
    {
      id: 'incidents.real',
      title: 'Verdict: real',
      group: 'Incidents',
      keys: ['y'],
      isEnabled: isJudged,
      run: () => judge('real'),
    },
    {
      id: 'incidents.noise',
      title: 'Verdict: noise',
      group: 'Incidents',
      keys: ['n'],
      isEnabled: isJudged,
      run: () => judge('noise'),
    },
    {
      id: 'incidents.other',
      title: 'Verdict: somebody else’s',
      group: 'Incidents',
      keys: ['o'],
      isEnabled: isJudged,
      run: () => judge('other'),
    },
    {
      id: 'incidents.suppress',
      title: 'This is normal: hide incidents like this',
      group: 'Incidents',
      keys: ['x'],
      isEnabled: isJudged,
      run: () => picked !== null && startRule({ incidentId: picked }),
    },
    {
      id: 'incidents.inspect',
      title: 'Inspect the picked incident',
      group: 'Incidents',
      keys: ['Enter'],
      isEnabled: isPicked,
      run: () => pickIncident(picked),
    },
  ]);
  const renderRow = useCallback(
    (row: number) => {
      const incident = list[row];
      return incident === undefined ? null : (
        <IncidentRow
          incident={incident}
          verdict={entryOf(triage, incident.incidentId).verdict}
          spark={sparkOf(incident, sparks, limits)}
          zone={zone}
          isOneYear={isOneYear}
        />
      );
    },
    [list, triage, sparks, limits, zone, isOneYear],
  );
  const hasJob = useLive((state) =>
    [...state.jobs.values()].some((job) => job.caseId === info?.summary.caseId && isActive(job)),
  );
  return (
    <PanelFrame
      label="Incidents"
      lead={
        <span className="ls-num">
          {incidents.data === undefined || (info?.runId === null && partial === null)
            ? 'Incidents'
            : formatPlural(list.length, 'incident')}
          {partial !== null && ' so far'}
        </span>
      }
      actions={
        list.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Order"
            value={order}
            onChange={(value) => setOrder(value)}
            data={[
              { value: 'score', label: 'Worst' },
              { value: 'time', label: 'Time' },
            ]}
          />
        )
      }
    >
      {partial !== null && (
        <p className="ls-partial" role="status">
          {partialSentence(partial)}
        </p>
      )}
      <NormalRules />
      <RuleProposalBar />
      {incidents.error !== null && incidents.data === undefined ? (
        <ErrorState error={incidents.error} onRetry={() => void incidents.refetch()} />
      ) : info === undefined || incidents.data === undefined ? (
        <LoadingState label="Asking for incidents…" />
      ) : isEmpty ? (
        partial !== null ? (
          <EmptyState title={`No incident in the ${coverageText(partial)}`}>
            Reading goes on; what it finds further on comes with the exact incidents.
          </EmptyState>
        ) : info.runId === null && hasJob ? (
          <EmptyState title="Incidents come when reading is done">
            Events, templates and the timeline already work on what has been read.
          </EmptyState>
        ) : info.runId === null ? (
          <EmptyState title="Not analysed" action={{ label: 'See why', run: () => show('jobs') }}>
            The analysis of this case did not finish.
          </EmptyState>
        ) : worst === null ? (
          <EmptyState
            title="Nothing could be compared"
            action={{ label: 'Read it differently', run: () => showDialog('reread') }}
          >
            {info.firstTimeNs === null
              ? 'No event has a time, so there are no windows of time to compare. Templates and search work all the same.'
              : 'There are too few events to say what is usual.'}
          </EmptyState>
        ) : (
          <EmptyState
            title="No incident above the threshold"
            action={{ label: 'Show the most unusual', run: () => askThreshold(justBelow(worst)) }}
          >
            Nothing in this dump scores above it; the worst has {formatScore(worst)}. Lower the threshold line in the
            timeline to see what is least usual all the same.
          </EmptyState>
        )
      ) : (
        <VirtualGrid
          ref={grid}
          label="Incidents"
          rowCount={list.length}
          rowHeight={ROW_PX}
          activeRow={activeRow}
          onActiveRow={(row) => pickIncident(list[row]?.incidentId ?? null)}
          onOpen={() => show('inspector')}
          renderRow={renderRow}
        />
      )}
    </PanelFrame>
  );
}

/** Null when nothing was scored, and while scores are on their way. */
function worstScore(scores: Float64Array | undefined): number | null {
  let worst: number | null = null;
  for (const score of scores ?? []) if (!Number.isNaN(score) && (worst === null || score > worst)) worst = score;
  return worst;
}

/** The largest threshold on thousandths that lets a score pass: above is anomalous, equal is not. */
function justBelow(score: number): number {
  return Math.max(0, Math.ceil(score * 1000 - 1e-9) - 1) / 1000;
}

/** First to last event, as the counts of the templates are cut; null without times. */
function spanOf(info: CaseInfo | undefined): TimeDomain | null {
  const { firstTimeNs = null, lastTimeNs = null } = info ?? {};
  return firstTimeNs === null || lastTimeNs === null
    ? null
    : { startMs: nsToMs(firstTimeNs), endMs: nsToMs(lastTimeNs) };
}

export function sortIncidents(incidents: readonly IncidentSummary[], order: Order): readonly IncidentSummary[] {
  if (order === 'score') return incidents;
  return [...incidents].sort((a, b) => compareTimes(a.startNs, b.startNs));
}

/** Earlier first, those without a time last. */
function compareTimes(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
