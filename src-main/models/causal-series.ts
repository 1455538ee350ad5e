/** How a series is sampled, as far as it is known before scoring. */
export interface SeriesOptions {
  /** Rows of a day, for series that are sampled evenly; null when there is no such number. */
  readonly rowsPerDay: number | null;
}

/** Rows the running statistics remember. */
const MEMORY_ROWS = 3000;
/** Nothing is said before this many rows were seen. */
const WARM_UP_ROWS = 60;
/** Rows after which half of a former extreme is forgotten. */
const HALF_LIFE_ROWS = 6000;
const FADE = 0.5 ** (1 / HALF_LIFE_ROWS);
/** Rows whose mean stands for the present level. */
const LEVEL_ROWS = 12;
/** Days of the same time of day that make the seasonal expectation. */
const SEASON_DAYS = 3;

/** A score above it has exceeded everything remembered by a seventh. */
export const SERIES_THRESHOLD = 0.57;

/**
 * Scores a univariate series row by row, causally: a row's score uses rows up to it and no later one.
 * Four views are compared with their own past: the value, its change, the mean of the last rows, and the difference to
 * the same time of former days. Each view's deviation counts relative to the largest one remembered, which fades with a
 * half-life; so a level that stays is reported once, and a known burst not again.
 * @param values NaN (missing) is scored 0 and remembered by nothing.
 * @returns Scores in [0, 1), one a row, comparable between series; `SERIES_THRESHOLD` goes with them.
 */
export function scoreSeries(values: Float64Array, options: SeriesOptions): Float64Array {
  const scores = new Float64Array(values.length);
  const views = [new View(), new View(), new View(), new View()];
  const season = new Season(options.rowsPerDay);
  const recent: number[] = [];
  let previous = Number.NaN;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NaN;
    const expected = season.expect(values, row);
    if (Number.isNaN(value)) continue;
    recent.push(value);
    if (recent.length > LEVEL_ROWS) recent.shift();
    const level = recent.length < LEVEL_ROWS ? Number.NaN : recent.reduce((sum, one) => sum + one, 0) / LEVEL_ROWS;
    const seen = [value, value - previous, level, value - expected];
    let ratio = 0;
    for (let i = 0; i < views.length; i++) ratio = Math.max(ratio, views[i]!.add(seen[i]!));
    scores[row] = (ratio * ratio) / (1 + ratio * ratio);
    previous = value;
  }
  return scores;
}

/** One number a row against its own past. */
class View {
  readonly #values = new Float64Array(MEMORY_ROWS);
  #count = 0;
  #origin = 0;
  #sum = 0;
  #squares = 0;
  #extreme = 0;

  /** Deviation of the value over the largest deviation remembered; 0 while too little was seen, or for NaN. */
  add(value: number): number {
    if (Number.isNaN(value)) return 0;
    const deviation = this.#deviation(value);
    const ratio = this.#count < WARM_UP_ROWS || this.#extreme === 0 ? 0 : deviation / this.#extreme;
    if (this.#count >= WARM_UP_ROWS / 3) {
      const faded = Math.max(2.5, this.#extreme * FADE);
      this.#extreme = Math.max(deviation, faded);
    }
    this.#remember(value);
    return ratio;
  }

  #deviation(value: number): number {
    const n = Math.min(this.#count, MEMORY_ROWS);
    if (n < 2) return 0;
    const mean = this.#sum / n;
    const variance = Math.max(0, this.#squares / n - mean * mean);
    const scale = Math.max(Math.sqrt(variance), 1e-9 * Math.max(1, Math.abs(mean + this.#origin)));
    return Math.abs(value - this.#origin - mean) / scale;
  }

  #remember(value: number): void {
    if (this.#count === 0) this.#origin = value;
    const at = this.#count % MEMORY_ROWS;
    const leaving = this.#count >= MEMORY_ROWS ? this.#values[at]! : null;
    const entering = value - this.#origin;
    this.#sum += entering - (leaving ?? 0);
    this.#squares += entering * entering - (leaving ?? 0) ** 2;
    this.#values[at] = entering;
    this.#count++;
  }
}

/** What the same time of the last days had. */
class Season {
  readonly #rowsPerDay: number | null;

  constructor(rowsPerDay: number | null) {
    this.#rowsPerDay = rowsPerDay;
  }

  expect(values: Float64Array, row: number): number {
    const day = this.#rowsPerDay;
    if (day === null || row < day * SEASON_DAYS + 1) return Number.NaN;
    let sum = 0;
    let count = 0;
    for (let back = 1; back <= SEASON_DAYS; back++) {
      for (let shift = -1; shift <= 1; shift++) {
        const value = values[row - back * day + shift];
        if (value === undefined || Number.isNaN(value)) continue;
        sum += value;
        count++;
      }
    }
    return count === 0 ? Number.NaN : sum / count;
  }
}
