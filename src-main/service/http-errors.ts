import type { ZodError } from 'zod';
import { ContractError, SentinelError } from '#shared/base/errors.ts';
import { statusOfCode, toWireError, wireErrorBody } from '#shared/contract/errors.ts';
import type { Log } from '../base/log.ts';

/** The answer to a failed plain route: the wire error as JSON. Defects go to the log. */
export function errorResponse(error: unknown, log: Log, where: string): Response {
  if (!(error instanceof SentinelError)) log.error('a route failed', error, { where });
  const wire = toWireError(error);
  return Response.json(wireErrorBody(wire), { status: statusOfCode(wire.code) });
}

export function badInput(error: ZodError): ContractError {
  const issue = error.issues[0];
  const place = issue === undefined ? 'unknown' : `${issue.path.join('.') || 'value'}: ${issue.message}`;
  return new ContractError('contract.bad-input', `The request is not valid: ${place.slice(0, 300)}.`);
}
