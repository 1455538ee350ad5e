import { afterEach, describe, expect, it } from 'vitest';
import { startSpares, stopSpares, takeWorker } from '../../../src-main/workers/spare-workers.ts';
import { WorkerClient } from '../../../src-main/workers/worker-client.ts';

const shapes = { shapes: [], masked: new Map() };

afterEach(stopSpares);

describe('spare threads', () => {
  it('are what the next client of their kind works with', async () => {
    startSpares('mine', 1);
    const client = new WorkerClient('mine', null);
    expect(await client.call('slices', shapes)).toEqual([]);
    await client.dispose();
  });

  it('are handed out once, and only for their own kind', async () => {
    startSpares('mine', 2);
    const taken = [takeWorker('mine'), takeWorker('mine'), takeWorker('mine'), takeWorker('rows')];
    expect(new Set(taken.map(({ threadId }) => threadId)).size).toBe(4);
    await Promise.all(taken.map((worker) => worker.terminate()));
  });

  it('end when nobody took them, also while they still load', async () => {
    startSpares('block', 2);
    // Resolves once they are gone.
    await stopSpares();
    const client = new WorkerClient('mine', null);
    expect(await client.call('slices', shapes)).toEqual([]);
    await client.dispose();
  });

  it('work for as many clients as there are, with new threads behind the spare ones', async () => {
    startSpares('mine', 1);
    const clients = [new WorkerClient('mine', null), new WorkerClient('mine', null)];
    expect(await Promise.all(clients.map((client) => client.call('slices', shapes)))).toEqual([[], []]);
    await Promise.all(clients.map((client) => client.dispose()));
  });
});
