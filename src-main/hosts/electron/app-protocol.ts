import { ContractError } from '#shared/base/errors.ts';
import { statusOfCode, toWireError, wireErrorBody } from '#shared/contract/errors.ts';
import { CSRF_HEADER, CSRF_VALUE, isDataPath } from '#shared/contract/tables.ts';
import type { PageFiles } from '../../base/page-files.ts';
import { DATA_POLICY, SECURITY_HEADERS } from '../../base/page-security.ts';

/** The desktop's own scheme: pages and data of one origin, `app://workbench`, and no other. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'workbench';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

export interface AppProtocolOptions {
  readonly engine: (request: Request) => Promise<Response>;
  readonly pages: PageFiles;
}

/** Answers every request of the scheme. Never rejects. */
export function createAppProtocol(options: AppProtocolOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const url = new URL(request.url);
      if (url.host !== APP_HOST) throw notFound();
      if (isDataPath(url.pathname)) return await answerData(options, request);
      return (await options.pages.respond(request)) ?? errorResponse(notFound());
    } catch (error) {
      return errorResponse(error);
    }
  };
}

async function answerData(options: AppProtocolOptions, request: Request): Promise<Response> {
  const origin = request.headers.get('origin');
  const isChange = request.method !== 'GET' && request.method !== 'HEAD';
  if (origin !== null && origin !== APP_ORIGIN) throw forbidden();
  if (isChange && request.headers.get(CSRF_HEADER) !== CSRF_VALUE) throw forbidden();
  return protect(await options.engine(request));
}

function protect(response: Response): Response {
  const headers = new Headers([...response.headers]);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value);
  headers.set('content-security-policy', DATA_POLICY);
  headers.set('cache-control', 'no-store');
  return new Response(response.body, { status: response.status, headers });
}

function errorResponse(error: unknown): Response {
  const wire = toWireError(error);
  return protect(Response.json(wireErrorBody(wire), { status: statusOfCode(wire.code) }));
}

function notFound(): ContractError {
  return new ContractError('contract.not-found', 'There is nothing at this address.');
}

function forbidden(): ContractError {
  return new ContractError('contract.forbidden', 'This request did not come from the workbench.');
}
