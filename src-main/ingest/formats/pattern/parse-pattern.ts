import { IngestError } from '#shared/base/errors.ts';

/*
 * The pattern language of text formats.
 *   text        that text; `\` takes the next character literally, `\t` is a tab, `\n` a line break (see `headerLines`)
 *   one blank   one or more blanks or tabs (or the end of the line)
 *   {name}      a field without blanks, up to what follows it; {name:any} may hold blanks; {name:int} digits;
 *               {name:name} letters, digits and . _ $ - only; {name:quoted} up to an unescaped quote
 *   {time:SPEC} a timestamp (see time-spec.ts); {nanos:SPEC} takes only the fraction of a second timestamp
 *   {level}     a level word; {level:word} any word, known or not; {level:mark} one character of the format's levels
 *   {pri}       a syslog priority number;  {sd} RFC 5424 structured data
 *   {message}   the content: the rest of the line; {message:any} up to what follows; {message+} starts here, reaches
 *               to the end of the line, and what follows is matched inside it
 *   {component:tail} a `(name)` at the very end of the line, if there is one; it is cut from the content
 *   {name:json} a JSON object up to the end of the line
 *   {?...?}     optional group
 * Roles are time, nanos, level, pri, sd, service, host, component, message; `_` is dropped; any other name becomes an
 * attribute. Every field takes at least one byte, and there is no backtracking over fields, so matching is linear.
 */

export type FieldClass = 'word' | 'any' | 'int' | 'name' | 'quoted' | 'tail' | 'json' | 'mark' | 'start';

export type PatternNode =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'blank' }
  | { readonly kind: 'time'; readonly spec: string; readonly isNanosOnly: boolean }
  | { readonly kind: 'field'; readonly name: string; readonly class: FieldClass }
  | { readonly kind: 'optional'; readonly nodes: readonly PatternNode[] };

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n' };

const CLASSES: ReadonlySet<string> = new Set(['word', 'any', 'int', 'name', 'quoted', 'tail', 'json', 'mark']);

/** @throws IngestError `ingest.pattern` naming the pattern and the position. */
export function parsePattern(pattern: string): PatternNode[] {
  const cursor = { pattern, at: 0 };
  const nodes = parseSequence(cursor, false);
  if (cursor.at < pattern.length) throw patternError(cursor, 'an optional group ends that never started');
  return nodes;
}

interface Cursor {
  readonly pattern: string;
  at: number;
}

function parseSequence(cursor: Cursor, isGroup: boolean): PatternNode[] {
  const nodes: PatternNode[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') nodes.push({ kind: 'literal', text });
    text = '';
  };
  const { pattern } = cursor;
  while (cursor.at < pattern.length) {
    const char = pattern[cursor.at]!;
    if (char === '?' && pattern[cursor.at + 1] === '}') {
      flush();
      if (isGroup) cursor.at += 2;
      return nodes;
    }
    if (char === '{' && pattern[cursor.at + 1] === '?') {
      flush();
      cursor.at += 2;
      nodes.push({ kind: 'optional', nodes: parseSequence(cursor, true) });
    } else if (char === '{') {
      flush();
      nodes.push(parseField(cursor));
    } else if (char === ' ') {
      flush();
      nodes.push({ kind: 'blank' });
      while (pattern[cursor.at] === ' ') cursor.at++;
    } else {
      const isEscape = char === '\\';
      const literal = isEscape ? (pattern[cursor.at + 1] ?? '') : char;
      text += isEscape ? (ESCAPES[literal] ?? literal) : char;
      cursor.at += isEscape ? 2 : 1;
    }
  }
  if (isGroup) throw patternError(cursor, 'an optional group is not closed');
  flush();
  return nodes;
}

function parseField(cursor: Cursor): PatternNode {
  const close = cursor.pattern.indexOf('}', cursor.at);
  if (close < 0) throw patternError(cursor, 'a field is not closed');
  const inside = cursor.pattern.slice(cursor.at + 1, close);
  const colon = inside.indexOf(':');
  const name = colon < 0 ? inside : inside.slice(0, colon);
  const option = colon < 0 ? '' : inside.slice(colon + 1);
  const at = cursor.at;
  cursor.at = close + 1;
  if (name === 'time' || name === 'nanos') return { kind: 'time', spec: option, isNanosOnly: name === 'nanos' };
  if (name === 'message+') return { kind: 'field', name: 'message', class: 'start' };
  if (option !== '' && !CLASSES.has(option)) {
    throw patternError({ pattern: cursor.pattern, at }, `unknown field class "${option}"`);
  }
  return { kind: 'field', name, class: option === '' ? defaultClass(name) : (option as FieldClass) };
}

/** `level` without a class must be a known level word; it is told apart from `level:word` by the class `name`. */
function defaultClass(name: string): FieldClass {
  return name === 'level' ? 'name' : 'word';
}

function patternError(cursor: Cursor, problem: string): IngestError {
  return new IngestError('ingest.pattern', `Bad pattern "${cursor.pattern}" at ${cursor.at}: ${problem}.`, {
    details: { at: cursor.at, problem },
  });
}
