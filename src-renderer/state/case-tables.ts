import { keepPreviousData } from '@tanstack/react-query';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import { ArrowColumns } from '../backend/arrow-columns.ts';
import { nsToMs } from '../ui/time.ts';
import { useBackend } from './backend-context.tsx';
import { useCaseId, useCaseInfo } from './case-queries.ts';
import { usePanelQuery } from './panel-visibility.ts';
import { filterKey } from './selection.ts';

/** Event counts by time and severity band; row i covers `startMs[i]` to `endMs[i]`. */
export interface Histogram {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  /** Seven arrays, one a severity band. */
  readonly bands: readonly Float64Array[];
}

export interface HistogramRequest {
  readonly filter: EventFilter;
  readonly fromNs: bigint | null;
  readonly toNs: bigint | null;
  readonly buckets: number;
}

/** Counts over an axis; the last answer stays on screen while a newer one is on its way. */
export function useHistogram(request: HistogramRequest, isEnabled: boolean) {
  const backend = useBackend();
  const caseId = useCaseId();
  const version = useCaseInfo().data?.version ?? 0;
  const { filter, fromNs, toNs, buckets } = request;
  return usePanelQuery({
    queryKey: ['case', caseId, 'histogram', filterKey(filter), `${fromNs}`, `${toNs}`, buckets, version],
    enabled: isEnabled && caseId !== null && buckets > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Histogram> => {
      const axis = fromNs === null || toNs === null ? {} : { fromNs, toNs };
      const { table } = await backend.readTable(
        'histogram',
        { caseId: caseId ?? '', filter, buckets, ...axis },
        signal,
      );
      const columns = new ArrowColumns(table);
      return {
        startMs: nsColumnToMs(columns, 'start_ns'),
        endMs: nsColumnToMs(columns, 'end_ns'),
        bands: [0, 1, 2, 3, 4, 5, 6].map((band) => columns.numbers(`severity_${band}`)),
      };
    },
  });
}

/** Scores of the latest run, one entry a unit in table order. */
export interface ScoreTable {
  readonly unitIds: readonly string[];
  /** NaN when the unit has no time. */
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly events: Float64Array;
  readonly scores: Float64Array;
  /** 1 anomalous, 0 normal, NaN unknown; null when the case has no labels. */
  readonly labels: Float64Array | null;
}

export function useScores() {
  const backend = useBackend();
  const caseId = useCaseId();
  const info = useCaseInfo().data;
  return usePanelQuery({
    queryKey: ['case', caseId, 'scores', info?.version, info?.runId],
    enabled: caseId !== null && info !== undefined && info.runId !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<ScoreTable> => {
      const { table } = await backend.readTable('scores', { caseId: caseId ?? '' }, signal);
      const columns = new ArrowColumns(table);
      const labels = columns.has('label') ? columns.numbers('label') : null;
      return {
        unitIds: columns.texts('unit_id'),
        startMs: nsColumnToMs(columns, 'start_ns'),
        endMs: nsColumnToMs(columns, 'end_ns'),
        events: columns.numbers('events'),
        scores: columns.numbers('score'),
        labels: labels?.some((label) => !Number.isNaN(label)) === true ? labels : null,
      };
    },
  });
}

function nsColumnToMs(columns: ArrowColumns, name: string): Float64Array {
  return Float64Array.from(columns.bigints(name), (value) => (value === null ? Number.NaN : nsToMs(value)));
}
