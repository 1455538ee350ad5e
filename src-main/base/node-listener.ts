import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A Fetch handler that also sees the raw message: its exact target and every Host header. */
export type MessageHandler = (request: Request, incoming: IncomingMessage) => Promise<Response> | Response;

/**
 * Puts a Fetch handler behind a Node HTTP server. Bodies stream both ways with back-pressure; a peer that goes away
 * aborts the request's signal. An answer that breaks midway closes the connection, so nobody takes a part for the whole.
 * The Request's origin is always `http://localhost`: what the peer claims to be is only in the raw message.
 */
export function toNodeListener(handle: MessageHandler): RequestListener {
  return (incoming, outgoing) => {
    void answer(handle, incoming, outgoing);
  };
}

async function answer(handle: MessageHandler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const controller = new AbortController();
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) controller.abort();
  });
  const request = tryMakeRequest(incoming, controller.signal);
  const response = request === null ? new Response(null, { status: 405 }) : await respond(handle, request, incoming);
  try {
    await send(response, incoming, outgoing);
    dropRest(incoming);
  } catch {
    outgoing.destroy();
  }
}

/** Null for what Fetch cannot express (TRACE, CONNECT, a target that is no address). */
function tryMakeRequest(incoming: IncomingMessage, signal: AbortSignal): Request | null {
  const { method = 'GET', url = '/', rawHeaders } = incoming;
  try {
    const headers = new Headers();
    for (let index = 0; index + 1 < rawHeaders.length; index += 2)
      headers.append(rawHeaders[index]!, rawHeaders[index + 1]!);
    const address = `http://localhost${url.startsWith('/') ? url : '/'}`;
    if (method === 'GET' || method === 'HEAD') return new Request(address, { method, headers, signal });
    const body = streamBody(incoming);
    // Not every library's type of RequestInit knows `duplex`, without which a streamed body is refused.
    const init = { method, headers, signal, body, duplex: 'half' };
    return new Request(address, init as RequestInit);
  } catch {
    return null;
  }
}

/**
 * The body as it is asked for. Not `Readable.toWeb`, which throws out of reach when the peer goes away after the handler
 * has let go of the body.
 */
function streamBody(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const parts = incoming.iterator({ destroyOnReturn: false });
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const part = await parts.next();
        if (part.done === true) controller.close();
        else controller.enqueue(part.value as Uint8Array);
      } catch (error) {
        controller.error(error);
      }
    },
    async cancel() {
      await parts.return?.();
    },
  });
}

const MAX_DROPPED_BYTES = 8 * 2 ** 20;

/** What the handler left of the body is read and dropped, or the connection would wait for ever; a long rest ends it. */
function dropRest(incoming: IncomingMessage): void {
  if (incoming.readableEnded || incoming.destroyed) return;
  let dropped = 0;
  incoming.on('data', (part: Uint8Array) => {
    dropped += part.byteLength;
    if (dropped > MAX_DROPPED_BYTES) incoming.destroy();
  });
  incoming.resume();
}

async function respond(handle: MessageHandler, request: Request, incoming: IncomingMessage): Promise<Response> {
  try {
    return await handle(request, incoming);
  } catch {
    // Handlers answer their own errors; this one has nothing to say that may leave the process.
    return new Response(null, { status: 500 });
  }
}

async function send(response: Response, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.writeHead(response.status);
  if (response.body === null || incoming.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  // Event streams say nothing for seconds: their reader must learn at once that the call was answered.
  outgoing.flushHeaders();
  await pipeline(Readable.fromWeb(response.body as never), outgoing);
}
