/** What a file's timestamps leave open, decided once per source; structured-cloneable. */
export interface TimeContext {
  /** Year of the first year-less date of the source. */
  readonly baseYear: number;
  /** Seconds east of UTC for timestamps without a zone; used when `zoneName` is null. */
  readonly zoneOffsetSeconds: number;
  /** IANA zone for timestamps without a zone, or null. */
  readonly zoneName: string | null;
  /** Order of `05/04/2024`. */
  readonly dateOrder: 'dmy' | 'mdy';
  /** Epoch seconds of the day (or hour) the first time of a date-less source lies in. */
  readonly basePeriodSeconds: number;
  /** Added to every instant of the source, because its clock was wrong; absent or 0 for nothing. */
  readonly clockOffsetSeconds?: number;
}

export const DEFAULT_TIME_CONTEXT: TimeContext = {
  baseYear: 1970,
  zoneOffsetSeconds: 0,
  zoneName: null,
  dateOrder: 'mdy',
  basePeriodSeconds: 0,
};

/** Year-less dates of one block, for the caller to chain blocks with `yearStep`. */
export interface YearlessDates {
  /** Years added to the base year by roll-over inside the block. */
  readonly shift: number;
  /** 1..12 and 1..31 of the first and last year-less date. */
  readonly firstMonth: number;
  readonly firstDay: number;
  readonly lastMonth: number;
  readonly lastDay: number;
}

/** A year-less date; `month` 0 means none was seen. */
export interface MonthDay {
  readonly month: number;
  readonly day: number;
}

/**
 * Years to add when a year-less source goes from one date to the next: 1 over a new year (the month falls by six or
 * more), -1 for a late line of the old year (within a week before), else 0.
 */
export function yearStep(month: number, day: number, nextMonth: number, nextDay: number): -1 | 0 | 1 {
  if (month === 0 || nextMonth === 0) return 0;
  if (month - nextMonth >= 6) return 1;
  const isLateLine = nextMonth === 12 && month === 1 && day + 31 - nextDay <= 7;
  return isLateLine ? -1 : 0;
}
