import { Agent, fetch as undiciFetch } from 'undici';
import { ContractError } from '#shared/base/errors.ts';
import { ENGINE_KEY_HEADER } from './protocol.ts';

export interface EngineClient {
  /**
   * The engine's answer to a request; the body streams through, an abort reaches the engine.
   * @throws ContractError `engine.unavailable` when the engine cannot be reached or goes away before it answers.
   */
  fetch(request: Request): Promise<Response>;
  dispose(): Promise<void>;
}

/** Headers that belong to one connection, not to the message (RFC 9110, 7.6.1), and those the client sets itself. */
const HOP_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
  'expect',
  'cookie',
  ENGINE_KEY_HEADER,
]);

/** A Fetch handler over the engine's socket. Answers may stay open for hours (event streams), so nothing times out. */
export function connectEngine(endpoint: { readonly socketPath: string; readonly key: string }): EngineClient {
  const agent = new Agent({
    connect: { socketPath: endpoint.socketPath, timeout: 5000 },
    headersTimeout: 0,
    bodyTimeout: 0,
    connections: 256,
  });
  return {
    fetch: (request) => forward(agent, endpoint.key, request),
    dispose: () => agent.destroy(),
  };
}

async function forward(agent: Agent, key: string, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const hasBody = request.body !== null && request.method !== 'GET' && request.method !== 'HEAD';
  try {
    const response = await undiciFetch(`http://engine${url.pathname}${url.search}`, {
      method: request.method,
      headers: { ...forwardedHeaders(request.headers), [ENGINE_KEY_HEADER]: key },
      dispatcher: agent,
      redirect: 'manual',
      signal: request.signal,
      ...(hasBody ? { body: request.body as never, duplex: 'half' as const } : {}),
    });
    // Headers are copied into this realm's class: undici's own are not recognised by the global Response.
    return new Response(response.body as ReadableStream<Uint8Array> | null, {
      status: response.status,
      statusText: response.statusText,
      headers: new Headers([...response.headers].filter(([name]) => !HOP_HEADERS.has(name))),
    });
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new ContractError('engine.unavailable', 'The engine does not answer; it is being restarted. Try again.', {
      cause: error,
    });
  }
}

function forwardedHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !HOP_HEADERS.has(name)));
}
