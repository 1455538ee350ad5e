import { EVENT_KEY_WORDS, ORIGIN_KEY_WORDS } from './masks/event-name.ts';

/**
 * Keys whose value says which event a line is (`event=cache_miss`): program text, not a parameter. Elsewhere a value
 * behind `=` is a parameter.
 */
export const EVENT_KEYS: ReadonlySet<string> = new Set(EVENT_KEY_WORDS.split(' '));
/** Keys whose value, if a plain name, says which part of the program speaks. */
export const ORIGIN_KEYS: ReadonlySet<string> = new Set(ORIGIN_KEY_WORDS.split(' '));
const LONGEST = 10;

/** The key right before an `=` at `equals`, one blank allowed between, in lower case; '' when there is none. */
export function keyBefore(text: string, equals: number): string {
  const end = text[equals - 1] === ' ' ? equals - 1 : equals;
  let start = end;
  while (start > 0 && end - start <= LONGEST && /\w/.test(text[start - 1] as string)) start--;
  return text.slice(start, end).toLowerCase();
}
