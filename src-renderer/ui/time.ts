/** Event times on screen: 64-bit nanoseconds in, text in the chosen zone out. Never goes through a lossy number first. */

export type TimeZoneMode = 'utc' | 'local';

const NS_PER_MS = 1_000_000n;
const NS_PER_S = 1_000_000_000n;

/** Milliseconds for charts (exact to about 0.25 µs today); floors towards minus infinity for negative times. */
export function nsToMs(ns: bigint): number {
  const whole = floorDiv(ns, NS_PER_MS);
  return Number(whole) + Number(ns - whole * NS_PER_MS) / 1e6;
}

/** Nearest nanosecond of a chart position. */
export function msToNs(ms: number): bigint {
  const whole = Math.floor(ms);
  return BigInt(whole) * NS_PER_MS + BigInt(Math.round((ms - whole) * 1e6));
}

interface CivilTime {
  readonly date: string;
  readonly clock: string;
  /** Nine digits. */
  readonly fraction: string;
}

/** Splits an instant into its civil date, clock and fraction in the zone. */
export function civilTime(ns: bigint, zone: TimeZoneMode): CivilTime {
  const seconds = floorDiv(ns, NS_PER_S);
  const fraction = (ns - seconds * NS_PER_S).toString().padStart(9, '0');
  const offsetMinutes = zone === 'utc' ? 0 : zoneOffsetMinutes(Number(seconds) * 1000);
  const shifted = new Date((Number(seconds) + offsetMinutes * 60) * 1000);
  if (Number.isNaN(shifted.getTime())) return { date: '????-??-??', clock: '??:??:??', fraction };
  const iso = shifted.toISOString();
  return { date: iso.slice(0, -14), clock: iso.slice(-13, -5), fraction };
}

export type TimePrecision = 'second' | 'milli' | 'nano';

const FRACTION_DIGITS: Readonly<Record<TimePrecision, number>> = { second: 0, milli: 3, nano: 9 };

/** `2026-11-23 08:24:05.123`; null shows as an en dash. */
export function formatTime(ns: bigint | null, zone: TimeZoneMode, precision: TimePrecision = 'milli'): string {
  if (ns === null) return '–';
  const { date, clock, fraction } = civilTime(ns, zone);
  const digits = FRACTION_DIGITS[precision];
  return digits === 0 ? `${date} ${clock}` : `${date} ${clock}.${fraction.slice(0, digits)}`;
}

/** `Z` or `+02:00`: the offset in force at that instant. */
export function formatOffset(ns: bigint, zone: TimeZoneMode): string {
  if (zone === 'utc') return 'UTC';
  const minutes = zoneOffsetMinutes(nsToMs(ns));
  const sign = minutes < 0 ? '-' : '+';
  const size = Math.abs(minutes);
  return `${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

/** A span in one short line: the date is said once when both ends share it. */
export function formatTimeRange(fromNs: bigint | null, toNs: bigint | null, zone: TimeZoneMode): string {
  if (fromNs === null || toNs === null) return 'no time';
  const from = civilTime(fromNs, zone);
  const to = civilTime(toNs, zone);
  if (from.date === to.date) return `${from.date} ${from.clock} – ${to.clock}`;
  return `${from.date} ${from.clock} – ${to.date} ${to.clock}`;
}

/** `03-05` where all that is shown beside it lies in one year, else `2026-03-05`: a year of two digits reads as a day. */
export function shortDate(date: string, isOneYear: boolean): string {
  return isOneYear ? date.slice(5) : date;
}

/** Whether both ends lie in one year of the zone; true when there is no time at all. */
export function isOneYear(fromNs: bigint | null, toNs: bigint | null, zone: TimeZoneMode): boolean {
  if (fromNs === null || toNs === null) return true;
  return civilTime(fromNs, zone).date.slice(0, -6) === civilTime(toNs, zone).date.slice(0, -6);
}

/** RFC 3339 with all nine digits, in UTC: what is copied and exported. */
export function formatRfc3339(ns: bigint): string {
  const { date, clock, fraction } = civilTime(ns, 'utc');
  return `${date}T${clock}.${fraction}Z`;
}

const TIME_TEXT =
  /^(?:(\d{4})-(\d{2})-(\d{2}))?[T ]?(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

/**
 * Reads a typed time: a date, a clock time, or both, in the zone unless it names one.
 * @param nearNs Gives the date when only a clock time is typed.
 * @returns null when the text is not a real instant.
 */
export function tryParseTime(text: string, zone: TimeZoneMode, nearNs: bigint | null): bigint | null {
  const match = TIME_TEXT.exec(text.trim());
  if (match === null || (match[1] === undefined && match[4] === undefined)) return null;
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const near = civilTime(nearNs ?? 0n, zone)
    .date.split('-')
    .map(Number);
  const y = year === undefined ? (near[0] ?? 1970) : Number(year);
  const mo = year === undefined ? (near[1] ?? 1) : Number(month);
  const d = year === undefined ? (near[2] ?? 1) : Number(day);
  const wallMs = Date.UTC(y, mo - 1, d, Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0));
  const back = new Date(wallMs);
  const isReal =
    back.getUTCMonth() === mo - 1 &&
    back.getUTCDate() === d &&
    back.getUTCHours() === Number(hour ?? 0) &&
    back.getUTCMinutes() === Number(minute ?? 0) &&
    back.getUTCSeconds() === Number(second ?? 0);
  if (!isReal) return null;
  const offsetMinutes = offset === undefined ? wallOffsetMinutes(wallMs, zone) : readOffset(offset);
  return BigInt(wallMs - offsetMinutes * 60_000) * NS_PER_MS + BigInt((fraction ?? '').padEnd(9, '0'));
}

/** Minutes east of UTC at an instant, in the machine's own zone. */
function zoneOffsetMinutes(ms: number): number {
  const offset = -new Date(ms).getTimezoneOffset();
  return Number.isFinite(offset) ? offset : 0;
}

function wallOffsetMinutes(wallMs: number, zone: TimeZoneMode): number {
  if (zone === 'utc') return 0;
  const guess = zoneOffsetMinutes(wallMs);
  return zoneOffsetMinutes(wallMs - guess * 60_000);
}

function readOffset(text: string): number {
  if (/^(z|utc)$/i.test(text)) return 0;
  const digits = text.slice(1).replace(':', '');
  return (text.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
