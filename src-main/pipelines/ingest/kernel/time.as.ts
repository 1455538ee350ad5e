// AssemblyScript. Timestamps in their usual spellings. What is spelt otherwise, or is no real instant, is left to the readers of
// ingest/timestamps (LEAVE): they decide, this file only agrees with them.

/** The text does not have this form. */
export const NO_MATCH: i32 = -1;
/** Cannot tell: the line belongs to JavaScript. */
export const LEAVE: i32 = -2;
export const ABSENT: i32 = -1;
export const NO_OFFSET: i32 = 0x7fffffff;

// The fields of TimeFields that these spellings set.
export let year: i32 = ABSENT;
export let month: i32 = ABSENT;
export let day: i32 = ABSENT;
export let hour: i32 = ABSENT;
export let minute: i32 = 0;
export let second: i32 = 0;
export let nanos: i32 = 0;
export let offset: i32 = NO_OFFSET;
export let epochSeconds: f64 = 0;
export let isEpoch: boolean = false;

// Codes of compile-time-spec.ts.
const BLANK: i32 = 256;
const YEAR: i32 = 257;
const SHORT_YEAR: i32 = 258;
const MONTH: i32 = 259;
const MONTH_NAME: i32 = 260;
const DAY: i32 = 261;
const WEEKDAY: i32 = 262;
const HOUR: i32 = 264;
const MINUTE: i32 = 265;
const SECOND: i32 = 266;
const FRACTION: i32 = 268;
const ZONE: i32 = 269;
const EPOCH_SECONDS: i32 = 270;
const ISO: i32 = 272;

const MONTHS: string = 'janfebmaraprmayjunjulaugsepoctnovdec';
const WEEKDAYS: string = 'montuewedthufrisatsun';
const SCALES: usize = memory.data<i32>([1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1000, 100, 10, 1]);
/** Digits of an epoch number that are seconds for certain. */
const MAX_EPOCH_DIGITS: i32 = 10;

function reset(): void {
  year = ABSENT;
  month = ABSENT;
  day = ABSENT;
  hour = ABSENT;
  minute = 0;
  second = 0;
  nanos = 0;
  offset = NO_OFFSET;
  isEpoch = false;
}

@inline
function byteAt(at: i32): i32 {
  return <i32>load<u8>(<usize>at);
}

@inline
function isDigit(byte: i32): boolean {
  return <u32>(byte - 0x30) <= 9;
}

@inline
function isLetter(byte: i32): boolean {
  return <u32>((byte | 32) - 0x61) <= 25;
}

/** Reads a timestamp by the codes at `codes`; returns the position behind it, NO_MATCH or LEAVE. */
export function readTime(codes: usize, count: i32, at: i32, end: i32): i32 {
  reset();
  if (count === 1 && load<i32>(codes) === ISO) return readIso(at, end);
  let position = at;
  for (let i = 0; i < count; i++) {
    const code = load<i32>(codes + (<usize>i << 2));
    if (code < 256) {
      if (position >= end || byteAt(position) !== code) return NO_MATCH;
      position++;
      continue;
    }
    position = readDirective(code, position, end);
    if (position < 0) return position;
  }
  return position;
}

function readDirective(code: i32, at: i32, end: i32): i32 {
  switch (code) {
    case BLANK: {
      let position = at;
      while (position < end && (byteAt(position) === 0x20 || byteAt(position) === 0x09)) position++;
      return position === at ? NO_MATCH : position;
    }
    case YEAR: {
      const high = readTwo(at, end);
      const low = readTwo(at + 2, end);
      if (high < 0 || low < 0) return NO_MATCH;
      year = high * 100 + low;
      return at + 4;
    }
    case SHORT_YEAR: {
      const short = readTwo(at, end);
      if (short < 0) return NO_MATCH;
      year = short < 70 ? 2000 + short : 1900 + short;
      return at + 2;
    }
    case MONTH:
      month = readOneOrTwo(at, end);
      return month < 0 ? NO_MATCH : at + digits(at, end);
    case MONTH_NAME: {
      month = nameAt(MONTHS, at, end);
      return month === 0 ? LEAVE : skipLetters(at, end);
    }
    case DAY: {
      const start = at < end && byteAt(at) === 0x20 ? at + 1 : at;
      day = readOneOrTwo(start, end);
      return day < 0 ? NO_MATCH : start + digits(start, end);
    }
    case WEEKDAY:
      return nameAt(WEEKDAYS, at, end) === 0 ? LEAVE : skipLetters(at, end);
    case HOUR:
      hour = readOneOrTwo(at, end);
      return hour < 0 ? NO_MATCH : at + digits(at, end);
    case MINUTE:
      minute = readTwo(at, end);
      return minute < 0 ? NO_MATCH : at + 2;
    case SECOND:
      second = readTwo(at, end);
      return second < 0 ? NO_MATCH : at + 2;
    case FRACTION: {
      const mark = at < end ? byteAt(at) : 0;
      const hasMark = mark === 0x2e || mark === 0x2c || mark === 0x3a;
      return hasMark && at + 1 < end && isDigit(byteAt(at + 1)) ? readFraction(at + 1, end) : at;
    }
    case ZONE:
      return readZone(at, end);
    case EPOCH_SECONDS:
      return readEpoch(at, end);
    default:
      return LEAVE;
  }
}

/** `2024-05-01T12:00:00.123Z` and the like, with `/` for `-`, a blank for `T`, `,` for `.`; seconds must be there. */
function readIso(at: i32, end: i32): i32 {
  if (at + 13 > end || !isDigit(byteAt(at))) return NO_MATCH;
  if (at + 19 > end) return LEAVE;
  const date = load<u64>(<usize>at);
  const clock = load<u64>(<usize>at, 11);
  const mark = byteAt(at + 4);
  const between = byteAt(at + 10);
  const isDate = (mark === 0x2d || mark === 0x2f) && byteAt(at + 7) === mark && (between === 0x54 || between === 0x20);
  if (!isDate || !areDigits(date, 0x00ffff00ffffffff)) return LEAVE;
  if (byteAt(at + 13) !== 0x3a || byteAt(at + 16) !== 0x3a || !areDigits(clock, 0xffff00ffff00ffff)) return LEAVE;
  const dayDigits = <i32>load<u16>(<usize>at, 8);
  if (!areDigits(<u64>dayDigits, 0xffff)) return LEAVE;
  year = two(<i32>(date & 0xffff)) * 100 + two(<i32>((date >> 16) & 0xffff));
  month = two(<i32>((date >> 40) & 0xffff));
  day = two(dayDigits);
  hour = two(<i32>(clock & 0xffff));
  minute = two(<i32>((clock >> 24) & 0xffff));
  second = two(<i32>(clock >> 48));
  let position = at + 19;
  if (position + 1 < end && (byteAt(position) === 0x2e || byteAt(position) === 0x2c) && isDigit(byteAt(position + 1))) {
    position = readFraction(position + 1, end);
  }
  if (position >= end) return position;
  const next = byteAt(position);
  if (next === 0x20) return mayBeZone(position + 1, end) ? LEAVE : position;
  if ((next | 32) === 0x7a) return readZone(position, end);
  if (next === 0x2b || next === 0x2d) return readTwo(position + 1, end) < 0 ? position : readZone(position, end);
  return next === 0xe2 ? LEAVE : position;
}

/** Whether what stands behind a time and a blank may be a zone: an offset, `UTC`, `GMT` or `Z`. */
function mayBeZone(at: i32, end: i32): boolean {
  if (at >= end) return false;
  const byte = byteAt(at);
  if (byte === 0x2b || byte === 0x2d) return readTwo(at + 1, end) >= 0;
  return byte === 0x5a || (byte === 0x55 && byteAt(at + 1) === 0x54) || (byte === 0x47 && byteAt(at + 1) === 0x4d);
}

/** Whether the bytes of `word` where `places` has 0xff are digits. */
@inline
function areDigits(word: u64, places: u64): boolean {
  const high: u64 = 0xf0f0f0f0f0f0f0f0 & places;
  const threes: u64 = 0x3030303030303030 & places;
  return (word & high) === threes && ((word + 0x0606060606060606) & high) === threes;
}

/** The number of two digits, the first one in the lower byte. */
@inline
function two(pair: i32): i32 {
  return (pair & 15) * 10 + ((pair >> 8) & 15);
}

/** `Z`, `+hhmm` or `+hh:mm` with nothing behind that could belong to it. */
function readZone(at: i32, end: i32): i32 {
  if (at >= end) return NO_MATCH;
  const first = byteAt(at);
  if ((first | 32) === 0x7a) {
    if (at + 1 < end && isLetter(byteAt(at + 1))) return LEAVE;
    offset = 0;
    return at + 1;
  }
  if (first !== 0x2b && first !== 0x2d) return LEAVE;
  const hours = readTwo(at + 1, end);
  const hasColon = at + 3 < end && byteAt(at + 3) === 0x3a;
  const minutesAt = hasColon ? at + 4 : at + 3;
  const minutes = readTwo(minutesAt, end);
  const stop = minutesAt + 2;
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || (stop < end && byteAt(stop) === 0x3a)) return LEAVE;
  const seconds = hours * 3600 + minutes * 60;
  offset = first === 0x2b ? seconds : -seconds;
  return stop;
}

function readEpoch(at: i32, end: i32): i32 {
  let position = at;
  let seconds: i64 = 0;
  while (position < end && isDigit(byteAt(position))) seconds = seconds * 10 + byteAt(position++) - 0x30;
  if (position === at || position - at > MAX_EPOCH_DIGITS) return LEAVE;
  isEpoch = true;
  epochSeconds = <f64>seconds;
  const mark = position < end ? byteAt(position) : 0;
  const hasFraction = (mark === 0x2e || mark === 0x2c) && position + 1 < end && isDigit(byteAt(position + 1));
  return hasFraction ? readFraction(position + 1, end) : position;
}

function readFraction(at: i32, end: i32): i32 {
  let value = 0;
  let position = at;
  while (position < end && isDigit(byteAt(position))) {
    if (position - at < 9) value = value * 10 + byteAt(position) - 0x30;
    position++;
  }
  nanos = value * load<i32>(SCALES + (<usize>min(position - at, 9) << 2));
  return position;
}

function readTwo(at: i32, end: i32): i32 {
  if (at + 2 > end || !isDigit(byteAt(at)) || !isDigit(byteAt(at + 1))) return -1;
  return (byteAt(at) - 0x30) * 10 + byteAt(at + 1) - 0x30;
}

function readOneOrTwo(at: i32, end: i32): i32 {
  if (at >= end || !isDigit(byteAt(at))) return -1;
  const first = byteAt(at) - 0x30;
  return at + 1 < end && isDigit(byteAt(at + 1)) ? first * 10 + byteAt(at + 1) - 0x30 : first;
}

function digits(at: i32, end: i32): i32 {
  return at + 1 < end && isDigit(byteAt(at + 1)) ? 2 : 1;
}

/** 1 and up when one of the names starts at `at`, in any case; else 0. */
function nameAt(names: string, at: i32, end: i32): i32 {
  if (at + 3 > end) return 0;
  for (let i = 0; i < names.length; i += 3) {
    if ((byteAt(at) | 32) !== names.charCodeAt(i) || (byteAt(at + 1) | 32) !== names.charCodeAt(i + 1)) continue;
    if ((byteAt(at + 2) | 32) === names.charCodeAt(i + 2)) return i / 3 + 1;
  }
  return 0;
}

function skipLetters(at: i32, end: i32): i32 {
  let position = at;
  while (position < end && (byteAt(position) >= 0x80 || isLetter(byteAt(position)))) position++;
  return position < end && byteAt(position) === 0x2e ? position + 1 : position;
}

/** Whether the fields are a date and time of day in the range that needs no second look. */
export function isPlainDate(): boolean {
  if (year < 1678 || year > 2261 || month < 1 || month > 12 || day < 1) return false;
  return day <= daysInMonth() && hour >= 0 && hour <= 23 && minute <= 59 && second <= 59;
}

function daysInMonth(): i32 {
  if (month === 2) return (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Seconds since 1970 of the fields, as if they were UTC. */
export function localSeconds(): i64 {
  const y = month <= 2 ? year - 1 : year;
  const era = y / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  const days = era * 146_097 + dayOfEra - 719_468;
  return <i64>days * 86_400 + <i64>(hour * 3600 + minute * 60 + second);
}
