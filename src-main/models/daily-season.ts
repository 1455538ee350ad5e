import { medianOf } from './order-statistics.ts';

const DAY_SECONDS = 86_400;
/** A daily job does not start on the second: windows this near count as the same time of day. */
const REACH_SECONDS = 150;
const MAX_REACH = 3;
/** Only windows at least this surprising are looked up on other days. */
const MIN_SURPRISE = 1;

/** How windows lie over days. */
export interface Season {
  /** Windows of a day; 0 when days cannot be compared. */
  readonly perDay: number;
  readonly stepSeconds: number;
  /** Epoch seconds of the first window where the log is long enough to tell weekdays from weekends; absent: all days are alike. */
  readonly startSeconds?: number | undefined;
}

/** Windows a day holds, 0 when the log is shorter than a day and a half or windows do not divide a day. */
export function windowsPerDay(windowCount: number, stepSeconds: number): number {
  const perDay = DAY_SECONDS / stepSeconds;
  return Number.isInteger(perDay) && windowCount >= 1.5 * perDay ? perDay : 0;
}

/** Days of one kind stand for a day of that kind alone when there are so many others. */
const LEAST_ALIKE = 2;
/** Shorter logs have no second weekend, or hardly a day of it. */
const LEAST_DAYS = 9;
/** 1 January 1970 was a Thursday; 0 is a Sunday. */
const FIRST_WEEKDAY = 4;

/** How the windows of a log lie over days, and over weeks where it holds more than one. */
export function seasonOver(windowCount: number, stepSeconds: number, startSeconds: number): Season {
  const perDay = windowsPerDay(windowCount, stepSeconds);
  const isLong = perDay > 0 && windowCount >= LEAST_DAYS * perDay;
  return { perDay, stepSeconds, startSeconds: isLong ? startSeconds : undefined };
}

/**
 * Median of what other days had at the time of a window: of weekends on a weekend and of weekdays on a weekday, where two others of
 * the kind are known; else of all. NaN for none. Days are those of UTC: in other zones the hours around midnight are of the day beside.
 * @param windows The same time on the other days. @param numbers What each had.
 */
export function usualOfDays(
  season: Season,
  window: number,
  windows: readonly number[],
  numbers: readonly number[],
): number {
  const { startSeconds } = season;
  if (startSeconds !== undefined) {
    const isWeekend = (at: number): boolean => {
      const day = Math.floor((startSeconds + at * season.stepSeconds) / DAY_SECONDS) + FIRST_WEEKDAY;
      return day % 7 === 0 || day % 7 === 6;
    };
    const own = isWeekend(window);
    const alike = numbers.filter((_, i) => isWeekend(windows[i]!) === own);
    if (alike.length >= LEAST_ALIKE) return medianOf(new Float64Array(alike));
  }
  return medianOf(new Float64Array(numbers));
}

/**
 * Moves the level of surprising windows to what other days have at the same time of day, when that lies on the same
 * side: a nightly job is usual at night. Returns the same level when nothing moves.
 * @param values One a window; NaN = no evidence.
 * @param surprise Signed surprise of each window against `level`.
 */
export function moveToDailySeason(
  values: Float64Array,
  level: Float64Array,
  surprise: Float64Array,
  options: Season,
): Float64Array {
  const { perDay } = options;
  if (perDay === 0) return level;
  const reach = Math.min(MAX_REACH, Math.floor(REACH_SECONDS / options.stepSeconds));
  let moved: Float64Array | null = null;
  for (let window = 0; window < values.length; window++) {
    if (Math.abs(surprise[window]!) < MIN_SURPRISE) continue;
    const usual = otherDays(values, window, options, reach);
    if ((usual - level[window]!) * surprise[window]! <= 0 || Number.isNaN(usual)) continue;
    moved ??= level.slice();
    // Between its neighbours and quieter days a window is no surprise: a silence of another day would make a rise of it.
    moved[window] = surprise[window]! < 0 ? Math.max(usual, values[window]!) : usual;
  }
  return moved ?? level;
}

/** Median over the other days of the mean around the same time of day; NaN when no other day knows. */
function otherDays(values: Float64Array, window: number, season: Season, reach: number): number {
  const { perDay } = season;
  const windows: number[] = [];
  const days: number[] = [];
  for (let at = window % perDay; at < values.length; at += perDay) {
    if (at === window) continue;
    let sum = 0;
    let known = 0;
    for (let i = Math.max(0, at - reach); i <= Math.min(values.length - 1, at + reach); i++) {
      if (Number.isNaN(values[i]!)) continue;
      sum += values[i]!;
      known++;
    }
    if (known === 0) continue;
    windows.push(at);
    days.push(sum / known);
  }
  return usualOfDays(season, window, windows, days);
}
