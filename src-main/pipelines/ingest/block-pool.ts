import { RecycledMemory } from '../../base/recycled-memory.ts';
import { WorkerClient } from '../../workers/worker-client.ts';
import type {
  BlockAssumption,
  BlockSummary,
  BlockWorkerData,
  OpenSourceInput,
  ParseInput,
  WriteInput,
  WriteOutput,
} from './block-protocol.ts';

/** Upper bound of `capacity`: blocks parsed or waiting at once, whatever the number of threads. */
export const MAX_HELD_BLOCKS = 16;

interface Seat {
  readonly worker: WorkerClient;
  /** Blocks held by the thread: dispatched and not yet written. */
  held: number;
}

/** A block handed to a thread; the thread keeps its columns until `write` or until the pool is disposed. */
export interface DispatchedBlock {
  readonly summary: Promise<BlockSummary>;
  reparse(assumption: BlockAssumption): Promise<BlockSummary>;
  write(input: Omit<WriteInput, 'blockIndex'>): Promise<WriteOutput>;
}

/** The worker threads of one ingest job. */
export class BlockPool {
  readonly #seats: Seat[];
  /** What written blocks lay in. */
  readonly memory = new RecycledMemory();

  constructor(threads: number, data: BlockWorkerData) {
    this.#seats = Array.from({ length: threads }, () => ({
      worker: new WorkerClient('block', data),
      held: 0,
    }));
  }

  /** Blocks that may be held at once: each thread parses one and writes one while others wait for their turn to be written. */
  get capacity(): number {
    return Math.min(this.#seats.length * 3 + 1, MAX_HELD_BLOCKS);
  }

  async open(input: OpenSourceInput): Promise<void> {
    await Promise.all(this.#seats.map((seat) => seat.worker.call('open', input)));
  }

  /** Takes ownership of the block's buffers. */
  dispatch(input: ParseInput): DispatchedBlock {
    const seat = this.#seats.reduce((least, next) => (next.held < least.held ? next : least));
    seat.held++;
    const buffers = [input.bytes.buffer];
    if (input.lineOffsets !== null) buffers.push(input.lineOffsets.buffer as ArrayBuffer);
    const summary = seat.worker.call<BlockSummary>('parse', input, buffers);
    // A failure is met where the block's turn comes; until then it must not count as unhandled.
    summary.catch(() => undefined);
    const { blockIndex } = input;
    return {
      summary,
      reparse: (assumption) => seat.worker.call('reparse', { blockIndex, assumption }),
      write: async (place) => {
        const output = await seat.worker.call<WriteOutput>('write', { ...place, blockIndex });
        seat.held--;
        this.memory.give(output.memory);
        return output;
      },
    };
  }

  /** Safe to call twice. */
  async dispose(): Promise<void> {
    await Promise.all(this.#seats.map((seat) => seat.worker.dispose()));
  }
}
