import { spanHours } from '#shared/metrics/apply-threshold.ts';
import { SERIES_THRESHOLD, scoreSeries } from '../../models/series/series-scorer.ts';

export const SERIES_DETECTOR = 'causalSeries';

/**
 * Scores a series causally.
 * @param times As written in the table; read as RFC 3339, `YYYY-MM-DD HH:MM:SS` or epoch seconds, milli-, micro- or nanoseconds. Rows
 * whose time cannot be read are scored without the daily course.
 * @returns `hours` from the first to the last row; 0 without times.
 */
export function scoreTimeSeries(
  times: readonly string[],
  values: Float64Array,
): { readonly scores: Float64Array; readonly threshold: number; readonly hours: number } {
  const seconds = Float64Array.from(times, parseSeconds);
  return { scores: scoreSeries(seconds, values), threshold: SERIES_THRESHOLD, hours: spanHours(seconds, seconds) };
}

const CIVIL = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?/;

/** Seconds on some even scale; only distances are used, so a zone does not matter. */
function parseSeconds(text: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text)) return epochSeconds(Number(text));
  const [, year, month, day, hour, minute, second = '0', fraction = '0'] = CIVIL.exec(text) ?? [];
  if (year === undefined) return Number.NaN;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000;
  return midnight + Number(hour) * 3600 + Number(minute) * 60 + Number(second) + Number(fraction);
}

/** Epoch seconds stay below this for three thousand years; anything larger has a smaller unit. */
const MAX_EPOCH_SECONDS = 1e11;

function epochSeconds(epoch: number): number {
  let seconds = epoch;
  for (let unit = 0; unit < 3 && seconds > MAX_EPOCH_SECONDS; unit++) seconds /= 1000;
  return seconds;
}
