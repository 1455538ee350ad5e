import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ContractError } from '#shared/base/errors.ts';
import { caseIdSchema } from '#shared/contract/common.ts';
import { reportNameSchema } from '#shared/contract/reports.ts';
import { uploadQuerySchema } from '#shared/contract/tables.ts';
import { reportsFolder, spoolFolder } from '../base/case-layout.ts';
import type { ServiceContext } from './context.ts';
import { badInput } from './http-errors.ts';
import { storeUpload } from './uploads.ts';

const REPORT_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** `POST /uploads`: one dropped file into the case's spool. */
export async function answerUpload(context: ServiceContext, request: Request): Promise<Response> {
  const query = uploadQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) throw badInput(query.error);
  const body = request.body ?? new Blob([]).stream();
  const stored = await context.sessions.use(query.data.caseId, async (session) => {
    // Taking the writer's right first: a case that others write is not filled with files it will not read.
    await session.writable();
    return storeUpload(spoolFolder(session.dir), query.data, body);
  });
  return Response.json(stored);
}

/** `GET /reports`: a report as a download; the name is a plain file name of the case's own folder. */
export async function answerReport(context: ServiceContext, request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const caseId = caseIdSchema.safeParse(searchParams.get('caseId'));
  const name = reportNameSchema.safeParse(searchParams.get('name'));
  if (!caseId.success) throw badInput(caseId.error);
  if (!name.success) throw badInput(name.error);
  const path = join(reportsFolder(context.sessions.dirOf(caseId.data)), name.data);
  const info = await stat(path).catch(() => null);
  if (info === null || !info.isFile()) throw new ContractError('report.not-found', `There is no report ${name.data}.`);
  const type = REPORT_TYPES[name.data.slice(name.data.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-length': String(info.size),
      'content-disposition': `attachment; filename="${name.data}"`,
    },
  });
}
