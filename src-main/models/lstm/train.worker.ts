import { serveWorker } from '../../workers/port.ts';
import type { MeasureInput } from './measure-aside.ts';
import { Reconstruction } from './reconstruction.ts';
import { ShardExchange } from './shard-exchange.ts';
import type { ShardInput } from './trainer.ts';
import { trainShard } from './train-shard.ts';
import { openKernels } from './wasm-kernel.ts';

/** Entry of a thread that works one shard of a training, or measures sequences by a trained network. */
serveWorker(() => ({
  handlers: {
    train: ({ plan, set, shared, shard }: ShardInput) => {
      const exchange = new ShardExchange(shared);
      const options = { plan, set, exchange, shard, shards: shared.threads, createKernel: openKernels() };
      const output = trainShard(options);
      return { output, transfer: [output.parameters.buffer as ArrayBuffer] };
    },
    measure: ({ shape, parameters, set, range }: MeasureInput) => {
      const output = new Reconstruction(shape, parameters).errors(set, range);
      return { output, transfer: [output.buffer as ArrayBuffer] };
    },
  },
  dispose: async () => undefined,
}));
