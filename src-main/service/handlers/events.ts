import { implement } from '@orpc/server';
import { ContractError } from '#shared/base/errors.ts';
import type { EventDetail, EventPlace } from '#shared/contract/events.ts';
import { contract } from '#shared/contract/index.ts';
import { type EventIndex, eventIdAt } from '../../lake/event-index.ts';
import { CaseReading } from '../case-reading.ts';
import { streamSearch } from '../search-feed.ts';
import type { ServiceContext } from '../context.ts';

const MAX_RAW_LINES = 1000;

export function eventHandlers(context: ServiceContext) {
  const { sessions } = context;
  const os = implement(contract.events);
  const read = <T>(caseId: string, work: (reading: CaseReading) => Promise<T> | T) =>
    sessions.use(caseId, async (session) => work(await CaseReading.of(session)));
  return {
    search: os.search.handler(({ input, signal }) => streamSearch(context, input.caseId, input.filter, signal)),
    openIndex: os.openIndex.handler(({ input, signal }) =>
      read(input.caseId, async (reading) => {
        const index = await reading.reader.eventIndex(input.filter, signal);
        return { indexId: reading.keep(index), count: index.count, version: index.revision, sql: index.sql };
      }),
    ),
    closeIndex: os.closeIndex.handler(({ input }) =>
      read(input.caseId, (reading) => ({ isClosed: reading.drop(input.indexId) })),
    ),
    locate: os.locate.handler(({ input, signal }) =>
      read(input.caseId, async (reading) => {
        const index = reading.list(input.indexId);
        return placeAt(index, await reading.reader.locate(index, input.target, signal));
      }),
    ),
    nextSevere: os.nextSevere.handler(({ input, signal }) =>
      read(input.caseId, async (reading) => {
        const { indexId, fromRow, direction, minSeverityBand } = input;
        const index = reading.list(indexId);
        return placeAt(index, await reading.reader.nextSevere(index, fromRow, direction, minSeverityBand, signal));
      }),
    ),
    get: os.get.handler(({ input, signal }) =>
      read(input.caseId, ({ reader }) => readDetail(reader, input.eventId, signal)),
    ),
    facets: os.facets.handler(({ input, signal }) =>
      read(input.caseId, async ({ reader }) => {
        const facets = await reader.facets(input.filter, input.limit, signal);
        return {
          severity: [...facets.severity],
          service: [...facets.service],
          host: [...facets.host],
          component: [...facets.component],
          source: [...facets.source],
        };
      }),
    ),
  };
}

function placeAt(index: EventIndex, row: number | null): EventPlace {
  return { row, eventId: row === null ? null : eventIdAt(index, row) };
}

async function readDetail(reader: CaseReading['reader'], eventId: number, signal?: AbortSignal): Promise<EventDetail> {
  const [event] = await reader.events(Uint32Array.of(eventId), signal);
  if (event === undefined) throw new ContractError('events.not-found', `There is no event ${eventId} in this case.`);
  const { sourceId, templateName: _name, parameters, ...rest } = event;
  const after = Math.min(event.lineCount, MAX_RAW_LINES) - 1;
  const lines = await reader.linesAround(sourceId, event.line, 0, after, signal);
  return { ...rest, parameters: [...parameters], rawLines: lines.map((line) => line.text) };
}
