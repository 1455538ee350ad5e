import { parentPort, type Transferable, workerData } from 'node:worker_threads';
import { SentinelError } from '#shared/base/errors.ts';
import {
  type CallMessage,
  type ReplyMessage,
  type SerializedError,
  STOP,
  type StopMessage,
  type Transferred,
} from './protocol.ts';

type Handler = (input: never) => Promise<Transferred<unknown>> | Transferred<unknown>;

export interface WorkerService {
  readonly handlers: Record<string, Handler>;
  /** Frees native resources; the thread ends after it. */
  dispose(): Promise<void>;
}

/**
 * Serves named handlers on this worker's parent port. Calls run in the order they arrive: each waits for the one before,
 * so handlers may share state without locks. A stop lets the call under way end, drops the rest and disposes the service:
 * a thread that is terminated while a native call runs takes the whole process down.
 * @throws Error when called outside a worker thread.
 */
export function serveWorker<Data>(start: (data: Data) => WorkerService): void {
  const port = parentPort;
  if (port === null) throw new Error('serveWorker runs only inside a worker thread.');
  const { handlers, dispose } = start(workerData as Data);
  let isStopping = false;
  let tail: Promise<void> = Promise.resolve();
  port.on('message', (message: CallMessage | StopMessage) => {
    if (message === STOP) {
      isStopping = true;
      tail = tail.then(dispose).finally(() => port.close());
      return;
    }
    tail = tail.then(async () => {
      if (isStopping) return;
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
