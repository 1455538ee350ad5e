const DAY_SECONDS = 86_400;
const LAST_WEEK = [1, 2, 3, 4, 5, 6, 7];
const LEAST_DAYS = 2;
/** Rows whose distances tell how a series is sampled. */
const SAMPLED_ROWS = 50;
/** Fewer rows a day have no course; more than 3,000 would ask for too many rows a day. */
const MAX_GAP_SECONDS = DAY_SECONDS / 4;
const MIN_GAP_SECONDS = DAY_SECONDS / 3000;
/** Rows this near count as the same time of day. */
const REACH_SECONDS = 300;
/** Rows looked at a day; only rows that share their times are more. */
const MAX_ROWS = 64;

/**
 * What a series had at the same time of former days, of the last seven when nothing else is said: the median of the rows around it.
 * Rows come in order of time; a row that claims to be earlier than the one before it is taken for simultaneous.
 */
export class DailyCourse {
  #seconds: number[] = [];
  #values: number[] = [];
  /** Row from which the search of each day goes on. */
  readonly #from: Int32Array;
  readonly #days: readonly number[];
  readonly #leastDays: number;
  readonly #gaps: number[] = [];
  /** Null while too little was seen, or for good when rows are too far apart or too near. */
  #reachSeconds: number | null = null;

  /** @param days Days back, ascending. @param leastDays How many of them must be known before anything is expected. */
  constructor(days: readonly number[] = LAST_WEEK, leastDays: number = LEAST_DAYS) {
    this.#days = days;
    this.#leastDays = leastDays;
    this.#from = new Int32Array(days.length);
  }

  /** @param seconds NaN: the row is left out, nothing is expected of it. @returns NaN while too little is known. */
  expectThenAdd(seconds: number, value: number): number {
    if (Number.isNaN(seconds)) return Number.NaN;
    const last = this.#seconds.at(-1);
    const now = Math.max(last ?? seconds, seconds);
    if (last !== undefined) this.#learnGap(now - last);
    const expected = this.#expect(now);
    this.#seconds.push(now);
    this.#values.push(value);
    this.#forget(now);
    return expected;
  }

  #learnGap(gap: number): void {
    if (this.#gaps.length >= SAMPLED_ROWS || gap <= 0) return;
    this.#gaps.push(gap);
    if (this.#gaps.length < SAMPLED_ROWS) return;
    const usual = this.#gaps.toSorted((a, b) => a - b)[SAMPLED_ROWS >> 1]!;
    // A hundredth more than the gap, so that the row before and after are reached when clocks are a little off.
    if (usual >= MIN_GAP_SECONDS && usual <= MAX_GAP_SECONDS)
      this.#reachSeconds = Math.max(REACH_SECONDS, usual * 1.01);
  }

  #expect(now: number): number {
    const reach = this.#reachSeconds;
    if (reach === null) return Number.NaN;
    const found: number[] = [];
    let days = 0;
    for (const [place, day] of this.#days.entries()) {
      const from = this.#seek(place, now - day * DAY_SECONDS - reach);
      const before = found.length;
      const until = now - day * DAY_SECONDS + reach;
      for (let row = from; row < from + MAX_ROWS && (this.#seconds[row] ?? Infinity) <= until; row++)
        found.push(this.#values[row]!);
      if (found.length > before) days++;
    }
    if (days < this.#leastDays) return Number.NaN;
    found.sort((a, b) => a - b);
    return (found[(found.length - 1) >> 1]! + found[found.length >> 1]!) / 2;
  }

  /** First row at or after the time; times asked for one day never go back. */
  #seek(place: number, seconds: number): number {
    let row = this.#from[place]!;
    while ((this.#seconds[row] ?? Infinity) < seconds) row++;
    this.#from[place] = row;
    return row;
  }

  /** Drops what no day reaches any more, half of all rows at a time. */
  #forget(now: number): void {
    const half = this.#seconds.length >> 1;
    if (half < 1024 || now - this.#seconds[half]! <= (this.#days.at(-1)! + 1) * DAY_SECONDS) return;
    this.#seconds = this.#seconds.slice(half);
    this.#values = this.#values.slice(half);
    for (let place = 0; place < this.#from.length; place++) this.#from[place] = Math.max(0, this.#from[place]! - half);
  }
}
