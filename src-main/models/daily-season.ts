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
}

/** Windows a day holds, 0 when the log is shorter than a day and a half or windows do not divide a day. */
export function windowsPerDay(windowCount: number, stepSeconds: number): number {
  const perDay = DAY_SECONDS / stepSeconds;
  return Number.isInteger(perDay) && windowCount >= 1.5 * perDay ? perDay : 0;
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
    const usual = otherDays(values, window, perDay, reach);
    if ((usual - level[window]!) * surprise[window]! <= 0 || Number.isNaN(usual)) continue;
    moved ??= level.slice();
    moved[window] = usual;
  }
  return moved ?? level;
}

/** Median over the other days of the mean around the same time of day; NaN when no other day knows. */
function otherDays(values: Float64Array, window: number, perDay: number, reach: number): number {
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
    if (known > 0) days.push(sum / known);
  }
  return medianOf(new Float64Array(days));
}
