import { spanHours } from '#shared/metrics/apply-threshold.ts';
import { forecastSeries, type SeriesForecast } from '../../models/series/forecast-series.ts';
import { findLevelChanges, type LevelChange } from '../../models/series/level-changes.ts';
import { SERIES_DETECTORS, type SeriesDetector } from '../../models/series/series-detectors.ts';
import { unknownDetector } from './choose-detector.ts';

/** A series as its table holds it. */
export interface SeriesColumns {
  /**
   * As written in the table; read as RFC 3339, `YYYY-MM-DD HH:MM:SS` or epoch seconds, milli-, micro- or nanoseconds. Rows
   * whose time cannot be read are scored without the daily course.
   */
  readonly times: readonly string[];
  readonly values: Float64Array;
  /** Other numeric columns, which a forecast may go by. */
  readonly companions: readonly Float64Array[];
}

export interface ScoredSeries {
  readonly scores: Float64Array;
  readonly threshold: number;
  /** From the first to the last row; 0 without times. */
  readonly hours: number;
  /** What was expected of each row; null when not asked for. */
  readonly forecast: SeriesForecast | null;
  readonly changes: readonly LevelChange[];
}

/** The detector of a name; the default one without a name. @throws FeatureError `score.unknown-detector` */
export function chooseSeriesDetector(name: string | undefined): SeriesDetector {
  const plain = name?.replaceAll(/[-_]/g, '').toLowerCase();
  const chosen = SERIES_DETECTORS.find((one) => plain === undefined || one.name.toLowerCase() === plain);
  if (chosen !== undefined) return chosen;
  throw unknownDetector(
    name ?? '',
    SERIES_DETECTORS.map((one) => one.name),
  );
}

/** Scores a series causally. */
export function scoreTimeSeries(
  { times, values, companions }: SeriesColumns,
  { detector, hasBounds }: { readonly detector: SeriesDetector; readonly hasBounds: boolean },
): ScoredSeries {
  const seconds = Float64Array.from(times, parseSeconds);
  const table = { seconds, values, companions };
  return {
    scores: detector.score(table),
    threshold: detector.threshold,
    hours: spanHours(seconds, seconds),
    forecast: hasBounds ? forecastSeries(table) : null,
    changes: findLevelChanges(values).changes,
  };
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
