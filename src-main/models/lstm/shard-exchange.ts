import { CancelledError } from '#shared/base/errors.ts';

/** Parts a batch is split into, whatever the number of threads: sums over parts are taken in the same order always. */
export const PARTS = 4;

const ARRIVED = 0;
const ROUND = 1;
const STOPPED = 2;
const CONTROL_WORDS = 4;

/** Progress cells. */
const EPOCH = 0;
const DONE = 1;
const VALIDATION = 2;
const PROGRESS_CELLS = 4;

/** What the threads of one training share; plain buffers that cross a worker's port by reference. */
export interface SharedTraining {
  readonly threads: number;
  readonly parameterCount: number;
  readonly control: SharedArrayBuffer;
  readonly progress: SharedArrayBuffer;
  /** Gradients of every part, twice: one batch is written while another may still be read. */
  readonly gradients: SharedArrayBuffer;
  /** Weighted error and weight of every part, twice. */
  readonly losses: SharedArrayBuffer;
}

export function createSharedTraining(threads: number, parameterCount: number): SharedTraining {
  return {
    threads,
    parameterCount,
    control: new SharedArrayBuffer(CONTROL_WORDS * 4),
    progress: new SharedArrayBuffer(PROGRESS_CELLS * 8),
    gradients: new SharedArrayBuffer(2 * PARTS * parameterCount * 4),
    losses: new SharedArrayBuffer(2 * PARTS * 2 * 8),
  };
}

export interface TrainingProgress {
  /** 1-based; 0 before the first. */
  readonly epoch: number;
  /** Share of the longest possible training, 0..1. */
  readonly done: number;
  /** Mean error a step on held-out sequences after the last epoch; 0 before the first has ended. */
  readonly validationLoss: number;
}

/** One thread's end of the exchange. All threads go through the same rounds in step. */
export class ShardExchange {
  readonly #shared: SharedTraining;
  readonly #control: Int32Array;
  readonly #progress: Float64Array;

  constructor(shared: SharedTraining) {
    this.#shared = shared;
    this.#control = new Int32Array(shared.control);
    this.#progress = new Float64Array(shared.progress);
  }

  /** Gradients of one part of a round. */
  gradients(round: number, part: number): Float32Array {
    const { gradients, parameterCount } = this.#shared;
    return new Float32Array(gradients, ((round % 2) * PARTS + part) * parameterCount * 4, parameterCount);
  }

  /** [weighted error, weight] of one part of a round. */
  losses(round: number, part: number): Float64Array {
    return new Float64Array(this.#shared.losses, ((round % 2) * PARTS + part) * 16, 2);
  }

  /** Waits until every thread has come this far. @throws CancelledError once the training was stopped. */
  meet(): void {
    const control = this.#control;
    const round = Atomics.load(control, ROUND);
    if (Atomics.add(control, ARRIVED, 1) + 1 === this.#shared.threads) {
      Atomics.store(control, ARRIVED, 0);
      Atomics.add(control, ROUND, 1);
      Atomics.notify(control, ROUND);
    }
    while (Atomics.load(control, ROUND) === round) {
      this.throwIfStopped();
      Atomics.wait(control, ROUND, round, 100);
    }
    this.throwIfStopped();
  }

  throwIfStopped(): void {
    if (Atomics.load(this.#control, STOPPED) !== 0) throw new CancelledError();
  }

  /** Makes every thread leave at its next look, waiting ones at once. */
  stop(): void {
    Atomics.store(this.#control, STOPPED, 1);
    Atomics.notify(this.#control, ROUND);
  }

  report({ epoch, done, validationLoss }: TrainingProgress): void {
    this.#progress[EPOCH] = epoch;
    this.#progress[DONE] = done;
    this.#progress[VALIDATION] = validationLoss;
  }

  read(): TrainingProgress {
    return {
      epoch: this.#progress[EPOCH]!,
      done: this.#progress[DONE]!,
      validationLoss: this.#progress[VALIDATION]!,
    };
  }
}
