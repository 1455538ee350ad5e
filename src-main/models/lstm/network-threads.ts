import { WorkerClient } from '../../workers/worker-client.ts';

/** At most as many measure at once, and so as many wait: none that is needed has to start anew. */
export const NETWORK_THREADS = 2;

/** Threads of a network that wait for work: starting one takes as long as measuring some thousand windows. */
const waiting: { readonly thread: WorkerClient; readonly timer: NodeJS.Timeout }[] = [];
const KEPT_MS = 5000;

/** Starts the threads that will soon be asked for, beside whatever this one does until then. */
export function prepareThreads(): void {
  while (waiting.length < NETWORK_THREADS) keep(startThread());
}

/** A thread for the caller alone: one that waits, or a new one. */
export function takeThread(): WorkerClient {
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    clearTimeout(next.timer);
    if (next.thread.isEnded) continue;
    next.thread.ref();
    return next.thread;
  }
  return startThread();
}

/** Takes back a thread whose calls have all been answered; it ends when nobody asks for it within seconds. */
export async function giveBack(thread: WorkerClient): Promise<void> {
  if (waiting.length < NETWORK_THREADS) keep(thread);
  else await thread.dispose();
}

function startThread(): WorkerClient {
  return new WorkerClient('lstm', null);
}

function keep(thread: WorkerClient): void {
  // The process may end while it waits.
  thread.unref();
  const timer = setTimeout(() => {
    waiting.splice(
      waiting.findIndex((one) => one.thread === thread),
      1,
    );
    void thread.dispose();
  }, KEPT_MS).unref();
  waiting.push({ thread, timer });
}
