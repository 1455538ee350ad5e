import { useMemo } from 'react';
import { spanHours } from '#shared/metrics/apply-threshold.ts';
import { bucketTotals, niceMax } from '../../charts/counts-option.ts';
import { bucketMs, type TimeDomain } from '../../charts/time-scale.ts';
import { useCaseInfo, useIncidents, useRuns } from '../../state/case-queries.ts';
import { type Histogram, useHistogram, useScores } from '../../state/case-tables.ts';
import { useSelection, withoutRange } from '../../state/selection.ts';
import { useTimelineView } from '../../state/timeline-view.ts';
import { msToNs, nsToMs } from '../../ui/time.ts';
import { findGaps, type Gap } from '../../charts/lanes-model.ts';
import { indexScores, type ScoreIndex } from './threshold-model.ts';
import { stackBands } from './band-rows.ts';

/** Buckets are about this wide on screen. */
const BUCKET_PX = 4;

export interface TimelineData {
  /** Whole time of the case; null while no event has a time. */
  readonly limits: TimeDomain | null;
  readonly domain: TimeDomain | null;
  readonly histogram: Histogram | undefined;
  readonly ghost: Float64Array | null;
  readonly totals: Float64Array;
  readonly maxCount: number;
  readonly gaps: readonly Gap[];
  readonly error: unknown;
  readonly isLoading: boolean;
}

/** Counts of the visible time, cached by case version; the unfiltered counts stay behind a filter as a ghost. */
export function useTimelineData(widthPx: number): TimelineData {
  const info = useCaseInfo().data;
  const filter = useSelection((state) => state.filter);
  const view = useTimelineView((state) => state.domain);
  const limits = useMemo(
    () => limitsOf(info?.firstTimeNs ?? null, info?.lastTimeNs ?? null),
    [info?.firstTimeNs, info?.lastTimeNs],
  );
  const domain = limits === null ? null : (view ?? limits);
  const axis = domain === null ? null : alignedAxis(domain, widthPx);
  const narrowed = withoutRange(filter);
  const isFiltered = Object.keys(narrowed).length > 0;
  const request = { fromNs: axis?.fromNs ?? null, toNs: axis?.toNs ?? null, buckets: axis?.buckets ?? 0 };
  const all = useHistogram({ filter: {}, ...request }, axis !== null);
  const shown = useHistogram({ filter: narrowed, ...request }, axis !== null && isFiltered);
  const histogram = isFiltered ? shown.data : all.data;
  const totalsAll = useMemo(() => bucketTotals(all.data?.bands ?? []), [all.data]);
  const totals = useMemo(() => bucketTotals(histogram?.bands ?? []), [histogram]);
  const gaps = useMemo(
    () => (all.data === undefined ? [] : findGaps(all.data.startMs, all.data.endMs, totalsAll)),
    [all.data, totalsAll],
  );
  const sameShape = histogram !== undefined && totalsAll.length === histogram.startMs.length;
  const ghost = isFiltered && sameShape ? totalsAll : null;
  const maxCount = niceMax(Math.max(1, ...totals, ...(ghost ?? [])));
  return {
    limits,
    domain,
    histogram,
    ghost,
    totals,
    maxCount,
    gaps,
    error: all.error ?? shown.error,
    isLoading: info === undefined || (limits !== null && all.isPending),
  };
}

export interface ScoreData {
  readonly index: ScoreIndex;
  readonly units: {
    readonly startMs: Float64Array;
    readonly endMs: Float64Array;
    readonly scores: Float64Array;
  } | null;
  readonly labels: Float64Array | null;
  /** Threshold of the latest run; null before an analysis. */
  readonly threshold: number | null;
  readonly autoThreshold: number | null;
  readonly hasTimes: boolean;
}

/** Scores of the latest run, sorted once for the threshold. */
export function useScoreData(): ScoreData {
  const table = useScores().data;
  const run = useRuns().data?.[0];
  const index = useMemo(() => {
    if (table === undefined) return indexScores(new Float64Array(), 0);
    const seconds = (times: Float64Array) => times.map((ms) => ms / 1000);
    return indexScores(table.scores, spanHours(seconds(table.startMs), seconds(table.endMs)), table.labels);
  }, [table]);
  const isSession = run?.unitKind === 'session';
  const units = useMemo(() => {
    if (table === undefined || table.scores.length === 0) return null;
    // A session can last for days and would cover all others: it is drawn where it begins.
    return isSession ? { ...table, endMs: table.startMs } : table;
  }, [table, isSession]);
  const hasTimes = useMemo(() => table?.startMs.some((ms) => !Number.isNaN(ms)) ?? false, [table]);
  return {
    index,
    units,
    labels: table?.labels ?? null,
    threshold: run?.threshold ?? null,
    autoThreshold: run?.autoThreshold ?? null,
    hasTimes,
  };
}

export interface IncidentBand {
  readonly incidentId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly rank: number;
  readonly summary: string;
  /** 0-based; bands of one row do not overlap as long as there are rows enough. */
  readonly row: number;
}

/** Incidents that have a time, best ranked last so they are drawn on top. */
export function useIncidentBands(): readonly IncidentBand[] {
  const incidents = useIncidents().data;
  return useMemo(() => {
    const bands = (incidents ?? [])
      .map((incident, rank) => ({ incident, rank }))
      .filter(({ incident }) => incident.startNs !== null)
      .map(({ incident, rank }) => ({
        incidentId: incident.incidentId,
        startMs: nsToMs(incident.startNs ?? 0n),
        endMs: nsToMs(incident.endNs ?? incident.startNs ?? 0n),
        rank,
        summary: incident.summary,
      }))
      .reverse();
    const rows = stackBands(bands);
    return bands.map((band, i) => ({ ...band, row: rows[i] ?? 0 }));
  }, [incidents]);
}

/** First to last event, the end moved past the last one; a single instant gets a second around it. */
export function limitsOf(firstNs: bigint | null, lastNs: bigint | null): TimeDomain | null {
  if (firstNs === null || lastNs === null) return null;
  const startMs = nsToMs(firstNs);
  const endMs = nsToMs(lastNs);
  if (endMs - startMs < 1) return { startMs: startMs - 500, endMs: endMs + 500 };
  return { startMs, endMs: endMs + (endMs - startMs) * 0.001 };
}

/** Bucket edges on round times, so bars keep their place while panning. */
export function alignedAxis(
  domain: TimeDomain,
  widthPx: number,
): { fromNs: bigint; toNs: bigint; buckets: number } | null {
  if (widthPx < 40) return null;
  const width = bucketMs(domain.endMs - domain.startMs, widthPx / BUCKET_PX);
  const from = Math.floor(domain.startMs / width) * width;
  const buckets = Math.min(5000, Math.max(1, Math.ceil((domain.endMs - from) / width)));
  return { fromNs: msToNs(from), toNs: msToNs(from + buckets * width), buckets };
}
