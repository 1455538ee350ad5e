import { availableParallelism } from 'node:os';
import { CancelledError } from '#shared/base/errors.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { TILE } from './autoencoder.ts';
import { type NetworkShape, parameterBlocks } from './network-shape.ts';
import { giveBack, NETWORK_THREADS, takeThread } from './network-threads.ts';
import type { NamedParameters } from './parameters.ts';
import type { SequenceRange } from './reconstruction.ts';
import type { SequenceSet } from './sequence-set.ts';

export interface MeasureInput {
  readonly shape: NetworkShape;
  readonly parameters: NamedParameters;
  readonly set: SequenceSet;
  readonly range: SequenceRange;
}

/** Multiplications that take about as long as a thread takes to start. */
const SMALL_WORK = 5e8;

/** Measuring a set is over before a thread of its own would have started. */
export function isQuick(shape: NetworkShape, { count }: SequenceSet): boolean {
  return count * shape.steps * parameterBlocks(shape).length < SMALL_WORK;
}

/**
 * The error of every step as `Reconstruction.errors` gives it, to the last bit, worked out on threads of their own.
 * @throws CancelledError as soon as the signal fires; `worker.died`
 */
export async function measureAside(
  { shape, parameters, set }: Omit<MeasureInput, 'range'>,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  throwIfAborted(signal);
  const pieces = piecesOf(set.count).map((range) => ({ range, thread: takeThread() }));
  const cancel = (): void => pieces.forEach(({ thread }) => void thread.dispose());
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const errors = new Float32Array(set.count * shape.steps);
    await Promise.all(
      pieces.map(async ({ range, thread }) => {
        const input: MeasureInput = { shape, parameters, set, range };
        errors.set(await thread.call<Float32Array>('measure', input), range.first * shape.steps);
      }),
    );
    await Promise.all(pieces.map(({ thread }) => giveBack(thread)));
    return errors;
  } catch (error) {
    if (signal?.aborted === true) throw new CancelledError();
    await Promise.all(pieces.map(({ thread }) => thread.dispose()));
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** Sequences are worked out in tiles: a piece is whole tiles, so that cutting changes nothing. */
function piecesOf(count: number): SequenceRange[] {
  const threads = Math.max(1, Math.min(NETWORK_THREADS, availableParallelism()));
  const size = Math.ceil(count / TILE / threads) * TILE;
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => ({
    first: i * size,
    end: Math.min(count, (i + 1) * size),
  }));
}
