import type { Transferable, Worker } from 'node:worker_threads';
import { CancelledError, type ErrorDetails, type ErrorLocation, SentinelError } from '#shared/base/errors.ts';
import { type CallMessage, type ReplyMessage, type SerializedError, type StartMessage, STOP } from './protocol.ts';
import type { WorkerName } from './resolve.ts';
import { takeWorker } from './spare-workers.ts';

interface Pending {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Calls the handlers of one worker thread. A thread that dies rejects every open call with `worker.died`; after
 * `dispose()` open calls reject with CancelledError.
 */
export class WorkerClient {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  #nextId = 1;
  #ended: Error | null = null;

  /** @param data What the thread works with all its life. */
  constructor(name: WorkerName, data: unknown) {
    this.#worker = takeWorker(name);
    this.#worker.on('message', (reply: ReplyMessage) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#end(died(name, error)));
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.#end(died(name, new Error(`exit code ${code}`)));
        resolve();
      });
    });
    this.#worker.postMessage({ start: data } satisfies StartMessage);
  }

  /** @throws the handler's own error with code, location and details kept. */
  call<T>(method: string, input: unknown, transfer: readonly Transferable[] = []): Promise<T> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const message: CallMessage = { id: this.#nextId++, method, input };
    return new Promise<T>((resolve, reject) => {
      this.#pending.set(message.id, { resolve: resolve as (output: unknown) => void, reject });
      this.#worker.postMessage(message, [...transfer]);
    });
  }

  /** The thread died or was disposed: no call will be answered. */
  get isEnded(): boolean {
    return this.#ended !== null;
  }

  /** Holds the process up until the thread ends, as a new one does. */
  ref(): void {
    this.#worker.ref();
  }

  /** Lets the process end while the thread waits for calls. */
  unref(): void {
    this.#worker.unref();
  }

  /** Stops the thread after the call it is in; what it had not handed over is gone. Open calls reject at once. */
  async dispose(): Promise<void> {
    this.#end(new CancelledError());
    this.#worker.postMessage(STOP);
    await this.#exited;
  }

  /**
   * Ends the thread in the middle of its call; open calls reject with CancelledError. Only for threads that run no native
   * code: see `serveWorker`.
   */
  async kill(): Promise<void> {
    this.#end(new CancelledError());
    await this.#worker.terminate();
  }

  #settle(reply: ReplyMessage): void {
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return;
    this.#pending.delete(reply.id);
    if (reply.ok) pending.resolve(reply.output);
    else pending.reject(deserializeError(reply.error));
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    for (const pending of this.#pending.values()) pending.reject(this.#ended);
    this.#pending.clear();
  }
}

function died(name: string, cause: unknown): SentinelError {
  return new SentinelError('worker.died', `The ${name} worker stopped unexpectedly.`, { cause });
}

function deserializeError(error: SerializedError): Error {
  if (error.code === null) {
    const plain = new Error(error.message);
    plain.name = error.name;
    if (error.stack !== null) plain.stack = error.stack;
    return plain;
  }
  if (error.code === 'job.cancelled') return new CancelledError(error.message);
  const own = new SentinelError(error.code, error.message, {
    location: error.location as Partial<ErrorLocation>,
    details: error.details as ErrorDetails,
  });
  own.name = error.name;
  return own;
}
