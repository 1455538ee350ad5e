import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { ContractError, SentinelError } from '#shared/base/errors.ts';
import { statusOfCode, toWireError } from '#shared/contract/errors.ts';
import { REPORT_ROUTE, RPC_PREFIX, TABLE_PREFIX, UPLOAD_ROUTE } from '#shared/contract/tables.ts';
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

export type WebApp = Hono<{ Bindings: HttpBindings }>;

/** Every route of the web host behind the one guard. */
export function createWebApp(options: WebAppOptions): WebApp {
  const app: WebApp = new Hono({ getPath: (request) => new URL(request.url).pathname });
  app.use('*', async (context, next) => {
    const verdict = judgeRequest(context.req.raw, rawRequest(context.env), options.guard);
    if (verdict.kind !== 'pass') return answerVerdict(verdict);
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
  return protect(Response.json(wire, { status: statusOfCode(wire.code) }));
}

function notFound(): ContractError {
  return new ContractError('contract.not-found', 'There is nothing at this address.');
}

function answerVerdict(verdict: Exclude<Verdict, { kind: 'pass' }>): Response {
  if (verdict.kind === 'signIn') {
    const headers = new Headers({ location: '/' });
    if (verdict.cookie !== '') headers.set('set-cookie', verdict.cookie);
    return protect(new Response(null, { status: 303, headers }));
  }
  const text =
    verdict.status === 401
      ? 'This address needs the one-time link that was printed when the workbench started; each link works once.\n'
      : `Refused: ${verdict.reason}.\n`;
  return protect(
    new Response(text, { status: verdict.status, headers: { 'content-type': 'text/plain; charset=utf-8' } }),
  );
}

function rawRequest(bindings: HttpBindings): RawRequest {
  const { url = '', rawHeaders } = bindings.incoming;
  const hostHeaders = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === 'host',
  );
  return { target: url, hostHeaders };
}
