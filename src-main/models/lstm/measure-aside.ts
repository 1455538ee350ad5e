import { CancelledError } from '#shared/base/errors.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { WorkerClient } from '../../workers/worker-client.ts';
import { type NetworkShape, parameterBlocks } from './network-shape.ts';
import type { NamedParameters } from './parameters.ts';
import type { SequenceSet } from './sequence-set.ts';

export interface MeasureInput {
  readonly shape: NetworkShape;
  readonly parameters: NamedParameters;
  readonly set: SequenceSet;
}

/** Multiplications that take about as long as a thread takes to start. */
const SMALL_WORK = 5e8;

/** Measuring a set is over before a thread of its own would have started. */
export function isQuick(shape: NetworkShape, { count }: SequenceSet): boolean {
  return count * shape.steps * parameterBlocks(shape).length < SMALL_WORK;
}

/**
 * The error of every step as `Reconstruction.errors` gives it, to the last bit, worked out on a thread of its own.
 * @throws CancelledError as soon as the signal fires; `worker.died`
 */
export async function measureAside(input: MeasureInput, signal: AbortSignal | undefined): Promise<Float32Array> {
  throwIfAborted(signal);
  const worker = new WorkerClient('lstm', null);
  const cancel = (): void => void worker.dispose();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await worker.call<Float32Array>('measure', input);
  } catch (error) {
    if (signal?.aborted === true) throw new CancelledError();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
    await worker.dispose();
  }
}
