import type { EventFilter } from '#shared/domain/event-filter.ts';
import { parseEventQuery, type QueryTerm, textTermKey } from '#shared/domain/event-query.ts';
import { fieldSql } from './field-sql.ts';
import { parseSessionKey, patternSql } from './session-sql.ts';
import type { SqlText } from './sql-text.ts';
import { canBeInTemplates, textConditionSql } from './text-term-sql.ts';

/** What a filter refers to beyond the columns of `events`. */
export interface FilterContext {
  /** Session setting of the current run; null when its units are windows or there is no run. */
  readonly session: string | null;
  /** Some line carries several events, of which `lines.event_id` names only the first. */
  readonly hasMultiEventLines: boolean;
  /** Spans of the filter's units; windows contain their start, not their end. */
  readonly unitSpans: readonly { readonly startNs: bigint; readonly endNs: bigint }[];
  /** Units of the filter, those of its incident included; null when the filter names none. */
  readonly unitIds: readonly string[] | null;
  /** Tables of the events in which text terms were found, by `textTermKey`. Absent: terms look through the lines. */
  readonly foundIn?: ReadonlyMap<string, string>;
}

/** Bands 0..6 as ranges of SeverityNumber: 0, then 1-4, 5-8, ... */
export function bandSql(severity = 'severity'): string {
  return `CASE WHEN ${severity} = 0 THEN 0 ELSE least(6, (${severity} - 1) // 4 + 1) END`;
}

/**
 * The smallest relation that has all columns of a filter's condition: joining the dimensions costs as much again as
 * counting does.
 */
export function relationFor(filter: EventFilter, context: FilterContext): 'silver' | 'events' {
  // Where a term was found is known by then; otherwise the templates are asked as well.
  const needsColumns = (term: QueryTerm): boolean =>
    term.kind === 'field' || context.foundIn?.get(textTermKey(term)) === undefined;
  const hasFields = parseEventQuery(filter.query ?? '').some(needsColumns);
  const hasTemplates = Boolean(filter.templateIds?.length || filter.hiddenTemplateIds?.length);
  const hasSessions = context.unitIds !== null && context.session !== null;
  return hasFields || hasTemplates || hasSessions ? 'events' : 'silver';
}

/**
 * The condition of a filter over the columns of the view `events` (and, inside, `lines`).
 * @returns `true` when everything passes.
 */
export function filterSql(filter: EventFilter, context: FilterContext, sql: SqlText): string {
  const conditions: string[] = [];
  if (filter.fromNs !== undefined) conditions.push(`time_ns >= ${sql.value(filter.fromNs)}`);
  if (filter.toNs !== undefined) conditions.push(`time_ns < ${sql.value(filter.toNs)}`);
  if (filter.severityBands?.length) conditions.push(sql.isIn(`(${bandSql()})`, filter.severityBands));
  if (filter.sourceIds?.length) conditions.push(sql.isIn('source_id', filter.sourceIds));
  if (filter.templateIds?.length) conditions.push(sql.isIn('template_id', filter.templateIds));
  if (filter.hiddenTemplateIds?.length) {
    conditions.push(`coalesce(NOT ${sql.isIn('template_id', filter.hiddenTemplateIds)}, true)`);
  }
  for (const [column, values] of [
    ['service', filter.services],
    ['host', filter.hosts],
    ['component', filter.components],
  ] as const) {
    if (values?.length) conditions.push(sql.isIn(column, values));
  }
  if (context.unitIds !== null) conditions.push(unitsSql(context, context.unitIds, sql));
  for (const term of parseEventQuery(filter.query ?? '')) conditions.push(termSql(term, context, sql));
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

function termSql(term: QueryTerm, context: FilterContext, sql: SqlText): string {
  const condition = positiveTermSql(term, context, sql);
  return term.isNegated ? `NOT coalesce(${condition}, false)` : condition;
}

function positiveTermSql(term: QueryTerm, context: FilterContext, sql: SqlText): string {
  if (term.kind !== 'field') {
    const table = context.foundIn?.get(textTermKey(term));
    if (table !== undefined) return `event_id IN (SELECT event_id FROM ${table})`;
    const inLines = linesSql(context, () => textConditionSql(term, 'text', sql));
    if (!canBeInTemplates(term)) return inLines;
    const inTemplates = `SELECT template_id FROM templates WHERE ${textConditionSql(term, 'template', sql)}`;
    return `(${inLines} OR coalesce(template_id IN (${inTemplates}), false))`;
  }
  if (term.field === 'session' && context.session !== null)
    return sessionSql(context, context.session, [term.value], sql);
  return fieldSql(term, sql);
}

/** Events with a line that passes. `condition` is called once for every place it is written to. */
function linesSql(context: FilterContext, condition: () => string): string {
  const own = `event_id IN (SELECT event_id FROM lines WHERE event_id IS NOT NULL AND ${condition()})`;
  if (!context.hasMultiEventLines) return own;
  return `(${own} OR (source_id, line) IN (SELECT (source_id, line) FROM lines WHERE kind = 'event' AND ${condition()}))`;
}

function unitsSql(context: FilterContext, unitIds: readonly string[], sql: SqlText): string {
  if (context.session !== null) return sessionSql(context, context.session, unitIds, sql);
  const spans = context.unitSpans.map(
    ({ startNs, endNs }) => `time_ns >= ${sql.value(startNs)} AND time_ns < ${sql.value(endNs)}`,
  );
  return spans.length === 0 ? 'false' : `(${spans.join(' OR ')})`;
}

function sessionSql(context: FilterContext, session: string, keys: readonly string[], sql: SqlText): string {
  const key = parseSessionKey(session);
  if (key.kind === 'field') return sql.isIn(key.expression, keys);
  return linesSql(context, () => {
    // Finding the key as plain text first leaves the pattern with few lines.
    const found = keys.map((text) => `contains(text, ${sql.value(text)})`).join(' OR ');
    return `(${found}) AND ${sql.isIn(patternSql(key, sql.value(key.pattern)), keys)}`;
  });
}
