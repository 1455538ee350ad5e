import { z } from 'zod';
import { caseIdSchema, eventFilterSchema, incidentIdSchema, runIdSchema, timeNsSchema } from './common.ts';
import { indexIdSchema } from './events.ts';

/**
 * Tables cross the boundary as Arrow IPC streams from `GET /tables/<name>?q=<JSON>`, never as JSON rows.
 * `q` is one JSON value in which 64-bit integers are decimal strings ending in `n` ("1700000000000000000n").
 *
 * | table              | one row                     | columns |
 * |--------------------|-----------------------------|---------|
 * | events             | an event of an open index   | see src-shared/arrow/events-page.ts |
 * | histogram          | a time bucket               | start_ns int64, end_ns int64, severity_0..severity_6 (counts by band) |
 * | templates          | a template                  | see src-shared/arrow/templates.ts, rare first |
 * | template-histogram | a bucket of a template      | template_id, bucket int32, count |
 * | scores             | a scored unit               | unit_id, start_ns, end_ns, events, score, one float64 column a detector, label int8 null |
 * | evidence           | an evidence line            | incident_id, event_id, path, member, line, byte_offset, text |
 * | lines              | a physical line             | line, byte_offset, kind, event_id, text |
 */
const bigintText = z
  .string()
  .regex(/^-?\d{1,19}n$/)
  .transform((text) => BigInt(text.slice(0, -1)));
const wireTime = z.union([timeNsSchema, bigintText]);
const wireFilter = eventFilterSchema.extend({ fromNs: wireTime.optional(), toNs: wireTime.optional() }).default({});

export const tableQueries = {
  events: z.strictObject({
    caseId: caseIdSchema,
    indexId: indexIdSchema,
    offset: z.number().int().min(0),
    limit: z.number().int().min(1).max(10_000),
  }),
  histogram: z.strictObject({
    caseId: caseIdSchema,
    filter: wireFilter,
    /** Range of the axis; default: first to last event of the case. */
    fromNs: wireTime.optional(),
    toNs: wireTime.optional(),
    buckets: z.number().int().min(1).max(5000),
  }),
  templates: z.strictObject({ caseId: caseIdSchema, filter: wireFilter.optional() }),
  'template-histogram': z.strictObject({ caseId: caseIdSchema, buckets: z.number().int().min(1).max(200) }),
  scores: z.strictObject({ caseId: caseIdSchema, runId: runIdSchema.optional() }),
  evidence: z.strictObject({ caseId: caseIdSchema, incidentId: incidentIdSchema.optional() }),
  lines: z.strictObject({
    caseId: caseIdSchema,
    sourceId: z.number().int().min(0).max(0x7fffffff),
    /** 1-based line in the middle. */
    line: z.number().int().min(1),
    before: z.number().int().min(0).max(1000).default(20),
    after: z.number().int().min(0).max(1000).default(20),
  }),
} as const;

export type TableName = keyof typeof tableQueries;
export type TableQuery<N extends TableName> = z.input<(typeof tableQueries)[N]>;
export type ParsedTableQuery<N extends TableName> = z.output<(typeof tableQueries)[N]>;
export const TABLE_NAMES = Object.keys(tableQueries) as readonly TableName[];
export const TABLE_PREFIX = '/tables/';
export const RPC_PREFIX = '/rpc';
export const ARROW_MIME = 'application/vnd.apache.arrow.stream';
/** Case version the table was made from: a later `CaseInfo.version` means it is stale. */
export const VERSION_HEADER = 'x-case-version';
/** Every request that is not a plain page load carries it; a foreign page cannot set it without being asked. */
export const CSRF_HEADER = 'x-log-sentinel';
export const CSRF_VALUE = '1';

/** Query parameter of the page's address: the case it opens with. */
export const CASE_PARAMETER = 'case';

/** `GET /reports?caseId=&name=` downloads a report; `POST /uploads?caseId=&batch=&path=` streams one dropped file in. */
export const REPORT_ROUTE = '/reports';
export const UPLOAD_ROUTE = '/uploads';

export const uploadQuerySchema = z.strictObject({
  caseId: caseIdSchema,
  /** Groups the files of one drop: they land in one folder, so rotated generations stay together. */
  batch: z.string().regex(/^[0-9a-z-]{1,64}$/),
  /** Path inside the drop, `/` between folders; it names a file of the case's spool and is never trusted as a path. */
  path: z.string().min(1).max(1024),
});
export type UploadQuery = z.infer<typeof uploadQuerySchema>;
/** `folderPath` is what to hand to `jobs.startAnalyze` for the whole batch. */
export const uploadResultSchema = z.object({ path: z.string(), folderPath: z.string(), sizeBytes: z.number() });
export type UploadResult = z.infer<typeof uploadResultSchema>;

/** Path and query of a table. */
export function tableUrl<N extends TableName>(name: N, query: TableQuery<N>): string {
  const json = JSON.stringify(query, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return `${TABLE_PREFIX}${name}?q=${encodeURIComponent(json)}`;
}

export function uploadUrl(query: UploadQuery): string {
  const { caseId, batch, path } = query;
  return `${UPLOAD_ROUTE}?caseId=${caseId}&batch=${batch}&path=${encodeURIComponent(path)}`;
}

export function reportUrl(caseId: string, name: string): string {
  return `${REPORT_ROUTE}?caseId=${caseId}&name=${encodeURIComponent(name)}`;
}

/** True for paths the engine answers; every other path of a host is a file of the workbench page. */
export function isDataPath(pathname: string): boolean {
  return (
    pathname.startsWith(`${RPC_PREFIX}/`) ||
    pathname.startsWith(TABLE_PREFIX) ||
    pathname === REPORT_ROUTE ||
    pathname === UPLOAD_ROUTE
  );
}
