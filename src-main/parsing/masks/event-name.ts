import type { Bytes, int } from '../../base/portable.ts';
import { WordSet } from './word-set.ts';

/** Keys whose value says which event a line is (`event=cache_miss`): program text, not a parameter. */
export const EVENT_KEY_WORDS: string =
  'event evt event_type event_name eventtype eventname msg message action op operation method cmd command';

/** Keys whose value, if a plain name, says which part of the program speaks. */
export const ORIGIN_KEY_WORDS: string = 'component module service svc subsystem logger fn func function handler';

const EVENT_KEYS: WordSet = new WordSet(EVENT_KEY_WORDS);
const ORIGIN_KEYS: WordSet = new WordSet(ORIGIN_KEY_WORDS);
const MAX_DIGITS: int = 4;

/** Whether the bytes before `start` are `key=` or `key="` with an event key, not looking before `floor`. */
export function isBehindEventKey(bytes: Bytes, floor: int, start: int): boolean {
  let at = start - 1;
  if (at >= floor && bytes[at] === 0x22) at--;
  if (at < floor || bytes[at] !== 0x3d) return false;
  const end = at;
  while (at > floor && isKeyByte(bytes[at - 1] as int)) at--;
  return isEventKey(bytes, at, end);
}

/** Whether a chunk can be an event's name: a letter first, then name bytes with few digits. */
export function isEventName(bytes: Bytes, start: int, end: int): boolean {
  const first = (bytes[start] as int) | 0x20;
  if (first < 0x61 || first > 0x7a) return false;
  let digits = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as int;
    if (byte >= 0x30 && byte <= 0x39) digits++;
    else if (!isKeyByte(byte) && byte !== 0x2e && byte !== 0x2d) return false;
  }
  return digits <= MAX_DIGITS;
}

/** Whether the range is a key whose value says which event a line is. */
export function isEventKey(bytes: Bytes, start: int, end: int): boolean {
  return EVENT_KEYS.has(bytes, start, end);
}

/** Whether the range is a key whose value says which part of the program speaks. */
export function isOriginKey(bytes: Bytes, start: int, end: int): boolean {
  return ORIGIN_KEYS.has(bytes, start, end);
}

/** Letters, digits and `_`. */
export function isKeyByte(byte: int): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
}
