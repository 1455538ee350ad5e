/**
 * The query bar's little language:
 *
 *     timeout "connection refused" service:db -host:web-3 level:>=warn /blk_-?\d+/
 *
 * Terms are joined by AND; `-` negates one. A bare word or a quoted text is found anywhere in the event's lines, ignoring
 * case unless it holds a capital letter. `/.../` is a regular expression (RE2) over each line of the event; `/.../i`
 * ignores case.
 * `field:value` compares a field: `*` in the value stands for anything, quotes keep blanks, `>= > <= <` compare numbers and levels.
 */
export type QueryTerm =
  | { readonly kind: 'text'; readonly isNegated: boolean; readonly text: string }
  | {
      readonly kind: 'regex';
      readonly isNegated: boolean;
      readonly pattern: string;
      /** Case does not matter. */
      readonly ignoresCase: boolean;
    }
  | {
      readonly kind: 'field';
      readonly isNegated: boolean;
      readonly field: string;
      readonly operator: FieldOperator;
      readonly value: string;
    };

export type FieldOperator = '=' | '>' | '>=' | '<' | '<=';

/** A term that is looked for in the text of lines. */
export type TextTerm = Exclude<QueryTerm, { readonly kind: 'field' }>;

/** Names what is looked for, whether negated or not. */
export function textTermKey(term: TextTerm): string {
  if (term.kind === 'text') return `text:${term.text}`;
  return `${term.ignoresCase ? 'regex-i' : 'regex'}:${term.pattern}`;
}

/** The terms of a query that are looked for in the text of lines, each once. */
export function textTermsOf(query: string): TextTerm[] {
  const terms = parseEventQuery(query).filter((term) => term.kind !== 'field');
  return [...new Map(terms.map((term) => [textTermKey(term), term])).values()];
}

const FIELD = /^([A-Za-z_@][\w@.-]*):(>=|<=|>|<|)/;

/** Splits a query into its terms. Never fails: an unclosed quote or slash runs to the end. */
export function parseEventQuery(query: string): QueryTerm[] {
  const terms: QueryTerm[] = [];
  let at = 0;
  while (at < query.length) {
    if (/\s/.test(query[at] as string)) {
      at++;
      continue;
    }
    const isNegated = query[at] === '-' && at + 1 < query.length && !/\s/.test(query[at + 1] as string);
    if (isNegated) at++;
    const field = FIELD.exec(query.slice(at));
    if (query[at] === '/') {
      const end = findEnd(query, at + 1, '/');
      const pattern = query.slice(at + 1, end).replaceAll('\\/', '/');
      const ignoresCase = /^i(?:\s|$)/.test(query.slice(end + 1));
      if (pattern !== '') terms.push({ kind: 'regex', isNegated, pattern, ignoresCase });
      at = end + (ignoresCase ? 2 : 1);
    } else if (
      field !== null &&
      at + field[0].length < query.length &&
      !/\s/.test(query[at + field[0].length] as string)
    ) {
      const word = readWord(query, at + field[0].length);
      const operator = (field[2] === '' ? '=' : field[2]) as FieldOperator;
      terms.push({ kind: 'field', isNegated, field: field[1] as string, operator, value: word.text });
      at = word.end;
    } else {
      const word = readWord(query, at);
      if (word.text !== '') terms.push({ kind: 'text', isNegated, text: word.text });
      at = word.end;
    }
  }
  return terms;
}

/** Reads a quoted text or everything up to the next blank. */
function readWord(query: string, at: number): { text: string; end: number } {
  if (query[at] === '"') {
    const end = findEnd(query, at + 1, '"');
    return { text: query.slice(at + 1, end).replaceAll('\\"', '"'), end: end + 1 };
  }
  let end = at;
  while (end < query.length && !/\s/.test(query[end] as string)) end++;
  return { text: query.slice(at, end), end };
}

/** Position of the closing mark that no backslash precedes, or the end. */
function findEnd(query: string, from: number, mark: string): number {
  for (let at = from; at < query.length; at++) {
    if (query[at] === '\\') at++;
    else if (query[at] === mark) return at;
  }
  return query.length;
}
