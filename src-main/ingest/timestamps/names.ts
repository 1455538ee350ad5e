/** English month abbreviations as three packed lower-case letters. */
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const pack = (name: string): number => (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2);

const MONTH_CODES = MONTHS.map(pack);
const DAY_CODES = DAYS.map(pack);

function packAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 3 > end) return -1;
  return ((bytes[at]! | 32) << 16) | ((bytes[at + 1]! | 32) << 8) | (bytes[at + 2]! | 32);
}

/** 1..12 when an English month name (three letters or full, any case) starts at `at`, else 0. */
export function monthAt(bytes: Uint8Array, at: number, end: number): number {
  const code = packAt(bytes, at, end);
  for (let i = 0; i < 12; i++) if (MONTH_CODES[i] === code) return i + 1;
  return 0;
}

/** True when an English weekday name starts at `at`. */
export function isWeekdayAt(bytes: Uint8Array, at: number, end: number): boolean {
  return DAY_CODES.includes(packAt(bytes, at, end));
}

/** The position after the run of ASCII letters at `at`. */
export function skipLetters(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end) {
    const lower = bytes[position]! | 32;
    if (lower < 0x61 || lower > 0x7a) break;
    position++;
  }
  return position;
}
