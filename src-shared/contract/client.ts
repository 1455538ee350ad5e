import { createORPCClient, mapEventIterator } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { reviveError } from './errors.ts';
import type { Contract } from './index.ts';
import { CSRF_HEADER, CSRF_VALUE, RPC_PREFIX } from './tables.ts';

/** Every procedure as an async function; the second argument takes `{ signal }`. */
export type SentinelClient = ContractRouterClient<Contract>;

export interface ClientOptions {
  /** Scheme and host in front of the routes, without a final slash: `http://127.0.0.1:4870`, `app://workbench`. */
  readonly origin: string;
  readonly fetch?: (request: Request, init: { redirect?: Request['redirect'] }) => Promise<Response>;
}

/**
 * The typed client over any Fetch function.
 * Failed calls reject with the SentinelError the service threw, of the same class, code, location and causes; an
 * aborted call rejects with whatever the fetch gave.
 */
export function createClient(options: ClientOptions): SentinelClient {
  const link = new RPCLink({
    url: `${options.origin}${RPC_PREFIX}`,
    headers: { [CSRF_HEADER]: CSRF_VALUE },
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    interceptors: [
      async (call) => {
        try {
          return reviveStream(await call.next());
        } catch (error) {
          throw reviveError(error);
        }
      },
    ],
  });
  return createORPCClient(link);
}

/** A stream may fail long after the call was answered: its errors are rebuilt like those of calls. */
function reviveStream(output: unknown): unknown {
  const isStream = typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output;
  if (!isStream) return output;
  return mapEventIterator(output as AsyncIterator<unknown>, {
    value: async (value) => value,
    error: async (error) => reviveError(error),
  });
}
