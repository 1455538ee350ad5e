import { mapEventIterator } from '@orpc/client';
import { type AnyRouter, ORPCError, ValidationError } from '@orpc/server';
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/fetch';
import { ContractError, SentinelError } from '#shared/base/errors.ts';
import { statusOfCode, toWireError, WIRE_CODE } from '#shared/contract/errors.ts';
import { RPC_PREFIX } from '#shared/contract/tables.ts';
import type { Log } from '../base/log.ts';

const MAX_BODY_BYTES = 4 * 2 ** 20;

/**
 * Answers procedure calls below `/rpc`. Every failure leaves as a wire error: known ones as they are, a bad input as
 * `contract.bad-input` with the place of the fault, anything else as `internal.unexpected` and a line in the log.
 */
export function createRpc(router: AnyRouter, log: Log): (request: Request) => Promise<Response | null> {
  const handler = new RPCHandler(router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: MAX_BODY_BYTES })],
    eventIteratorKeepAliveInterval: 5000,
    clientInterceptors: [
      async (call) => {
        const where = call.path.join('.');
        try {
          return wrapStream(await call.next(), log, where);
        } catch (error) {
          throw toOrpcError(error, log, where);
        }
      },
    ],
  });
  return async (request) => {
    const { matched, response } = await handler.handle(request, { prefix: RPC_PREFIX, context: {} });
    return matched ? response : null;
  };
}

function wrapStream(output: unknown, log: Log, where: string): unknown {
  const isStream = typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output;
  if (!isStream) return output;
  return mapEventIterator(output as AsyncIterator<unknown>, {
    value: async (value) => value,
    error: async (error) => toOrpcError(error, log, where),
  });
}

function toOrpcError(thrown: unknown, log: Log, where: string): ORPCError<string, unknown> {
  const error = thrown instanceof ORPCError ? fromOrpcError(thrown) : thrown;
  if (!(error instanceof SentinelError) && !isAbort(error)) log.error('a procedure failed', error, { where });
  const wire = toWireError(error);
  return new ORPCError(WIRE_CODE, { status: statusOfCode(wire.code), message: wire.message, data: wire });
}

function fromOrpcError(error: ORPCError<string, unknown>): unknown {
  if (error.code === 'BAD_REQUEST') {
    const place = error.cause instanceof ValidationError ? describeIssue(error.cause) : 'not readable';
    return new ContractError('contract.bad-input', `The request is not valid: ${place}.`);
  }
  return error.cause ?? error;
}

function describeIssue(error: ValidationError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'unknown';
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  const text = path === '' ? issue.message : `${path}: ${issue.message}`;
  return text.slice(0, 300);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
