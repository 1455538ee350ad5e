import { WordSet } from './word-set.ts';

/**
 * Keys whose value says which event a line is (`event=cache_miss`): program text, not a parameter. Elsewhere a value
 * behind `=` is a parameter.
 */
export const EVENT_KEYS: ReadonlySet<string> = new Set(
  'event evt event_type event_name eventtype eventname msg message action op operation method cmd command'.split(' '),
);
/** Keys whose value, if a plain name, says which part of the program speaks. */
export const ORIGIN_KEYS: ReadonlySet<string> = new Set(
  'component module service svc subsystem logger fn func function handler'.split(' '),
);
const EVENT_KEY_BYTES = new WordSet([...EVENT_KEYS]);
const LONGEST = 10;
const MAX_DIGITS = 4;

/** The key right before an `=` at `equals`, one blank allowed between, in lower case; '' when there is none. */
export function keyBefore(text: string, equals: number): string {
  const end = text[equals - 1] === ' ' ? equals - 1 : equals;
  let start = end;
  while (start > 0 && end - start <= LONGEST && /\w/.test(text[start - 1] as string)) start--;
  return text.slice(start, end).toLowerCase();
}

/** Whether the bytes before `start` are `key=` or `key="` with an event key, not looking before `floor`. */
export function isBehindEventKey(bytes: Uint8Array, floor: number, start: number): boolean {
  let at = start - 1;
  if (at >= floor && bytes[at] === 0x22) at--;
  if (at < floor || bytes[at] !== 0x3d) return false;
  const end = at;
  while (at > floor && isKeyByte(bytes[at - 1] as number)) at--;
  return EVENT_KEY_BYTES.has(bytes, at, end);
}

/** Whether a chunk can be an event's name: a letter first, then name bytes with few digits. */
export function isEventName(bytes: Uint8Array, start: number, end: number): boolean {
  const first = (bytes[start] as number) | 0x20;
  if (first < 0x61 || first > 0x7a) return false;
  let digits = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte >= 0x30 && byte <= 0x39) digits++;
    else if (!isKeyByte(byte) && byte !== 0x2e && byte !== 0x2d) return false;
  }
  return digits <= MAX_DIGITS;
}

function isKeyByte(byte: number): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
}
