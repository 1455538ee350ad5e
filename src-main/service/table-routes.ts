import { ContractError } from '#shared/base/errors.ts';
import {
  ARROW_MIME,
  type ParsedTableQuery,
  TABLE_PREFIX,
  type TableName,
  tableQueries,
  VERSION_HEADER,
} from '#shared/contract/tables.ts';
import { CaseReading } from './case-reading.ts';
import type { CaseSession } from './case-sessions.ts';
import type { ServiceContext } from './context.ts';
import { badInput } from './http-errors.ts';
import { splitIncidents } from './suppressions.ts';
import { type Columns, encodeTable } from './tables/arrow-table.ts';
import {
  eventColumns,
  evidenceColumns,
  histogramColumns,
  lineColumns,
  templateColumns,
  templateHistogramColumns,
} from './tables/event-tables.ts';
import { readScoreColumns } from './tables/score-table.ts';

interface TableRequest<N extends TableName> {
  readonly query: ParsedTableQuery<N>;
  readonly session: CaseSession;
  readonly reading: CaseReading;
  readonly signal: AbortSignal;
}

type TableReaders = { readonly [N in TableName]: (request: TableRequest<N>) => Promise<Columns> | Columns };

const READERS: TableReaders = {
  events: async ({ query, reading, signal }) => {
    const { indexId, offset, limit } = query;
    return eventColumns(await reading.reader.eventPage(reading.list(indexId), offset, limit, signal));
  },
  histogram: async ({ query, reading, signal }) => {
    const { filter, buckets, fromNs, toNs } = query;
    return histogramColumns(await reading.reader.histogram(filter, buckets, { fromNs, toNs }, signal));
  },
  templates: async ({ query, reading, signal }) =>
    templateColumns(await reading.reader.templatesTable(query.filter ?? {}, signal)),
  'template-histogram': async ({ query, reading, signal }) =>
    templateHistogramColumns(await reading.reader.templateHistogram(query.buckets, signal)),
  scores: ({ query, session, reading, signal }) => readScoreColumns(session, reading, query.runId ?? null, signal),
  evidence: ({ query, session }) => {
    const { catalog } = session;
    const run = catalog.runs.current();
    const incidents = run === null ? [] : splitIncidents(session, run.runId).shown;
    return evidenceColumns(incidents.filter(({ incidentId }) => (query.incidentId ?? incidentId) === incidentId));
  },
  lines: async ({ query, reading, signal }) => {
    const { sourceId, line, before, after } = query;
    return lineColumns(await reading.reader.linesAround(sourceId, line, before, after, signal));
  },
};

/** `GET /tables/<name>?q=<JSON>`: an Arrow IPC stream with the case version it was made from. */
export async function answerTable(context: ServiceContext, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const name = url.pathname.slice(TABLE_PREFIX.length);
  if (!isTableName(name)) throw new ContractError('contract.not-found', 'There is no such table.');
  return answerNamed(context, name, url.searchParams.get('q'), request.signal);
}

async function answerNamed<N extends TableName>(
  context: ServiceContext,
  name: N,
  text: string | null,
  signal: AbortSignal,
): Promise<Response> {
  const parsed = tableQueries[name].safeParse(parseJson(text));
  if (!parsed.success) throw badInput(parsed.error);
  const query = parsed.data as ParsedTableQuery<N>;
  return context.sessions.use(query.caseId, async (session) => {
    const reading = await CaseReading.of(session);
    const version = reading.reader.revision;
    const body = encodeTable(await READERS[name]({ query, session, reading, signal }));
    return new Response(body, { headers: { 'content-type': ARROW_MIME, [VERSION_HEADER]: String(version) } });
  });
}

function isTableName(name: string): name is TableName {
  return Object.hasOwn(tableQueries, name);
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    throw new ContractError('contract.bad-input', 'The query parameter q is not JSON.');
  }
}
