import type { EventFilter } from '#shared/domain/event-filter.ts';
import { severityBand } from '#shared/domain/severity.ts';
import { type FakeEvent, fakeEvent } from './fake-log.ts';

/** Event numbers that pass a filter, in time order; null stands for all of them. */
export function filterEvents(filter: EventFilter, count: number): readonly number[] | null {
  if (Object.keys(filter).length === 0) return null;
  const words = (filter.query ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const passes = (event: FakeEvent) =>
    (filter.fromNs === undefined || event.timeNs >= filter.fromNs) &&
    (filter.toNs === undefined || event.timeNs < filter.toNs) &&
    isOneOf(filter.severityBands, severityBand(event.template.severity)) &&
    isOneOf(filter.templateIds, event.template.templateId) &&
    !(filter.hiddenTemplateIds ?? []).includes(event.template.templateId) &&
    isOneOf(filter.services, event.template.service) &&
    isOneOf(filter.hosts, event.host) &&
    (filter.incidentId === undefined || event.template.severity >= 13) &&
    words.every((word) => holds(event, word));
  const out: number[] = [];
  for (let at = 0; at < count; at++) if (passes(fakeEvent(at, count))) out.push(at);
  return out;
}

function holds(event: FakeEvent, word: string): boolean {
  if (word.startsWith('-')) return !holds(event, word.slice(1));
  if (word.startsWith('service:')) return event.template.service === word.slice(8);
  return event.content.toLowerCase().includes(word);
}

function isOneOf<T>(wanted: readonly T[] | undefined, value: T): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}
