import { ContractError } from '#shared/base/errors.ts';
import type { SearchProgress } from '#shared/contract/events.ts';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import { severityBand } from '#shared/domain/severity.ts';
import type { FakeCase } from './fake-case.ts';
import { filterEvents } from './fake-filter.ts';
import { fakeEvent, fakeTime } from './fake-log.ts';

interface Ask {
  readonly indexId: string;
}

/** Lists of events of the made-up case, kept until the engine goes away. */
export function createFakeEvents(fake: FakeCase, engineId: () => string) {
  const { count } = fake;
  const indexes = new Map<string, readonly number[] | null>();
  const idsOf = (indexId: string) => {
    if (!indexes.has(indexId)) throw new ContractError('events.index-gone', 'The list is gone; open it again.');
    return indexes.get(indexId) ?? null;
  };
  const at = (ids: readonly number[] | null, row: number) => (ids === null ? row : (ids[row] ?? -1));
  const countOf = (ids: readonly number[] | null) => ids?.length ?? fake.readable;
  const nowhere = { row: null, eventId: null };
  return {
    forgetAll: () => indexes.clear(),
    /** Ids of a page of a list. */
    page: (indexId: string, offset: number, limit: number): readonly number[] => {
      const ids = idsOf(indexId);
      const rows = Math.max(0, Math.min(limit, countOf(ids) - offset));
      return Array.from({ length: rows }, (_, i) => at(ids, offset + i));
    },
    handlers: {
      search: async ({ filter }: { filter: EventFilter }) => told(filter, fake.readable),
      openIndex: async ({ filter }: { filter: EventFilter }) => {
        const indexId = `index-${indexes.size + 1}-${engineId()}`;
        const ids = filterEvents(filter, fake.readable);
        indexes.set(indexId, ids);
        return {
          indexId,
          count: countOf(ids),
          version: fake.version,
          sql: 'select event_id, time, severity_text, content from events order by time_ns, event_id',
        };
      },
      closeIndex: async () => ({ isClosed: true }),
      locate: async ({ indexId, target }: Ask & { target: { timeNs?: bigint; eventId?: number } }) => {
        const ids = idsOf(indexId);
        for (let row = 0; row < countOf(ids); row++) {
          const id = at(ids, row);
          if (target.eventId !== undefined ? id === target.eventId : fakeTime(id, count) >= (target.timeNs ?? 0n))
            return { row, eventId: id };
        }
        return nowhere;
      },
      nextSevere: async (input: Ask & { fromRow: number; direction: string; minSeverityBand: number }) => {
        const ids = idsOf(input.indexId);
        const step = input.direction === 'forward' ? 1 : -1;
        for (let row = input.fromRow + step; row >= 0 && row < countOf(ids); row += step)
          if (severityBand(fakeEvent(at(ids, row), count).template.severity) >= input.minSeverityBand)
            return { row, eventId: at(ids, row) };
        return nowhere;
      },
      get: async ({ eventId }: { eventId: number }) => eventDetail(eventId, count),
      facets: async () => ({ severity: [], service: [], host: [], component: [], source: [] }),
    },
  };
}

/** The steps of a search that is over. */
async function* told(filter: EventFilter, count: number): AsyncGenerator<SearchProgress, void> {
  yield { share: 1, found: filterEvents(filter, count)?.length ?? count };
}

function eventDetail(eventId: number, count: number) {
  const event = fakeEvent(eventId, count);
  const header = `2026-06-21T00:00:00.000Z ${event.template.severity >= 17 ? 'ERROR' : 'INFO'} ${event.template.service} ${event.host} `;
  return {
    eventId,
    path: '/var/log/shop/app.log',
    member: null,
    line: event.line,
    lineCount: event.lineCount,
    byteOffset: event.line * 90,
    timeNs: event.timeNs,
    severity: event.template.severity,
    severityText: event.template.severity >= 17 ? 'ERROR' : 'INFO',
    service: event.template.service,
    host: event.host,
    component: null,
    templateId: event.template.templateId,
    template: event.template.text,
    content: event.content,
    parameters: [...event.parameters],
    attributes: '{"thread":"worker-7","trace_id":"9f2c"}',
    rawLines: [
      header + event.content,
      ...Array.from({ length: event.lineCount - 1 }, (_, i) => `    at shop.catalog.Frame${i}(Catalog.java:${i * 7})`),
    ],
  };
}
