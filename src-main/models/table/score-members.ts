import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { CancelledError } from '#shared/base/errors.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { MemberScorer } from './member-scorer.ts';
import type { RowMember } from './row-members.ts';
import { type ScoreRowsInput, RowThreads } from './row-threads.ts';

export interface ScoreMembersOptions {
  /** The data is the fitted table: a row does not count as its own neighbour. */
  readonly isFitted: boolean;
  /** At most; default: the machine's cores, at most 8. Scores do not depend on it. */
  readonly threads?: number | undefined;
  readonly signal: AbortSignal;
}

/** Rows scored between two looks at the signal, and handed to a thread at once. */
const PART_ROWS = 4096;
/** Tables below this are done before threads have started. */
const ROWS_WORTH_THREADS = 12 * PART_ROWS;
const MAX_DEFAULT_THREADS = 8;

/**
 * Scores all rows of a table, on threads of their own where there are many.
 * @param data Row-major, shape [rowCount, width], scaled; threads share it where it lies over a SharedArrayBuffer.
 * @returns Raw scores, one array a member. @throws CancelledError as soon as the signal fires; `worker.died`
 */
export async function scoreMembers(
  members: readonly RowMember[],
  data: Float32Array,
  width: number,
  options: ScoreMembersOptions,
): Promise<Float64Array[]> {
  const rowCount = data.length / width;
  const scores = members.map(() => new Float64Array(rowCount));
  const read = (from: number, to: number): ScoreRowsInput => ({
    rows: data.subarray(from * width, to * width),
    firstRow: options.isFitted ? from : null,
  });
  const take = (part: readonly Float64Array[], from: number): void =>
    part.forEach((own, member) => scores[member]!.set(own, from));
  const threads = options.threads ?? Math.min(MAX_DEFAULT_THREADS, availableParallelism());
  if (threads > 1 && rowCount >= ROWS_WORTH_THREADS) {
    await scoreOnThreads({ members, width, threads, signal: options.signal }, rowCount, read, take);
    return scores;
  }
  const scorer = new MemberScorer(members, width);
  for (let from = 0; from < rowCount; from += PART_ROWS) {
    throwIfAborted(options.signal);
    const { rows, firstRow } = read(from, Math.min(rowCount, from + PART_ROWS));
    take(scorer.score(rows, firstRow), from);
    // Nothing else would get a turn, a cancellation neither.
    await setImmediate();
  }
  return scores;
}

async function scoreOnThreads(
  work: {
    readonly members: readonly RowMember[];
    readonly width: number;
    readonly threads: number;
    readonly signal: AbortSignal;
  },
  rowCount: number,
  read: (from: number, to: number) => ScoreRowsInput,
  take: (scores: readonly Float64Array[], from: number) => void,
): Promise<void> {
  const { signal } = work;
  throwIfAborted(signal);
  const threads = new RowThreads(work.threads);
  const cancel = (): void => void threads.dispose();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await threads.open(work.members, work.width);
    await threads.score(rowCount, PART_ROWS, read, take);
  } catch (error) {
    if (signal.aborted) throw new CancelledError();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    await threads.dispose();
  }
}
