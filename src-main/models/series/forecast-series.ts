import { DailyCourse } from './daily-course.ts';
import { PredictionInterval } from './prediction-interval.ts';
import { MAX_COMPANIONS, RidgeForecast } from './ridge-forecast.ts';

/** A series with others of the same rows that may tell what it does next. */
export interface SeriesTable {
  /** Time of each row on an even scale; NaN where not known. */
  readonly seconds: Float64Array;
  /** NaN = missing. */
  readonly values: Float64Array;
  /** At most 15 are looked at, the first ones. */
  readonly companions: readonly Float64Array[];
}

/** What was expected of each row from the rows before it; NaN where nothing was. */
export interface SeriesForecast {
  readonly typical: Float64Array;
  /** The interval that 99 % of rows keep to. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** How surprising the distance to the forecast is among those so far; 0 where nothing was expected. */
  readonly surprise: Float64Array;
}

/** Weekdays differ from weekends: the same day of the last three weeks. */
const WEEKS = [7, 14, 21];
/** The forecast starts as the newest value and the step of its weekly course: daily now and before, weekly now and before. */
const COURSE_STEP = [0, 0, 1, -1];

/**
 * Forecasts each row from the rows before it: from the last three of all series, from the same time of the last days and from the same
 * time of the same weekday. Causal: later rows change nothing.
 */
export function forecastSeries({ seconds, values, companions }: SeriesTable): SeriesForecast {
  const series = [values, ...companions.slice(0, MAX_COMPANIONS)];
  const model = new RidgeForecast(series.length, COURSE_STEP);
  const interval = new PredictionInterval();
  const days = new DailyCourse();
  const weeks = new DailyCourse(WEEKS, 1);
  const empty = () => new Float64Array(values.length).fill(Number.NaN);
  const forecast = { typical: empty(), low: empty(), high: empty(), surprise: new Float64Array(values.length) };
  const row = new Float64Array(series.length);
  // What was expected of the row before tells how far the series is off its course.
  let before = { daily: Number.NaN, weekly: Number.NaN };
  for (let at = 0; at < values.length; at++) {
    for (let i = 0; i < series.length; i++) row[i] = series[i]![at]!;
    const value = values[at]!;
    const time = Number.isNaN(value) ? Number.NaN : (seconds[at] ?? Number.NaN);
    const daily = days.expectThenAdd(time, value);
    const sameWeekday = weeks.expectThenAdd(time, value);
    const weekly = Number.isNaN(sameWeekday) ? daily : sameWeekday;
    const typical = model.forecast([daily, before.daily, weekly, before.weekly]);
    before = { daily, weekly };
    const { low, high } = interval.around(typical);
    forecast.typical[at] = typical;
    forecast.low[at] = low;
    forecast.high[at] = high;
    if (!Number.isNaN(typical) && !Number.isNaN(value)) {
      forecast.surprise[at] = interval.surprise(value - typical);
      interval.learn(value - typical, value < low || value > high);
    }
    model.learn(row);
  }
  return forecast;
}
