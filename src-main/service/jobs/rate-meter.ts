const WINDOW_MS = 8000;

/** Speed and time left from the progress of the last seconds, on the monotonic clock. */
export class RateMeter {
  readonly #samples: { atMs: number; done: number }[] = [];
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Starts anew: another stage counts in other units. */
  reset(): void {
    this.#samples.length = 0;
  }

  /** Null until a quarter of a second was seen; time left is null without a total or while nothing moves. */
  measure(done: number, total: number | null): { perSecond: number | null; secondsLeft: number | null } {
    const atMs = this.#now();
    this.#samples.push({ atMs, done });
    while (this.#samples.length > 2 && this.#samples[0]!.atMs < atMs - WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0]!;
    const seconds = (atMs - first.atMs) / 1000;
    if (seconds < 0.25) return { perSecond: null, secondsLeft: null };
    const perSecond = Math.max(0, (done - first.done) / seconds);
    const isMoving = total !== null && perSecond > 0;
    return { perSecond, secondsLeft: isMoving ? Math.max(0, total - done) / perSecond : null };
  }
}
