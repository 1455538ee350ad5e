/** A stretch of windows [from, to) that is off its usual level as a whole. */
interface Run {
  readonly from: number;
  readonly to: number;
  /** Signed surprise of the whole: positive above the level, negative below it. */
  readonly surprise: number;
  /** The same, told more exactly. */
  readonly final: () => number;
}

type WholeSurprise = (from: number, to: number) => number;

/** Longer runs of counts, in windows, are a changed level and no incident of their own. */
export const MAX_COUNT_RUN = 240;
/** The same for means and shares: what they are made of changes with the time of day. */
export const MAX_SAMPLE_RUN = 60;
/** Tenfolds of choice for each tenfold of length: the same windows could have been part of so many other runs. */
const CHOICE = 1.5;
/** Less surprising runs are not looked at again. */
const MIN_SURPRISE = 1;

/** Collects the runs of one series and raises its windows to them. */
export class RunCollector {
  readonly #runs: Run[] = [];
  readonly #longest: number;

  /** @param longest Runs of more windows are left out. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /**
   * @param whole Surprise of the windows [from, to) taken together, not yet paid for having been picked: it decides between
   * runs that overlap. @param final The surprise that the chosen runs are raised to; default: the same.
   */
  add(from: number, to: number, sign: 1 | -1, whole: WholeSurprise, final: WholeSurprise = whole): void {
    if (to - from > this.#longest) return;
    const paid = CHOICE * Math.log10(to - from);
    const surprise = whole(from, to) - paid;
    if (surprise < MIN_SURPRISE) return;
    this.#runs.push({ from, to, surprise: sign * surprise, final: () => sign * (final(from, to) - paid) });
  }

  /**
   * Raises every window of a run to what the run says as a whole, silent windows in it too. Of runs that overlap the most
   * surprising one counts.
   * @param surprise Signed surprise of each window by itself. @returns A new array.
   */
  raise(surprise: Float64Array): Float64Array {
    const raised = surprise.slice();
    const kept: Run[] = [];
    const ranked = this.#runs.toSorted((a, b) => Math.abs(b.surprise) - Math.abs(a.surprise) || a.from - b.from);
    for (const run of ranked) {
      if (kept.some((other) => run.from < other.to && other.from < run.to)) continue;
      kept.push(run);
      const level = run.final();
      for (let at = run.from; at < run.to; at++) {
        if (Math.abs(raised[at]!) < Math.abs(level)) raised[at] = level;
      }
    }
    return raised;
  }
}
