import type { FieldClass } from '../pattern/parse-pattern.ts';

/** What a conversion word of log4j 1, log4j 2 or logback writes. */
export type LayoutWord =
  | { readonly kind: 'time' | 'level' | 'message' | 'line-break' | 'nothing' | 'group' | 'percent' }
  /** Text between its brackets or braces, perhaps empty (`%notEmpty`). */
  | { readonly kind: 'optional-group' }
  /** A named value of a map: its first option is the name of the field. */
  | { readonly kind: 'value'; readonly field: string }
  | { readonly kind: 'field'; readonly field: string; readonly class: FieldClass | ''; readonly isOptional: boolean };

const field = (name: string, fieldClass: FieldClass | '' = '', isOptional = false): LayoutWord => ({
  kind: 'field',
  field: name,
  class: fieldClass,
  isOptional,
});

const entries = (words: string, word: LayoutWord): [string, LayoutWord][] =>
  words.split(' ').map((name) => [name, word]);

export const LAYOUT_WORDS: ReadonlyMap<string, LayoutWord> = new Map([
  ...entries('d date', { kind: 'time' }),
  ...entries('p le level', { kind: 'level' }),
  ...entries('m msg message', { kind: 'message' }),
  ...entries('n', { kind: 'line-break' }),
  ...entries('c lo logger', field('component')),
  ...entries('C class', field('class')),
  ...entries('t tn thread threadName', field('thread', 'any')),
  ...entries('T tid threadId', field('thread_id', 'int')),
  ...entries('tp threadPriority', field('thread_priority', 'int')),
  ...entries('F file', field('file')),
  ...entries('L line', field('line')),
  ...entries('M method', field('method')),
  ...entries('l location caller', field('location')),
  ...entries('r relative', field('uptime', 'int')),
  ...entries('pid processId', field('pid', 'int')),
  ...entries('sn sequenceNumber', field('sequence', 'int')),
  ...entries('N nano', field('nano_time', 'int')),
  ...entries('u uuid', field('uuid')),
  ...entries('host hostName', field('host')),
  ...entries('marker markerSimpleName', field('marker', 'any', true)),
  ...entries('x NDC', field('ndc', 'any', true)),
  ...entries('X mdc MDC', { kind: 'value', field: 'mdc' }),
  ...entries('K map MAP', { kind: 'value', field: 'map' }),
  ...entries('kvp', field('pairs', 'any', true)),
  ...entries('property', { kind: 'value', field: 'property' }),
  ...entries('cn contextName', field('context')),
  ...entries('ex exception throwable xEx xThrowable xException rEx rThrowable rException', { kind: 'nothing' }),
  ...entries('wEx wex nopex nopexception rootException rThrowable clear', { kind: 'nothing' }),
  ...entries('notEmpty varsNotEmpty variablesNotEmpty', { kind: 'optional-group' }),
  ...entries('highlight style clr enc encode maxLen maxLength replace equals equalsIgnoreCase', { kind: 'group' }),
  ...entries('black red green yellow blue magenta cyan white gray faint underline boldRed boldGreen', {
    kind: 'group',
  }),
  ...entries('boldYellow boldBlue boldMagenta boldCyan boldWhite', { kind: 'group' }),
]);

/** The longest word that letters begin with, as log4j reads them; null for none. */
export function findLayoutWord(letters: string): { word: LayoutWord; length: number } | null {
  for (let length = letters.length; length > 0; length--) {
    const word = LAYOUT_WORDS.get(letters.slice(0, length));
    if (word !== undefined) return { word, length };
  }
  return null;
}
