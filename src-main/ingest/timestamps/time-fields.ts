/** Marks an absent number in `TimeFields`. */
export const ABSENT = -1;
/** `offsetSeconds` of a timestamp that names no zone. */
export const NO_OFFSET = 0x7fffffff;

/**
 * What a timestamp reader found in the text, before zone, year and range checks.
 * One instance is reused for every line; `reset` before each read.
 */
export class TimeFields {
  /** Four-digit year, ABSENT in year-less formats. */
  year: number = ABSENT;
  /** 1..12 as written (may be out of range), ABSENT when the text holds a time of day only. */
  month: number = ABSENT;
  day: number = ABSENT;
  /** 1..366 where the text names the day of the year instead of month and day; the clock turns it into those. */
  dayOfYear: number = ABSENT;
  /** ABSENT when only minutes and seconds were written. */
  hour: number = ABSENT;
  minute = 0;
  second = 0;
  nanos = 0;
  /** Seconds east of UTC, or NO_OFFSET. */
  offsetSeconds: number = NO_OFFSET;
  /** The zone abbreviation has several meanings (CST, IST, ...). */
  isAmbiguousZone = false;
  /** `month` and `day` were written as two numbers whose order the text does not tell. */
  hasOpenOrder = false;
  /** 0 none, 1 am, 2 pm. */
  halfDay = 0;
  /** Whole seconds since 1970 when the text is an epoch number; `isEpoch` says so. */
  epochSeconds = 0;
  isEpoch = false;

  reset(): void {
    this.year = ABSENT;
    this.month = ABSENT;
    this.day = ABSENT;
    this.dayOfYear = ABSENT;
    this.hour = ABSENT;
    this.minute = 0;
    this.second = 0;
    this.nanos = 0;
    this.offsetSeconds = NO_OFFSET;
    this.isAmbiguousZone = false;
    this.hasOpenOrder = false;
    this.halfDay = 0;
    this.epochSeconds = 0;
    this.isEpoch = false;
  }
}
