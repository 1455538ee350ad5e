/**
 * Cuts a shape into the units the miner compares: words, keys, punctuation, white space and *suspects*.
 *
 * A suspect is a unit that is likely a value: it holds a parameter or a digit, stands behind `key=` or `key:`, is
 * quoted, or is built like an identifier (dotted, with a slash or an at sign). Some suspects are composite: a value
 * with brackets, a quantity with its unit, a run of parameters. A suspect that never changes stays constant text.
 */

import { EVENT_KEYS, keyBefore, ORIGIN_KEYS } from './event-keys.ts';
import { LongQuotes } from './long-quotes.ts';

/** Stands for a parameter in flat text: a lone surrogate, which decoded text never holds. */
export const HOLE = '\uD800';

/** Position of the first hole from `from` on, or -1; the same code unit in front of a low surrogate is half a character. */
function nextHole(text: string, from: number): number {
  let at = text.indexOf(HOLE, from);
  while (at >= 0 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) at = text.indexOf(HOLE, at + 1);
  return at;
}

export function hasHole(text: string): boolean {
  return nextHole(text, 0) >= 0;
}

/** Text between the holes; one longer than their number. */
export function splitAtHoles(text: string): string[] {
  let at = nextHole(text, 0);
  if (at < 0) return [text];
  const parts: string[] = [];
  let from = 0;
  for (; at >= 0; at = nextHole(text, from)) {
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

export const UnitKind = { space: 0, punctuation: 1, word: 2, key: 3, suspect: 4 } as const;
export type UnitKind = (typeof UnitKind)[keyof typeof UnitKind];

export type EmitUnit = (kind: UnitKind, text: string) => void;

const UNIT_NAMES =
  'bytes?|[kKMGT]i?[bB]|B|ms|us|ns|s|secs?|seconds?|msecs?|milliseconds?|microseconds?|mins?|minutes?|hours?|days?';
const QUANTITY = new RegExp(
  `<?${HOLE} (?:${UNIT_NAMES})(?: \\(${HOLE} ?(?:${UNIT_NAMES})\\))?(?=[\\s,;.:)\\]}'"]|$)`,
  'yu',
);
/** A parameter, or a dotted name with one in it. */
const LISTED = `(?:${HOLE}|[\\w$]+\\.[\\w$.]*[.:$]${HOLE})`;
const HOLE_RUN = new RegExp(`${LISTED}(?:(?:, ?| )${LISTED})+(?=[\\s,;.:)\\]}'"]|$)`, 'yu');
/** `LOCAL(0)`, `sshd[12]`: a name with its number, not at the start of a message. */
const NAMED_NUMBER = new RegExp(`[A-Za-z][\\w.-]*(?:\\(${HOLE}\\)|\\[${HOLE}\\])(?=[\\s,;.]|$)`, 'yu');
const WORD = /[^\s,;=()[\]{}<>"'|`]+/uy;
const SPACE = /\s+/y;
const QUOTED = /"([^"]*)"|'([^']*)'/y;
const INNER_COLON = /^([A-Za-z_][\w-]*):(?=[^:])/;
const DOT_LEADER = /^([A-Za-z][A-Za-z_-]*)(\.{3,})(?=[^.])/;
/** Matches a text with a digit or a hole. */
export const HAS_VALUE = /[0-9\uD800]/u;
const IDENTIFIER = /[A-Za-z0-9_]\.[A-Za-z0-9_]|[/\\@]/;
const WORD_CHAR = /[\w\uD800]/u;
const MAX_QUOTED_WORDS = 3;
const EVENT_VALUE = /^[A-Za-z][\w.-]*$/;
const ORIGIN_VALUE = /^[A-Za-z][A-Za-z_.-]*$/;

/**
 * Emits the units of `flat` (constant text with `HOLE` for each parameter) in order; their texts join to `flat`.
 * The last is a suspect with the trailing blanks, mostly empty: programs add them now and then.
 */
export function cutUnits(flat: string, emit: EmitUnit, quotes: LongQuotes = new LongQuotes()): void {
  const body = flat.trimEnd();
  cutBody(body, emit, quotes);
  emit(UnitKind.suspect, flat.slice(body.length));
}

function cutBody(flat: string, emit: EmitUnit, quotes: LongQuotes): void {
  let at = 0;
  while (at < flat.length) {
    const length =
      spaceAt(flat, at, emit) ||
      compositeAt(flat, at, emit) ||
      quotedAt(flat, at, emit, quotes) ||
      wordAt(flat, at, emit);
    if (length > 0) {
      at += length;
      continue;
    }
    const char = flat[at] as string;
    emit(UnitKind.punctuation, char);
    at++;
    if (char === '=' && flat[at] !== '=') at += namedValueAt(keyBefore(flat, at - 1), flat, at, emit, quotes);
    else if (char === '(' && flat[at] === ')' && flat[at - 2] === ' ') emit(UnitKind.suspect, '');
  }
}

function match(pattern: RegExp, flat: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(flat);
}

function spaceAt(flat: string, at: number, emit: EmitUnit): number {
  const space = match(SPACE, flat, at);
  if (space === null) return 0;
  emit(UnitKind.space, space[0]);
  return space[0].length;
}

/** A quantity or a run of parameters, only where a word may start. */
function compositeAt(flat: string, at: number, emit: EmitUnit): number {
  if (at > 0 && WORD_CHAR.test(flat[at - 1] as string)) return 0;
  const isBehindSpace = at > 0 && flat[at - 1] === ' ';
  const found =
    match(QUANTITY, flat, at) ?? match(HOLE_RUN, flat, at) ?? (isBehindSpace ? match(NAMED_NUMBER, flat, at) : null);
  if (found === null) return 0;
  emit(UnitKind.suspect, found[0]);
  return found[0].length;
}

function quotedAt(flat: string, at: number, emit: EmitUnit, quotes: LongQuotes): number {
  const char = flat[at];
  if (at === quotes.closeAt) return 0;
  if ((char !== '"' && char !== "'") || (at > 0 && WORD_CHAR.test(flat[at - 1] as string))) return 0;
  const quoted = match(QUOTED, flat, at);
  if (quoted === null) return 0;
  const inner = quoted[1] ?? quoted[2] ?? '';
  const after = flat[at + quoted[0].length];
  if (after !== undefined && WORD_CHAR.test(after)) return 0;
  const words = inner.split(/\s+/).length;
  const isLong = words > 1 && (words > MAX_QUOTED_WORDS || hasHole(inner));
  if (isLong && (char !== '"' || isBehindEventName(flat, at) || !quotes.meet(inner, flat, at))) {
    quotes.closeAt = at + quoted[0].length - 1;
    return 0;
  }
  emit(UnitKind.punctuation, char);
  emit(UnitKind.suspect, inner);
  emit(UnitKind.punctuation, char);
  return quoted[0].length;
}

/** `"message": "` as in JSON: the quoted text says which event it is. */
function isBehindEventName(flat: string, at: number): boolean {
  const name = /(\w+)"?\s?[:=]\s?$/.exec(flat.slice(Math.max(0, at - 24), at))?.[1];
  return name !== undefined && EVENT_KEYS.has(name.toLowerCase());
}

function wordAt(flat: string, at: number, emit: EmitUnit): number {
  const found = match(WORD, flat, at);
  if (found === null) return 0;
  const word = found[0];
  const end = at + word.length;
  const isKey = flat[end] === '=' || (flat[end] === ' ' && flat[end + 1] === '=');
  if (isKey && !hasHole(word)) {
    emit(UnitKind.key, word);
    return word.length;
  }
  const trailing = trailingPunctuation(word);
  const body = trailing === '' ? word : word.slice(0, -trailing.length);
  const inner = INNER_COLON.exec(body);
  if (inner !== null && body.length > inner[0].length) {
    emit(UnitKind.key, inner[1] as string);
    emit(UnitKind.punctuation, ':');
    const value = body.slice(inner[0].length);
    emit(isProgramName((inner[1] as string).toLowerCase(), value) ? UnitKind.word : UnitKind.suspect, value);
  } else if (!leaderOf(body, emit) && body !== '') emit(isSuspect(body) ? UnitKind.suspect : UnitKind.word, body);
  if (trailing !== '') emit(UnitKind.punctuation, trailing);
  return word.length;
}

/** `depth.........4`: a name, dots that lead the eye, and its value. */
function leaderOf(word: string, emit: EmitUnit): boolean {
  const leader = DOT_LEADER.exec(word);
  if (leader === null) return false;
  const [all, name, dots] = leader as unknown as [string, string, string];
  emit(UnitKind.word, name);
  emit(UnitKind.punctuation, dots);
  emit(UnitKind.suspect, word.slice(all.length));
  return true;
}

function isSuspect(word: string): boolean {
  return HAS_VALUE.test(word) || IDENTIFIER.test(word);
}

/** The value behind a key: program text behind an event or origin key (a quoted one is read as any text). */
function namedValueAt(key: string, flat: string, start: number, emit: EmitUnit, quotes: LongQuotes): number {
  if (!EVENT_KEYS.has(key) && !ORIGIN_KEYS.has(key)) return valueAt(flat, start, emit, quotes);
  const quote = flat[start];
  if (quote === '"' || quote === "'") {
    emit(UnitKind.punctuation, quote);
    return 1;
  }
  const value = flat.slice(start, valueEnd(flat, start));
  if (!isProgramName(key, value)) return valueAt(flat, start, emit, quotes);
  emit(UnitKind.word, value);
  return value.length;
}

function isProgramName(key: string, value: string): boolean {
  return (EVENT_KEYS.has(key) && EVENT_VALUE.test(value)) || (ORIGIN_KEYS.has(key) && ORIGIN_VALUE.test(value));
}

/** The value behind `=`: one suspect, empty too; brackets belong to it as long as no white space is in them. */
function valueAt(flat: string, start: number, emit: EmitUnit, quotes: LongQuotes): number {
  const from = flat[start] === ' ' && flat[start + 1] !== ' ' ? start + 1 : start;
  const first = flat[from];
  if (first === '"' || first === "'") {
    if (from > start) emit(UnitKind.space, ' ');
    const length = quotedAt(flat, from, emit, quotes);
    return from - start + length;
  }
  const end = valueEnd(flat, from);
  if (end === from) {
    if (from === start) emit(UnitKind.suspect, '');
    return 0;
  }
  if (from > start) emit(UnitKind.space, ' ');
  const quantity = compositeAt(flat, from, emit);
  if (quantity > 0) return from + quantity - start;
  const value = flat.slice(from, end);
  const trailing = trailingPunctuation(value);
  const body = trailing === '' ? value : value.slice(0, -trailing.length);
  emit(UnitKind.suspect, body);
  if (trailing !== '') emit(UnitKind.punctuation, trailing);
  return end - start;
}

function valueEnd(flat: string, from: number): number {
  let depth = 0;
  let outer = from;
  for (let at = from; at < flat.length; at++) {
    const char = flat[at] as string;
    if (char === ' ' || char === '\t' || char === '\n') return depth === 0 ? at : outer;
    if (depth === 0 && (char === ',' || char === ';' || char === '"' || char === "'" || char === '|')) return at;
    if (char === '(' || char === '[' || char === '{') {
      if (depth++ === 0) outer = at;
    } else if (char === ')' || char === ']' || char === '}') {
      if (depth-- === 0) return at;
    }
  }
  return depth === 0 ? flat.length : outer;
}

/** The marks a text ends with. Not an expression: on a long run of marks with anything behind, that is quadratic. */
function trailingPunctuation(text: string): string {
  let start = text.length;
  while (start > 0 && '.:!?'.includes(text.charAt(start - 1))) start--;
  return text.slice(start);
}
