import type { TimeDomain } from './time-scale.ts';

/** Worst score in every pixel column of the view; NaN where no unit lies. */
export interface ScoreColumns {
  readonly worst: Float64Array;
  readonly columnMs: number;
}

interface UnitScores {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly scores: Float64Array;
}

/**
 * Reduces any number of units to one maximum a pixel column, so the lane costs pixels and not units.
 * A unit fills every column it overlaps; units without a time are left out.
 */
export function binScores(units: UnitScores, domain: TimeDomain, columns: number): ScoreColumns {
  const worst = new Float64Array(Math.max(0, columns)).fill(Number.NaN);
  const columnMs = (domain.endMs - domain.startMs) / Math.max(1, columns);
  const { startMs, endMs, scores } = units;
  for (let i = 0; i < scores.length; i++) {
    const start = startMs[i] ?? Number.NaN;
    const end = endMs[i] ?? Number.NaN;
    if (!(start < domain.endMs) || !(end >= domain.startMs)) continue;
    const score = scores[i] ?? Number.NaN;
    const first = Math.max(0, Math.floor((start - domain.startMs) / columnMs));
    const last = Math.min(worst.length - 1, Math.ceil((end - domain.startMs) / columnMs) - 1);
    for (let column = first; column <= Math.max(first, last) && column < worst.length; column++) {
      const known = worst[column] ?? Number.NaN;
      if (!(known >= score)) worst[column] = score;
    }
  }
  return { worst, columnMs };
}

/**
 * Bars of the score lane as one SVG path: neighbours of equal height are joined.
 * @param keep Which columns to draw, by their score.
 */
export function scorePath(
  columns: ScoreColumns,
  left: number,
  height: number,
  keep: (score: number) => boolean,
): string {
  let path = '';
  const { worst } = columns;
  for (let start = 0; start < worst.length; ) {
    const score = worst[start] ?? Number.NaN;
    let end = start + 1;
    while (end < worst.length && (worst[end] ?? Number.NaN) === score) end += 1;
    if (!Number.isNaN(score) && keep(score)) {
      const size = Math.max(1, Math.min(1, score) * height);
      path += `M${left + start} ${height}v${(-size).toFixed(1)}h${end - start}v${size.toFixed(1)}z`;
    }
    start = Number.isNaN(score) ? start + 1 : end;
  }
  return path;
}

export interface Gap {
  readonly startMs: number;
  readonly endMs: number;
}

/** Shortest run of empty buckets that is called a gap. */
const MIN_GAP_BUCKETS = 3;

/**
 * Stretches without a single event between the first and the last one.
 * A log that is empty most of the time has no gaps, only rare events: then the answer is empty.
 */
export function findGaps(startMs: Float64Array, endMs: Float64Array, totals: Float64Array): readonly Gap[] {
  let first = 0;
  while (first < totals.length && totals[first] === 0) first += 1;
  let last = totals.length - 1;
  while (last >= 0 && totals[last] === 0) last -= 1;
  const inside = totals.subarray(first, last + 1);
  const empty = inside.reduce((count, total) => count + Number(total === 0), 0);
  if (inside.length === 0 || empty * 2 > inside.length) return [];
  const gaps: Gap[] = [];
  for (let i = first; i <= last; i++) {
    if (totals[i] !== 0) continue;
    let end = i;
    while (totals[end + 1] === 0) end += 1;
    if (end - i + 1 >= MIN_GAP_BUCKETS) gaps.push({ startMs: startMs[i] ?? 0, endMs: endMs[end] ?? 0 });
    i = end;
  }
  return gaps;
}

/** Bucket that holds a time, -1 when none does. */
export function bucketAt(startMs: Float64Array, endMs: Float64Array, ms: number): number {
  let low = 0;
  let high = startMs.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (ms < (startMs[middle] ?? 0)) high = middle - 1;
    else if (ms >= (endMs[middle] ?? 0)) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** Heights of the lanes for a given total; every lane keeps a useful minimum. */
export interface LaneLayout {
  readonly countsTop: number;
  readonly countsHeight: number;
  readonly scoreTop: number;
  readonly scoreHeight: number;
  readonly bandTop: number;
  readonly bandHeight: number;
  readonly axisTop: number;
}

export const AXIS_HEIGHT = 18;
const BAND_HEIGHT = 12;
const BAND_ROW_HEIGHT = 4;
const LANE_GAP = 6;

/** @param bandRows Rows of incidents that lie at one time; the lane grows with them. */
export function layoutLanes(height: number, hasScores: boolean, bandRows = 1): LaneLayout {
  const bandHeight = hasScores ? Math.max(BAND_HEIGHT, bandRows * BAND_ROW_HEIGHT) : 0;
  const rest = Math.max(40, height - AXIS_HEIGHT - bandHeight - (hasScores ? 2 * LANE_GAP : 0) - 4);
  const scoreHeight = hasScores ? Math.round(rest * 0.42) : 0;
  const countsHeight = rest - scoreHeight;
  const countsTop = 4;
  const scoreTop = countsTop + countsHeight + (hasScores ? LANE_GAP : 0);
  const bandTop = scoreTop + scoreHeight + (hasScores ? LANE_GAP / 2 : 0);
  const axisTop = bandTop + bandHeight + (hasScores ? LANE_GAP / 2 : 0);
  return { countsTop, countsHeight, scoreTop, scoreHeight, bandTop, bandHeight, axisTop };
}
