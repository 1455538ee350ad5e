import { daysFromCivil, daysInMonth } from './civil.ts';
import { LocalZone } from './local-zone.ts';
import { type TimeContext, type YearlessDates, yearStep } from './time-context.ts';
import type { TimeSurvey } from './time-survey.ts';
import { ABSENT, NO_OFFSET, type TimeFields } from './time-fields.ts';

const DAY = 86_400;
/** Instants whose nanoseconds fit a signed 64-bit integer. */
const MIN_SECONDS = -9_223_372_036;
const MAX_SECONDS = 9_223_372_035;

/** State of a date-less source: the period in force and the last seconds within it. */
interface PeriodState {
  start: number;
  last: number;
}

/**
 * Turns the fields of a timestamp into an instant: checks ranges, applies zone, inferred year and date order.
 * Follows year-less and date-less sources over their roll-overs, so feed it the lines of one block in order.
 */
export class Clock {
  /** Result of the last `resolve` that returned true. */
  epochSeconds = 0;
  nanos = 0;
  private shift = 0;
  private firstMonth = 0;
  private firstDay = 0;
  private lastMonth = 0;
  private lastDay = 0;
  private readonly context: TimeContext;
  private readonly survey: TimeSurvey | null;
  private readonly zone: LocalZone | null;
  private readonly period: PeriodState;

  /** @param survey Told of every timestamp, before any guess is applied. */
  constructor(context: TimeContext, survey: TimeSurvey | null = null) {
    this.context = context;
    this.survey = survey;
    this.zone = context.zoneName === null ? null : new LocalZone(context.zoneName);
    this.period = { start: context.basePeriodSeconds, last: -1 };
  }

  /** Forgets roll-overs. `state` is what `state` gave at the end of the block before; '' at the start of a source. */
  startBlock(state: string): void {
    this.shift = 0;
    this.firstMonth = this.firstDay = this.lastMonth = this.lastDay = 0;
    const [start, last] = state.split(',').map(Number);
    this.period.start = state === '' ? this.context.basePeriodSeconds : (start ?? 0);
    this.period.last = state === '' ? -1 : (last ?? -1);
  }

  /** Year-less dates since `startBlock`; null when there was none. */
  get yearless(): YearlessDates | null {
    const { shift, firstMonth, firstDay, lastMonth, lastDay } = this;
    return firstMonth === 0 ? null : { shift, firstMonth, firstDay, lastMonth, lastDay };
  }

  /** Period of a date-less source, '' for every other. */
  get state(): string {
    return this.period.last < 0 ? '' : `${this.period.start},${this.period.last}`;
  }

  /** True when the fields are a real instant; `epochSeconds` and `nanos` then hold it. */
  resolve(fields: TimeFields): boolean {
    this.survey?.add(fields);
    this.nanos = fields.nanos;
    if (fields.isEpoch) {
      this.epochSeconds = fields.epochSeconds;
      return fields.epochSeconds >= MIN_SECONDS && fields.epochSeconds <= MAX_SECONDS;
    }
    const seconds = secondsOfDay(fields);
    if (seconds < 0) return false;
    if (fields.dayOfYear !== ABSENT) splitDayOfYear(fields);
    if (fields.month === ABSENT) return this.resolvePeriod(fields, seconds);
    if (fields.hasOpenOrder) orderDate(fields, this.context.dateOrder);
    const year = fields.year === ABSENT ? this.inferYear(fields.month, fields.day) : fields.year;
    if (fields.day < 1 || fields.day > daysInMonth(year, fields.month)) return false;
    const local = daysFromCivil(year, fields.month, fields.day) * DAY + seconds;
    this.epochSeconds = local - (fields.offsetSeconds === NO_OFFSET ? this.offsetAt(local) : fields.offsetSeconds);
    return this.epochSeconds >= MIN_SECONDS && this.epochSeconds <= MAX_SECONDS;
  }

  private offsetAt(localSeconds: number): number {
    return this.zone === null ? this.context.zoneOffsetSeconds : this.zone.offsetAt(localSeconds);
  }

  private inferYear(month: number, day: number): number {
    if (month < 1 || month > 12) return this.context.baseYear;
    if (this.firstMonth === 0) {
      this.firstMonth = month;
      this.firstDay = day;
    }
    if (month !== this.lastMonth || day !== this.lastDay) {
      this.shift += yearStep(this.lastMonth, this.lastDay, month, day);
      this.lastMonth = month;
      this.lastDay = day;
    }
    return this.context.baseYear + this.shift;
  }

  /** Time of day (or minutes and seconds only): moves on by a period when the time falls by more than half of one. */
  private resolvePeriod(fields: TimeFields, secondsOfPeriod: number): boolean {
    const length = fields.hour === ABSENT ? 3600 : DAY;
    const period = this.period;
    if (period.last >= 0 && period.last - secondsOfPeriod > length / 2) period.start += length;
    period.last = secondsOfPeriod;
    const local = period.start + secondsOfPeriod;
    this.epochSeconds = local - (fields.offsetSeconds === NO_OFFSET ? this.offsetAt(local) : fields.offsetSeconds);
    return true;
  }
}

/** Seconds of the day, or -1 when a field is out of range. A leap second counts as the second after :59. */
function secondsOfDay(fields: TimeFields): number {
  let hour = fields.hour === ABSENT ? 0 : fields.hour;
  if (fields.halfDay !== 0) {
    if (hour < 1 || hour > 12) return -1;
    hour = (hour % 12) + (fields.halfDay === 2 ? 12 : 0);
  }
  const { minute, second } = fields;
  if (hour > 23) return hour === 24 && minute === 0 && second === 0 && fields.nanos === 0 ? DAY : -1;
  if (minute > 59 || second > 60 || (second === 60 && minute !== 59)) return -1;
  return hour * 3600 + minute * 60 + second;
}

/** Month and day of a day of the year; a day the year does not have becomes a day its December does not have. */
function splitDayOfYear(fields: TimeFields): void {
  let day = fields.dayOfYear;
  let month = 1;
  for (; month < 12 && day > daysInMonth(fields.year, month); month++) day -= daysInMonth(fields.year, month);
  fields.month = month;
  fields.day = day;
}

/** Puts two numbers in the stated order, or in the other one where only that gives a month. */
function orderDate(fields: TimeFields, order: 'dmy' | 'mdy'): void {
  const { month: first, day: second } = fields;
  const isDayFirst = first > 12 ? true : second > 12 ? false : order === 'dmy';
  fields.month = isDayFirst ? second : first;
  fields.day = isDayFirst ? first : second;
}
