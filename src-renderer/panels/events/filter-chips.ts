import type { EventFilter } from '#shared/domain/event-filter.ts';
import { SEVERITY_NAMES } from '#shared/domain/severity.ts';
import { formatTimeRange, type TimeZoneMode } from '../../ui/time.ts';

/** One narrowing of the shared filter, in words, and the filter without it. */
export interface FilterPart {
  readonly key: string;
  readonly label: string;
  readonly without: EventFilter;
}

interface ChipContext {
  readonly zone: TimeZoneMode;
  /** Text of a template; its id when unknown. */
  readonly templateText: (templateId: string) => string;
  readonly sourcePath: (sourceId: number) => string;
}

/** What the filter narrows by, in the order of reading; the query text is not listed, it is on screen already. */
export function filterParts(filter: EventFilter, context: ChipContext): readonly FilterPart[] {
  const parts: FilterPart[] = [];
  const add = (key: string, label: string, drop: readonly (keyof EventFilter)[]) => {
    const without = Object.fromEntries(
      Object.entries(filter).filter(([name]) => !drop.includes(name as keyof EventFilter)),
    );
    parts.push({ key, label, without });
  };
  const list = (values: readonly string[]) =>
    values.length <= 3 ? values.join(', ') : `${values.slice(0, 2).join(', ')} and ${values.length - 2} more`;
  if (filter.fromNs !== undefined || filter.toNs !== undefined)
    add('range', formatTimeRange(filter.fromNs ?? null, filter.toNs ?? null, context.zone), ['fromNs', 'toNs']);
  if (filter.incidentId !== undefined) add('incident', 'only this incident’s events', ['incidentId']);
  if (filter.unitIds?.length)
    add('units', filter.unitIds.length === 1 ? `unit ${filter.unitIds[0]}` : `${filter.unitIds.length} units`, [
      'unitIds',
    ]);
  if (filter.severityBands?.length)
    add('severity', list(filter.severityBands.map((band) => SEVERITY_NAMES[band] ?? String(band))), ['severityBands']);
  if (filter.templateIds?.length)
    add('templates', `template ${list(filter.templateIds.map(context.templateText))}`, ['templateIds']);
  if (filter.hiddenTemplateIds?.length) {
    const count = filter.hiddenTemplateIds.length;
    add('hidden', `${count} hidden ${count === 1 ? 'template' : 'templates'}`, ['hiddenTemplateIds']);
  }
  if (filter.services?.length) add('services', `service ${list(filter.services)}`, ['services']);
  if (filter.hosts?.length) add('hosts', `host ${list(filter.hosts)}`, ['hosts']);
  if (filter.components?.length) add('components', `component ${list(filter.components)}`, ['components']);
  if (filter.sourceIds?.length) add('sources', `file ${list(filter.sourceIds.map(context.sourcePath))}`, ['sourceIds']);
  return parts;
}
