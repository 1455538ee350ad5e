import type { Grow } from './grow.ts';
import { PairCounter, type SparseCounts } from './pair-counter.ts';

/** A session whose last event is nearer to the end of the log may still go on: at most this long, and this share of the log. */
const GRACE_SECONDS = 600;
const GRACE_SHARE = 0.1;
/** A statement is expected to be followed when it was this often in a session, and hardly ever the last of one. */
const MIN_FOLLOWED = 100;
const MAX_OPEN_SHARE = 0.02;

/** A statement that nearly always is followed by another one of its session, and where it was the last one. */
export interface OpenStatement {
  readonly template: number;
  /** Panes and how many sessions ended there with the statement. */
  readonly ends: SparseCounts;
  /** Times the statement was followed. */
  readonly followed: number;
}

/** Counts with which statement sessions end: a request that is not answered ends with the request. */
export class OpenEnds {
  readonly #ends = new PairCounter();

  /** A session ended with a statement in a pane. */
  add(pane: number, template: number): void {
    this.#ends.add(pane, template);
  }

  /** Adds the sessions that are open at the end of the log, by the statement and the time of their last events. */
  addLast(templates: Grow, seconds: Grow, { from, to, paneOf }: LogSpan): void {
    const latest = to - Math.min(GRACE_SECONDS, GRACE_SHARE * (to - from));
    for (let session = 0; session < templates.length; session++) {
      const template = templates.get(session);
      if (template >= 0 && seconds.get(session) <= latest) this.add(paneOf(seconds.get(session)), template);
    }
  }

  /** @param followed How often each template was followed by another event of its session. */
  finish(paneCount: number, followed: Float64Array): OpenStatement[] {
    return this.#ends.toColumns(paneCount, followed.length).flatMap((ends, template): OpenStatement[] => {
      const open = ends.counts.reduce((sum, count) => sum + count, 0);
      const times = followed[template]!;
      const isExpected = open > 0 && times >= MIN_FOLLOWED && open <= MAX_OPEN_SHARE * times;
      return isExpected ? [{ template, ends, followed: times }] : [];
    });
  }
}

export interface LogSpan {
  /** Epoch seconds of the first and the last event. */
  readonly from: number;
  readonly to: number;
  readonly paneOf: (seconds: number) => number;
}
