import { serveWorker } from '../../workers/port.ts';
import { ShardExchange } from './shard-exchange.ts';
import type { ShardInput } from './trainer.ts';
import { trainShard } from './train-shard.ts';
import { openKernels } from './wasm-kernel.ts';

/** Entry of a training thread: works one shard. */
serveWorker(() => ({
  handlers: {
    train: ({ plan, set, shared, shard }: ShardInput) => {
      const exchange = new ShardExchange(shared);
      const options = { plan, set, exchange, shard, shards: shared.threads, createKernel: openKernels() };
      const output = trainShard(options);
      return { output, transfer: [output.parameters.buffer as ArrayBuffer] };
    },
  },
  dispose: async () => undefined,
}));
