import { parentPort, type Transferable } from 'node:worker_threads';
import { SentinelError } from '#shared/base/errors.ts';
import {
  type CallMessage,
  type ReplyMessage,
  type SerializedError,
  type StartMessage,
  STOP,
  type StopMessage,
  type Transferred,
} from './protocol.ts';

type Handler = (input: never) => Promise<Transferred<unknown>> | Transferred<unknown>;

export interface WorkerService {
  readonly handlers: Record<string, Handler>;
  /** Handlers that mostly wait for native threads: they run one after another, but hold no call of another handler up. */
  readonly aside?: readonly string[];
  /** Frees native resources; the thread ends after it. */
  dispose(): Promise<void>;
}

/**
 * Serves named handlers on this worker's parent port. Calls run in the order they arrive: each waits for the one before
 * (but for those `aside`), so handlers may share state without locks. A thread may be started long before its work: `start` is
 * called once that is there. A stop lets calls under way end, drops the rest and
 * disposes the service: a thread that is terminated while a native call runs takes the whole process down.
 * @throws Error when called outside a worker thread.
 */
export function serveWorker<Data>(start: (data: Data) => WorkerService): void {
  const port = parentPort;
  if (port === null) throw new Error('serveWorker runs only inside a worker thread.');
  let service: WorkerService | null = null;
  let isStopping = false;
  let tail: Promise<void> = Promise.resolve();
  let asideTail: Promise<void> = Promise.resolve();
  const run = async (message: CallMessage): Promise<void> => {
    if (isStopping || service === null) return;
    const { reply, transfer } = await answer(service.handlers, message);
    port.postMessage(reply, transfer);
  };
  port.on('message', (message: StartMessage | CallMessage | StopMessage) => {
    if (message === STOP) {
      isStopping = true;
      tail = Promise.all([tail, asideTail])
        .then(() => service?.dispose())
        .finally(() => port.close());
    } else if ('start' in message) {
      service = start(message.start as Data);
    } else if (service?.aside?.includes(message.method) === true) {
      asideTail = Promise.all([tail, asideTail]).then(() => run(message));
    } else tail = tail.then(() => run(message));
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
