import type { Table } from 'apache-arrow';
import { ContractError } from '#shared/base/errors.ts';
import type { ParsedTableQuery, TableName } from '#shared/contract/tables.ts';
import type { FakeCase } from './fake-case.ts';
import { filterEvents } from './fake-filter.ts';
import { fakeIncidents } from './fake-incidents.ts';
import {
  eventsTable,
  histogramTable,
  linesTable,
  scoresTable,
  templateHistogramTable,
  templatesTable,
} from './fake-tables.ts';

/** Ids of a page of a list of events. */
type Page = (indexId: string, offset: number, limit: number) => readonly number[];

/** Answers an Arrow route of the made-up case. @param query As its schema leaves it. */
export function readFakeTable(fake: FakeCase, page: Page, name: TableName, query: unknown): Table {
  const { count, readable } = fake;
  switch (name) {
    case 'events': {
      const { indexId, offset, limit } = query as ParsedTableQuery<'events'>;
      return eventsTable(page(indexId, offset, limit), count);
    }
    case 'histogram': {
      const parsed = query as ParsedTableQuery<'histogram'>;
      return histogramTable(filterEvents(parsed.filter, readable), readable, parsed);
    }
    case 'templates':
      return templatesTable(filterEvents((query as ParsedTableQuery<'templates'>).filter ?? {}, readable), readable);
    case 'template-histogram':
      return templateHistogramTable(readable, (query as ParsedTableQuery<'template-histogram'>).buckets);
    case 'scores':
      return scoresTable(
        count,
        fakeIncidents(count, 0).map(({ startNs, endNs, score }) => ({
          startNs: startNs ?? 0n,
          endNs: endNs ?? 0n,
          score,
        })),
      );
    case 'lines':
      return linesTable(query as ParsedTableQuery<'lines'>, count);
    case 'evidence':
      throw new ContractError('contract.not-found', 'The fake has no evidence table.');
  }
}
