import { type ResourceLimits, Worker } from 'node:worker_threads';
import { openKernel } from './kernels.ts';
import { STOP } from './protocol.ts';
import { type KernelName, resolveWorker, type WorkerName } from './resolve.ts';

/** Kernels that threads run; held here as well, see `openKernel`. */
const KERNELS: Partial<Record<WorkerName, KernelName>> = { block: 'ingest', lstm: 'lstm', rows: 'forest' };

/**
 * Of a thread's heap; what is absent is V8's choice. A thread that reads makes few objects, but the memory of its columns goes
 * with them, and V8 looks for dead ones only when the young heap is full.
 */
const LIMITS: Partial<Record<WorkerName, ResourceLimits>> = { block: { maxYoungGenerationSizeMb: 6 } };

const spares = new Map<WorkerName, Worker[]>();

/**
 * Starts threads before their work is there: they load their code and native libraries beside whatever this thread does. They
 * do not hold the process up.
 */
export function startSpares(name: WorkerName, count: number): void {
  const started = Array.from({ length: count }, () => {
    const worker = newWorker(name);
    worker.unref();
    // Whoever needs a thread and finds none starts one, and is told what is wrong with it.
    worker.once('error', () => drop(name, worker));
    return worker;
  });
  spares.set(name, [...(spares.get(name) ?? []), ...started]);
}

function drop(name: WorkerName, worker: Worker): void {
  const left = (spares.get(name) ?? []).filter((spare) => spare !== worker);
  spares.set(name, left);
}

/** A thread of that kind, started already if there is a spare one; it waits for the data of its work. */
export function takeWorker(name: WorkerName): Worker {
  const spare = spares.get(name)?.shift();
  if (spare === undefined) return newWorker(name);
  spare.ref();
  return spare;
}

/** Ends the spare threads that nobody took; resolves once they are gone. */
export async function stopSpares(): Promise<void> {
  const unused = [...spares.values()].flat();
  spares.clear();
  await Promise.all(
    unused.map(async (worker) => {
      worker.ref();
      const gone = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage(STOP);
      await gone;
    }),
  );
}

function newWorker(name: WorkerName): Worker {
  const kernel = KERNELS[name];
  if (kernel !== undefined) openKernel(kernel);
  // The parent's flags (inspectors, loaders) do not belong to the thread.
  return new Worker(resolveWorker(name), { resourceLimits: LIMITS[name] ?? {}, execArgv: [], name });
}
