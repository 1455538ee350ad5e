import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A Fetch handler that also sees the raw message: its exact target and every Host header. */
export type MessageHandler = (request: Request, incoming: IncomingMessage) => Promise<Response> | Response;

/**
 * Puts a Fetch handler behind a Node HTTP server. Bodies stream both ways with back-pressure; a peer that goes away
 * aborts the request's signal. An answer that breaks midway closes the connection, so nobody takes a part for the whole.
 * The Request's origin is always `http://localhost`: what the peer claims to be is only in the raw message.
 *
 * Why not `@hono/node-server` (2.1.8 fails four of this file's tests): an answer that breaks ends there like a whole one,
 * with the text of the error as its last bytes; half a second after an answer to an unread body the connection is cut,
 * fast peers included; a Host that is no address is answered before the guard sees it, and others become the Request's
 * address; TRACE reaches the handler.
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
  const body = new IncomingBody(incoming);
  const request = tryMakeRequest(incoming, body, controller.signal);
  const response = request === null ? new Response(null, { status: 405 }) : await respond(handle, request, incoming);
  try {
    await send(response, incoming, outgoing);
    body.release();
    dropRest(incoming);
  } catch {
    outgoing.destroy();
  }
}

/** Null for what Fetch cannot express (TRACE, CONNECT, a target that is no address). */
function tryMakeRequest(incoming: IncomingMessage, body: IncomingBody, signal: AbortSignal): Request | null {
  const { method = 'GET', url = '/', rawHeaders } = incoming;
  try {
    const headers = new Headers();
    for (let index = 0; index + 1 < rawHeaders.length; index += 2)
      headers.append(rawHeaders[index]!, rawHeaders[index + 1]!);
    const address = `http://localhost${url.startsWith('/') ? url : '/'}`;
    if (method === 'GET' || method === 'HEAD') return new Request(address, { method, headers, signal });
    // Not every library's type of RequestInit knows `duplex`, without which a streamed body is refused.
    const init = { method, headers, signal, body: body.stream, duplex: 'half' };
    return new Request(address, init as RequestInit);
  } catch {
    return null;
  }
}

/**
 * A message's body, read only as it is asked for. Not `Readable.toWeb`, which throws out of reach when the peer goes away
 * after the handler has let go of the body.
 */
class IncomingBody {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #incoming: IncomingMessage;
  #parts: AsyncIterator<Uint8Array> | null = null;

  constructor(incoming: IncomingMessage) {
    this.#incoming = incoming;
    const source = {
      pull: (controller: ReadableStreamDefaultController<Uint8Array>) => this.#pull(controller),
      cancel: () => this.release(),
    };
    this.stream = new ReadableStream(source, { highWaterMark: 0 });
  }

  /** Nobody reads on; the message itself stays as it is. */
  release(): void {
    void this.#parts?.return?.().catch(() => undefined);
    this.#parts = null;
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    this.#parts ??= this.#incoming.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
    try {
      const part = await this.#parts.next();
      if (part.done === true) controller.close();
      else controller.enqueue(part.value);
    } catch (error) {
      controller.error(error);
    }
  }
}

const MAX_DROPPED_BYTES = 8 * 2 ** 20;
const LOOK_EVERY_MS = 100;

/**
 * After the answer: what the handler left of the body is read and dropped, or the connection would wait for ever. A peer
 * that sends more than a little then loses the connection. The socket is what counts: the server itself drops the rest
 * of a body that nobody began to read, without a word.
 */
function dropRest(incoming: IncomingMessage): void {
  if (incoming.complete) return;
  const { socket } = incoming;
  const bytesBefore = socket.bytesRead;
  // The reader that was let go leaves the stream a moment later.
  setImmediate(() => incoming.resume());
  const timer = setInterval(() => {
    if (incoming.complete || socket.destroyed) clearInterval(timer);
    else if (socket.bytesRead - bytesBefore > MAX_DROPPED_BYTES) socket.destroySoon();
  }, LOOK_EVERY_MS);
  timer.unref();
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
