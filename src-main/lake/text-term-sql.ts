import type { TextTerm } from '#shared/domain/event-query.ts';
import type { SqlText } from './sql-text.ts';

/** The condition that a text holds a term. Plain text without capitals ignores case. */
export function textConditionSql(term: TextTerm, column: string, sql: SqlText): string {
  if (term.kind === 'regex') {
    return `regexp_matches(${column}, ${sql.value(term.pattern)}${term.ignoresCase ? ", 'i'" : ''})`;
  }
  if (!ignoresCase(term.text)) return `contains(${column}, ${sql.value(term.text)})`;
  // A regular expression is faster than lower-casing every line.
  return `regexp_matches(${column}, ${sql.value(`(?i)${escapePattern(term.text)}`)})`;
}

/** Whether constant text of a template may hold the term: plain text that cannot be confused with a wildcard. */
export function canBeInTemplates(term: TextTerm): term is Extract<TextTerm, { kind: 'text' }> {
  return term.kind === 'text' && !/[<>*\\]/.test(term.text);
}

/** Whether one of a template's constant parts holds a plain text. */
export function isInParts(text: string, parts: readonly string[]): boolean {
  return parts.some((part) => (ignoresCase(text) ? part.toLowerCase() : part).includes(text));
}

function ignoresCase(text: string): boolean {
  return text === text.toLowerCase();
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
