import { quantile } from './matrix.ts';

/** A window belongs to a run when it is at least this surprising: about one window in three of pure noise. */
const RUN_SURPRISE = 0.5;
/** Longer runs are a changed level, not an incident of their own. */
const MAX_RUN = 240;
/** Windows without evidence in a row that a run may bridge. */
const MAX_SILENT = 2;
/** Edge windows of a run that hold less than half of it are kept below this. */
const QUIET_SURPRISE = 0.7;

export interface RunOptions {
  /** How far each window is off its level, in events or log units; only compared within a run. */
  readonly excess: (window: number) => number;
  /** Surprise of the windows [from, to) taken together. */
  readonly together: (from: number, to: number) => number;
  /** Windows that carry no evidence: a few of them do not end a run, and none is raised. */
  readonly isSilent: (window: number) => boolean;
}

/**
 * Raises windows of a run (neighbours off in the same direction) to what the run says together, so that a weak but
 * lasting change counts. A window at the edge of a run with less than half of the run's usual excess is no member: the
 * incident covers less than half of it.
 * @param surprise Signed surprise of each window. @returns A new array.
 */
export function poolRuns(surprise: Float64Array, options: RunOptions): Float64Array {
  const pooled = surprise.slice();
  const n = surprise.length;
  for (let from = 0; from < n; ) {
    const sign = Math.sign(surprise[from]!);
    if (Math.abs(surprise[from]!) < RUN_SURPRISE) {
      from++;
      continue;
    }
    let to = from + 1;
    for (let next = to; next < n; next++) {
      if (next - to > MAX_SILENT) break;
      if (options.isSilent(next)) continue;
      if (Math.sign(surprise[next]!) !== sign || Math.abs(surprise[next]!) < RUN_SURPRISE) break;
      to = next + 1;
    }
    if (to - from <= MAX_RUN) poolRun(surprise, pooled, options, from, to);
    from = to;
  }
  return pooled;
}

function poolRun(surprise: Float64Array, pooled: Float64Array, options: RunOptions, first: number, end: number): void {
  let from = first;
  let to = end;
  if (end - first > 2) {
    const excess: number[] = [];
    for (let i = first; i < end; i++) if (!options.isSilent(i)) excess.push(Math.abs(options.excess(i)));
    const half = quantile(Float64Array.from(excess).sort(), 0.5) / 2;
    // An edge that a gap separates from the rest has to be as strong as a member; one that adjoins may be noise once.
    const isWeak = (at: number, inner: number, isFirst: boolean): boolean =>
      Math.abs(options.excess(at)) < (isFirst || options.isSilent(inner) ? half : half / 2);
    for (let i = 0; to - from > 1 && isWeak(from, from + 1, i === 0); i++) quieten(pooled, from++);
    for (let i = 0; to - from > 1 && isWeak(to - 1, to - 2, i === 0); i++) quieten(pooled, --to);
  }
  if (to - from < 2) return;
  const sign = Math.sign(surprise[first]!);
  const together = options.together(from, to) - Math.log10(to - from);
  for (let i = from; i < to; i++) {
    if (!options.isSilent(i)) pooled[i] = sign * Math.max(Math.abs(pooled[i]!), together);
  }
}

function quieten(pooled: Float64Array, at: number): void {
  pooled[at] = Math.sign(pooled[at]!) * Math.min(Math.abs(pooled[at]!), QUIET_SURPRISE);
}
