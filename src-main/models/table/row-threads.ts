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

/** Takes the scores of a part; `thread` is the one that has become free. */
type TakeScores = (scores: readonly Float64Array[], from: number, thread: number) => void;

/** Threads that score parts of one table; they start at once, members may come later. */
export class RowThreads {
  readonly #workers: readonly WorkerClient[];

  constructor(threads: number) {
    this.#workers = Array.from({ length: threads }, () => new WorkerClient('rows', null));
  }

  async open(members: readonly RowMember[], width: number): Promise<void> {
    const input: OpenRowsInput = { members, width };
    await Promise.all(this.#workers.map((worker) => worker.call('open', input)));
  }

  /**
   * Scores a table part by part; whichever thread is free takes the next part.
   * @param partRows Rows of a part; the last one may have fewer.
   * @param read Gives rows [from, to) to a thread, row-major; rows over a SharedArrayBuffer are not copied, and are not
   * touched before the thread asks for the next ones.
   * @throws `worker.died`; CancelledError after `dispose`
   */
  async score(
    rowCount: number,
    partRows: number,
    read: (from: number, to: number, thread: number) => ScoreRowsInput,
    take: TakeScores,
  ): Promise<void> {
    let next = 0;
    await Promise.all(
      this.#workers.map(async (worker, thread) => {
        for (let from = next; from < rowCount; from = next) {
          next = Math.min(rowCount, from + partRows);
          take(await worker.call<Float64Array[]>('score', read(from, next, thread)), from, thread);
        }
      }),
    );
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.dispose()));
  }
}
