import type { FieldOperator, QueryTerm } from '#shared/domain/event-query.ts';
import { Severity } from '#shared/domain/severity.ts';
import { attributeSql } from './session-sql.ts';
import type { SqlText } from './sql-text.ts';

type FieldTerm = Extract<QueryTerm, { kind: 'field' }>;

/** Names people use for columns of `events`. */
const TEXT_COLUMNS: Readonly<Record<string, string>> = {
  service: 'service',
  svc: 'service',
  host: 'host',
  hostname: 'host',
  component: 'component',
  logger: 'component',
  template: 'template_id',
  template_id: 'template_id',
  content: 'content',
};
const NUMBER_COLUMNS: Readonly<Record<string, string>> = { line: 'line', event: 'event_id', event_id: 'event_id' };
const LEVEL_FIELDS = new Set(['level', 'severity', 'sev', 'lvl']);
const PATH_FIELDS = new Set(['path', 'file', 'source']);

/** First SeverityNumber of a level by the names people write. */
const LEVELS: Readonly<Record<string, number>> = {
  unspecified: Severity.unspecified,
  none: Severity.unspecified,
  trace: Severity.trace,
  debug: Severity.debug,
  info: Severity.info,
  notice: Severity.info,
  warn: Severity.warn,
  warning: Severity.warn,
  error: Severity.error,
  err: Severity.error,
  fatal: Severity.fatal,
  critical: Severity.fatal,
  crit: Severity.fatal,
  panic: Severity.fatal,
};

/** `field:value` of the query bar as a condition on `events`; fields that are no column are looked up in the attributes. */
export function fieldSql(term: FieldTerm, sql: SqlText): string {
  const field = term.field.toLowerCase();
  if (LEVEL_FIELDS.has(field)) return levelSql(term, sql);
  const number = NUMBER_COLUMNS[field];
  if (number !== undefined) return numberSql(number, term, sql);
  if (PATH_FIELDS.has(field)) return pathSql(term, sql);
  if (field === 'parameter' || field === 'param') return `list_contains(parameters, ${sql.value(term.value)})`;
  const text = TEXT_COLUMNS[field];
  if (text !== undefined) return matchSql(text, term.value, sql);
  const attribute = attributeSql(term.field);
  return term.operator === '='
    ? matchSql(attribute, term.value, sql)
    : numberSql(`TRY_CAST(${attribute} AS DOUBLE)`, term, sql);
}

/** Whole value; `*` stands for anything, and without capitals case does not matter. */
export function matchSql(column: string, value: string, sql: SqlText): string {
  const left = value === value.toLowerCase() ? `lower(${column})` : column;
  if (!value.includes('*')) return `${left} = ${sql.value(value)}`;
  const pattern = value.replaceAll(/[\\%_]/g, (char) => `\\${char}`).replaceAll('*', '%');
  return `${left} LIKE ${sql.value(pattern)} ESCAPE '\\'`;
}

function levelSql(term: FieldTerm, sql: SqlText): string {
  const level = LEVELS[term.value.toLowerCase()];
  if (level === undefined) return matchSql('severity_text', term.value, sql);
  const end = level === 0 ? 1 : level + 4;
  switch (term.operator) {
    case '=':
      return `severity >= ${sql.value(level)} AND severity < ${sql.value(end)}`;
    case '>=':
      return `severity >= ${sql.value(level)}`;
    case '>':
      return `severity >= ${sql.value(end)}`;
    case '<':
      return `severity < ${sql.value(level)}`;
    case '<=':
      return `severity < ${sql.value(end)}`;
  }
}

function numberSql(column: string, term: { operator: FieldOperator; value: string }, sql: SqlText): string {
  const value = Number(term.value);
  return term.value.trim() === '' || Number.isNaN(value) ? 'false' : `${column} ${term.operator} ${sql.value(value)}`;
}

/** A whole path, or its last names. */
function pathSql(term: FieldTerm, sql: SqlText): string {
  const whole = matchSql('path', term.value, sql);
  return term.value.includes('*')
    ? whole
    : `(${whole} OR ends_with(lower(path), ${sql.value(`/${term.value.toLowerCase()}`)}))`;
}
