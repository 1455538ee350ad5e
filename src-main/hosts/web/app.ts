import type { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import { ContractError, SentinelError } from '#shared/base/errors.ts';
import { statusOfCode, toWireError, wireErrorBody } from '#shared/contract/errors.ts';
import { caseIdSchema } from '#shared/contract/common.ts';
import {
  CASE_PARAMETER,
  isDataPath,
  REPORT_ROUTE,
  RPC_PREFIX,
  TABLE_PREFIX,
  UPLOAD_ROUTE,
} from '#shared/contract/tables.ts';
import type { PageFiles } from '../../base/page-files.ts';
import { DATA_POLICY, SECURITY_HEADERS } from '../../base/page-security.ts';
import { type GuardOptions, judgeRequest, type RawRequest, type Verdict } from './guard.ts';

export interface WebAppOptions {
  readonly guard: GuardOptions;
  readonly engine: (request: Request) => Promise<Response>;
  readonly pages: PageFiles;
  /** Told about defects; refusals are not defects. */
  readonly onError?: (error: unknown) => void;
}

/** What the server tells besides the Request. */
export interface WebBindings {
  readonly incoming: Pick<IncomingMessage, 'url' | 'rawHeaders'>;
}

export type WebApp = Hono<{ Bindings: WebBindings }>;

/** Every route of the web host behind the one guard. */
export function createWebApp(options: WebAppOptions): WebApp {
  const app: WebApp = new Hono({ getPath: (request) => new URL(request.url).pathname });
  app.use('*', async (context, next) => {
    const verdict = judgeRequest(context.req.raw, rawRequest(context.env), options.guard);
    if (verdict.kind !== 'pass') return answerVerdict(verdict, context.req.raw);
    await next();
    return undefined;
  });
  const toEngine = async (context: { req: { raw: Request } }) => protect(await options.engine(context.req.raw));
  app.post(`${RPC_PREFIX}/*`, toEngine);
  app.get(`${TABLE_PREFIX}*`, toEngine);
  app.get(REPORT_ROUTE, toEngine);
  app.post(UPLOAD_ROUTE, toEngine);
  app.get('*', async (context) => (await options.pages.respond(context.req.raw)) ?? wireResponse(notFound()));
  app.notFound(() => wireResponse(notFound()));
  app.onError((error) => {
    if (!(error instanceof SentinelError)) options.onError?.(error);
    return wireResponse(error);
  });
  return app;
}

/** The same protective headers on data as on pages; data is never stored. */
function protect(response: Response): Response {
  const headers = new Headers([...response.headers]);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value);
  headers.set('content-security-policy', DATA_POLICY);
  headers.set('cache-control', 'no-store');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function wireResponse(error: unknown): Response {
  const wire = toWireError(error);
  return protect(Response.json(wireErrorBody(wire), { status: statusOfCode(wire.code) }));
}

function notFound(): ContractError {
  return new ContractError('contract.not-found', 'There is nothing at this address.');
}

function answerVerdict(verdict: Exclude<Verdict, { kind: 'pass' }>, request: Request): Response {
  if (verdict.kind === 'signIn') {
    const headers = new Headers({ location: pageAddress(request) });
    if (verdict.cookie !== '') headers.set('set-cookie', verdict.cookie);
    return protect(new Response(null, { status: 303, headers }));
  }
  const { status, reason } = verdict;
  const text = status === 401 ? SIGN_IN_TEXT : `Refused: ${reason}.`;
  if (isDataPath(new URL(request.url).pathname)) {
    const code = CODE_OF_STATUS[status] ?? 'contract.forbidden';
    return protect(Response.json(wireErrorBody(toWireError(new ContractError(code, text))), { status }));
  }
  return protect(new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } }));
}

const SIGN_IN_TEXT = 'This address needs the one-time link printed when the workbench started; each link works once.';
const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'contract.bad-input',
  401: 'contract.unauthorized',
  429: 'contract.too-many',
};

/** The page without the token; which case to show is all that may stay in the address. */
function pageAddress(request: Request): string {
  const caseId = new URL(request.url).searchParams.get(CASE_PARAMETER) ?? '';
  return caseIdSchema.safeParse(caseId).success ? `/?${CASE_PARAMETER}=${caseId}` : '/';
}

function rawRequest(bindings: WebBindings): RawRequest {
  const { url = '', rawHeaders } = bindings.incoming;
  const hostHeaders = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === 'host',
  );
  return { target: url, hostHeaders };
}
