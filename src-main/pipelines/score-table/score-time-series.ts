import { SERIES_THRESHOLD, scoreSeries } from '../../models/causal-series.ts';

export const SERIES_DETECTOR = 'causalSeries';

/** Rows whose distances tell how the series is sampled; a scorer that runs live knows its own interval. */
const SAMPLED_ROWS = 50;
const SECONDS_PER_DAY = 86_400;
/** Fewer rows a day have no daily course; more would ask for days of memory. */
const MIN_ROWS_PER_DAY = 4;
const MAX_ROWS_PER_DAY = 3000;

/**
 * Scores a series causally.
 * @param times As written in the table; read as RFC 3339, `YYYY-MM-DD HH:MM:SS` or epoch seconds or milliseconds. When
 * they cannot be read, the series is scored without its daily course.
 */
export function scoreTimeSeries(
  times: readonly string[],
  values: Float64Array,
): { readonly scores: Float64Array; readonly threshold: number } {
  const rowsPerDay = countRowsPerDay(times.slice(0, SAMPLED_ROWS).map(parseSeconds));
  return { scores: scoreSeries(values, { rowsPerDay }), threshold: SERIES_THRESHOLD };
}

function countRowsPerDay(seconds: readonly number[]): number | null {
  const gaps = seconds
    .slice(1)
    .map((second, i) => second - (seconds[i] ?? Number.NaN))
    .filter((gap) => gap > 0)
    .sort((a, b) => a - b);
  const gap = gaps[gaps.length >> 1];
  if (gap === undefined) return null;
  const rows = Math.round(SECONDS_PER_DAY / gap);
  return rows >= MIN_ROWS_PER_DAY && rows <= MAX_ROWS_PER_DAY ? rows : null;
}

const CIVIL = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?/;

/** Seconds on some even scale; only distances are used, so a zone does not matter. */
function parseSeconds(text: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) > 1e11 ? Number(text) / 1000 : Number(text);
  const [, year, month, day, hour, minute, second = '0', fraction = '0'] = CIVIL.exec(text) ?? [];
  if (year === undefined) return Number.NaN;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000;
  return midnight + Number(hour) * 3600 + Number(minute) * 60 + Number(second) + Number(fraction);
}
