import { civilTime, msToNs, type TimeZoneMode } from '../ui/time.ts';

/** What part of time is on screen: milliseconds since 1970, start inclusive, end exclusive. */
export interface TimeDomain {
  readonly startMs: number;
  readonly endMs: number;
}

/** Maps a time domain onto pixels; the chart, the overlay and every lane share one, so they cannot disagree. */
export interface TimeScale {
  readonly domain: TimeDomain;
  readonly leftPx: number;
  readonly widthPx: number;
}

export function timeToPx(scale: TimeScale, ms: number): number {
  const { startMs, endMs } = scale.domain;
  return scale.leftPx + ((ms - startMs) / (endMs - startMs)) * scale.widthPx;
}

/** Inverse of `timeToPx`, kept inside the domain. */
export function pxToTime(scale: TimeScale, px: number): number {
  const { startMs, endMs } = scale.domain;
  const share = Math.min(1, Math.max(0, (px - scale.leftPx) / scale.widthPx));
  return startMs + share * (endMs - startMs);
}

/** Shortest domain one can zoom into. */
export const MIN_SPAN_MS = 10;

/**
 * Zooms by `factor` (below 1 zooms in) keeping the time under the pointer where it is.
 * The result stays inside `limits` and never gets shorter than `MIN_SPAN_MS`.
 */
export function zoomAt(domain: TimeDomain, atMs: number, factor: number, limits: TimeDomain): TimeDomain {
  const span = domain.endMs - domain.startMs;
  const whole = limits.endMs - limits.startMs;
  const next = Math.min(whole, Math.max(Math.min(MIN_SPAN_MS, whole), span * factor));
  const share = span === 0 ? 0.5 : (atMs - domain.startMs) / span;
  return moveInside({ startMs: atMs - share * next, endMs: atMs + (1 - share) * next }, limits);
}

/** Moves by a share of the visible span (negative is earlier), stopping at the limits. */
export function panBy(domain: TimeDomain, share: number, limits: TimeDomain): TimeDomain {
  const delta = (domain.endMs - domain.startMs) * share;
  return moveInside({ startMs: domain.startMs + delta, endMs: domain.endMs + delta }, limits);
}

function moveInside(domain: TimeDomain, limits: TimeDomain): TimeDomain {
  const span = domain.endMs - domain.startMs;
  if (span >= limits.endMs - limits.startMs) return limits;
  if (domain.startMs < limits.startMs) return { startMs: limits.startMs, endMs: limits.startMs + span };
  if (domain.endMs > limits.endMs) return { startMs: limits.endMs - span, endMs: limits.endMs };
  return domain;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS: readonly number[] = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  91 * DAY,
  182 * DAY,
  365 * DAY,
];

export interface TimeTick {
  readonly ms: number;
  readonly label: string;
  /** True for the first tick of a day: its label says the date. */
  readonly isDate: boolean;
}

/** Above, days do not fall on the first of a month: ticks follow the calendar. */
const LARGEST_DAY_STEP = 14 * DAY;
const MEAN_MONTH = (365.25 / 12) * DAY;
const MONTH_STEPS: readonly number[] = [1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200];

/**
 * Round times across the domain, at most `maxTicks` and one more, aligned in the zone shown: over months and years their firsts.
 * The first tick and every new day name the date; the others only the clock.
 */
export function timeTicks(domain: TimeDomain, maxTicks: number, zone: TimeZoneMode): readonly TimeTick[] {
  const span = domain.endMs - domain.startMs;
  if (!(span > 0) || maxTicks < 1) return [];
  const step = STEPS.find((candidate) => span / candidate <= maxTicks) ?? Number.POSITIVE_INFINITY;
  if (step > LARGEST_DAY_STEP) return monthTicks(domain, maxTicks, zone);
  const offsetMs = zone === 'utc' ? 0 : -new Date(domain.startMs).getTimezoneOffset() * MINUTE;
  const ticks: TimeTick[] = [];
  let lastDate = '';
  for (let ms = Math.ceil((domain.startMs + offsetMs) / step) * step - offsetMs; ms <= domain.endMs; ms += step) {
    const { date, clock, fraction } = civilTime(msToNs(ms), zone);
    const isDate = date !== lastDate;
    lastDate = date;
    ticks.push({ ms, isDate, label: tickLabel({ date, clock, fraction }, step, isDate) });
  }
  return ticks;
}

function monthTicks(domain: TimeDomain, maxTicks: number, zone: TimeZoneMode): readonly TimeTick[] {
  const wanted = (domain.endMs - domain.startMs) / MEAN_MONTH / maxTicks;
  const step = MONTH_STEPS.find((months) => months >= wanted) ?? 12 * Math.ceil(wanted / 12);
  const [year = 1970, month = 1] = civilTime(msToNs(domain.startMs), zone).date.split('-').map(Number);
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil((year * 12 + month - 1) / step) * step; ; at += step) {
    const ms = firstOfMonth(at, zone);
    if (!(ms <= domain.endMs)) return ticks;
    const text = civilTime(msToNs(ms), zone).date;
    if (ms >= domain.startMs) ticks.push({ ms, isDate: true, label: text.slice(0, step % 12 === 0 ? -6 : -3) });
  }
}

/** @param months Since the year 0. */
function firstOfMonth(months: number, zone: TimeZoneMode): number {
  const [year, month] = [Math.floor(months / 12), months % 12];
  // The constructor takes years below 100 for those of the 20th century.
  if (zone === 'utc') return new Date(0).setUTCFullYear(year, month, 1);
  return new Date(2000, 0, 1).setFullYear(year, month, 1);
}

function tickLabel(time: { date: string; clock: string; fraction: string }, step: number, isDate: boolean): string {
  if (step >= DAY) return time.date;
  const text =
    step >= MINUTE
      ? time.clock.slice(0, 5)
      : step >= SECOND
        ? time.clock
        : `${time.clock}.${time.fraction.slice(0, 3)}`;
  return isDate ? `${time.date} ${text}` : text;
}

/** A round bucket width in ms that gives about `target` buckets over the span; never below 1 ms. */
export function bucketMs(spanMs: number, target: number): number {
  const ideal = spanMs / Math.max(1, target);
  return STEPS.find((step) => step >= ideal) ?? Math.ceil(ideal / DAY) * DAY;
}
