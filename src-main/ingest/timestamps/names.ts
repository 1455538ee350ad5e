/** Month names by their first letters: English first, then what other languages write differently. */
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen', 'sty'],
  ['feb', 'fév', 'fev', 'lut'],
  ['mar', 'mär', 'mrz', 'maa', 'mrt'],
  ['apr', 'avr', 'abr', 'kwi'],
  ['may', 'mai', 'mag', 'mei', 'maj'],
  ['jun', 'giu', 'cze'],
  ['jul', 'lug', 'lip'],
  ['aug', 'ago', 'aoû', 'aou', 'sie'],
  ['sep', 'set', 'wrz'],
  ['oct', 'okt', 'ott', 'out'],
  ['nov', 'lis'],
  ['dec', 'dez', 'déc', 'dic', 'gru'],
];
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The first three UTF-8 bytes, letters folded to lower case. */
function pack(name: string): number {
  const bytes = new TextEncoder().encode(name);
  return packAt(bytes, 0, bytes.length);
}

const MONTH_BY_CODE = new Map(MONTHS.flatMap((names, i) => names.map((name) => [pack(name), i + 1] as const)));
const ENGLISH_CODES = MONTHS.map(([english = '']) => pack(english));
const DAY_CODES = DAYS.map(pack);
/** French `juin` and `juillet` differ in their fourth letter. */
const FRENCH_JUI = pack('jui');

function packAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 3 > end) return -1;
  return ((bytes[at]! | 32) << 16) | ((bytes[at + 1]! | 32) << 8) | (bytes[at + 2]! | 32);
}

/** 1..12 when a month name (abbreviated or full, any case) starts at `at`, else 0. */
export function monthAt(bytes: Uint8Array, at: number, end: number): number {
  const code = packAt(bytes, at, end);
  for (let i = 0; i < 12; i++) if (ENGLISH_CODES[i] === code) return i + 1;
  if (code === FRENCH_JUI) return at + 3 < end && bytes[at + 3] === 0x6e ? 6 : 7;
  return MONTH_BY_CODE.get(code) ?? 0;
}

/** True when an English weekday name starts at `at`. */
export function isWeekdayAt(bytes: Uint8Array, at: number, end: number): boolean {
  return DAY_CODES.includes(packAt(bytes, at, end));
}

/** The position after the word at `at` and the dot of an abbreviation. */
export function skipLetters(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end) {
    const byte = bytes[position]!;
    const lower = byte | 32;
    if (byte < 0x80 && (lower < 0x61 || lower > 0x7a)) break;
    position++;
  }
  return position < end && bytes[position] === 0x2e ? position + 1 : position;
}
