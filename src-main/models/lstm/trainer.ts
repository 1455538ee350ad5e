import { CancelledError } from '#shared/base/errors.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { parameterBlocks } from './network-shape.ts';
import { giveBack, takeThread } from './network-threads.ts';
import type { SequenceSet } from './sequence-set.ts';
import {
  createSharedTraining,
  PARTS,
  ShardExchange,
  type SharedTraining,
  type TrainingProgress,
} from './shard-exchange.ts';
import type { TrainedNetwork } from './train-shard.ts';
import type { TrainingPlan } from './training-plan.ts';

export interface ShardInput {
  readonly plan: TrainingPlan;
  readonly set: SequenceSet;
  readonly shared: SharedTraining;
  readonly shard: number;
}

export interface TrainOptions {
  /** At most as many as a batch has parts; the result does not depend on it. */
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
}

const PROGRESS_MS = 100;

/**
 * Trains a network on threads of its own, this one stays free.
 * @param set Its arrays may lie over SharedArrayBuffers: then nothing is copied.
 * @throws CancelledError as soon as the signal fires; `worker.died`
 */
export async function trainNetwork(
  plan: TrainingPlan,
  set: SequenceSet,
  { threads, signal, onProgress }: TrainOptions,
): Promise<TrainedNetwork> {
  throwIfAborted(signal);
  const shards = Math.max(1, Math.min(threads, PARTS));
  const shared = createSharedTraining(shards, parameterBlocks(plan.shape).length);
  const exchange = new ShardExchange(shared);
  const workers = Array.from({ length: shards }, takeThread);
  const dispose = async (): Promise<void> => {
    exchange.stop();
    await Promise.all(workers.map((worker) => worker.dispose()));
  };
  // Open calls are rejected by it; the threads end on their own after the batch they are in.
  const cancel = (): void => void dispose();
  signal?.addEventListener('abort', cancel);
  const timer = setInterval(() => onProgress?.(exchange.read()), PROGRESS_MS);
  try {
    const trained = await Promise.all(
      workers.map((worker, shard) => {
        const input: ShardInput = { plan, set, shared, shard };
        const result = worker.call<TrainedNetwork>('train', input);
        // One thread lost means the others would wait for ever.
        result.catch(() => exchange.stop());
        return result;
      }),
    );
    await Promise.all(workers.map(giveBack));
    return trained[0]!;
  } catch (error) {
    if (signal?.aborted === true) throw new CancelledError();
    await dispose();
    throw error;
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
  }
}
