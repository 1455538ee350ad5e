import type { MonthDay } from './time-context.ts';
import { ABSENT, NO_OFFSET, type TimeFields } from './time-fields.ts';

/** Keeps what the timestamps of a sample leave open, so that the guesses can be made once and said. */
export class TimeSurvey {
  /** Year-less dates in line order, neighbours that are equal kept once. */
  readonly yearlessDates: MonthDay[] = [];
  timestamps = 0;
  withoutZone = 0;
  ambiguousZones = 0;
  /** Timestamps with a time of day (or minutes and seconds) only. */
  withoutDate = 0;
  withoutHour = 0;
  openDates = 0;
  /** Open dates whose first number is over 12, so day first. */
  dayFirst = 0;
  /** Open dates whose second number is over 12, so month first. */
  monthFirst = 0;
  /** Possible dates with an impossible time of day: damage in the log, where a wrong reading gives impossible dates as well. */
  badClocks = 0;
  /** Seconds of the period of the last date-less timestamp, and of the largest one before a fall. */
  lastPeriodSeconds = 0;
  /** Periods a date-less sample spans, beyond the first. */
  periodRolls = 0;

  add(fields: TimeFields): void {
    this.timestamps++;
    if (fields.isEpoch) return;
    if (hasBadClock(fields)) this.badClocks++;
    if (fields.offsetSeconds === NO_OFFSET) this.withoutZone++;
    if (fields.isAmbiguousZone) this.ambiguousZones++;
    if (fields.month === ABSENT) this.addPeriod(fields);
    else if (fields.hasOpenOrder) this.addOpenDate(fields);
    else if (fields.year === ABSENT) this.addYearless(fields.month, fields.day);
  }

  private addPeriod(fields: TimeFields): void {
    this.withoutDate++;
    const hasHour = fields.hour !== ABSENT;
    if (!hasHour) this.withoutHour++;
    const seconds = (hasHour ? fields.hour * 3600 : 0) + fields.minute * 60 + fields.second;
    if (this.withoutDate > 1 && this.lastPeriodSeconds - seconds > (hasHour ? 43_200 : 1800)) this.periodRolls++;
    this.lastPeriodSeconds = seconds;
  }

  private addOpenDate(fields: TimeFields): void {
    this.openDates++;
    if (fields.month > 12) this.dayFirst++;
    else if (fields.day > 12) this.monthFirst++;
  }

  private addYearless(month: number, day: number): void {
    const last = this.yearlessDates.at(-1);
    if (month >= 1 && month <= 12 && (last?.month !== month || last.day !== day))
      this.yearlessDates.push({ month, day });
  }
}

function hasBadClock({ month, day, hour, minute, second }: TimeFields): boolean {
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= 31;
  const isMidnight = hour === 24 && minute === 0 && second === 0;
  return isDate && hour !== ABSENT && ((hour > 23 && !isMidnight) || minute > 59 || second > 60);
}
