import { WorkerClient } from '../../workers/worker-client.ts';
import type { RowMember } from './row-members.ts';

export interface OpenRowsInput {
  readonly members: readonly RowMember[];
  readonly width: number;
}

export interface ScoreRowsInput {
  readonly rows: Float32Array;
  readonly firstRow: number | null;
}

type TakeScores = (scores: readonly Float64Array[], from: number) => void;

/** Parts a thread has at once: it scores one while the next is made ready. */
const LANES = 2;

/** Threads that score parts of one table; they start at once, members may come later. */
export class RowThreads {
  readonly #workers: readonly WorkerClient[];

  constructor(threads: number) {
    this.#workers = Array.from({ length: threads }, () => new WorkerClient('rows', null));
  }

  /** How many parts are under way at once. */
  get lanes(): number {
    return this.#workers.length * LANES;
  }

  async open(members: readonly RowMember[], width: number): Promise<void> {
    const input: OpenRowsInput = { members, width };
    await Promise.all(this.#workers.map((worker) => worker.call('open', input)));
  }

  /**
   * Scores a table part by part; whichever thread is free takes the next part.
   * @param partRows Rows of a part; the last one may have fewer.
   * @param read Gives rows [from, to), row-major, for one of the lanes; rows over a SharedArrayBuffer are not copied, and
   * must stay as they are until the same lane asks for more.
   * @throws `worker.died`; CancelledError after `dispose`
   */
  async score(
    rowCount: number,
    partRows: number,
    read: (from: number, to: number, lane: number) => ScoreRowsInput,
    take: TakeScores,
  ): Promise<void> {
    let next = 0;
    await Promise.all(
      Array.from({ length: this.lanes }, async (_, lane) => {
        const worker = this.#workers[lane % this.#workers.length]!;
        for (let from = next; from < rowCount; from = next) {
          next = Math.min(rowCount, from + partRows);
          take(await worker.call<Float64Array[]>('score', read(from, next, lane)), from);
        }
      }),
    );
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.dispose()));
  }
}
