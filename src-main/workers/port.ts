import { parentPort, type Transferable, workerData } from 'node:worker_threads';
import { SentinelError } from '#shared/base/errors.ts';
import type { CallMessage, ReplyMessage, SerializedError, Transferred } from './protocol.ts';

type Handler = (input: never) => Promise<Transferred<unknown>> | Transferred<unknown>;

/**
 * Serves named handlers on this worker's parent port. Calls run in the order they arrive: each waits for the one before,
 * so handlers may share state without locks.
 * @throws Error when called outside a worker thread.
 */
export function serveWorker<Data>(start: (data: Data) => Record<string, Handler>): void {
  const port = parentPort;
  if (port === null) throw new Error('serveWorker runs only inside a worker thread.');
  const handlers = start(workerData as Data);
  let tail: Promise<void> = Promise.resolve();
  port.on('message', (message: CallMessage) => {
    tail = tail.then(async () => {
      const { reply, transfer } = await answer(handlers, message);
      port.postMessage(reply, transfer);
    });
  });
}

async function answer(
  handlers: Record<string, Handler>,
  message: CallMessage,
): Promise<{ reply: ReplyMessage; transfer: Transferable[] }> {
  try {
    const handler = handlers[message.method];
    if (handler === undefined) throw new Error(`No worker method "${message.method}".`);
    const { output, transfer } = await handler(message.input as never);
    return { reply: { id: message.id, ok: true, output }, transfer };
  } catch (error) {
    return { reply: { id: message.id, ok: false, error: serializeError(error) }, transfer: [] };
  }
}

function serializeError(error: unknown): SerializedError {
  const isOwn = error instanceof SentinelError;
  const isError = error instanceof Error;
  return {
    name: isError ? error.name : 'Error',
    code: isOwn ? error.code : null,
    message: isError ? error.message : String(error),
    stack: isError ? (error.stack ?? null) : null,
    location: isOwn ? error.location : null,
    details: isOwn ? error.details : null,
  };
}
