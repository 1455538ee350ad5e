import { median } from '../matrix.ts';

/** Rows back that the forecast looks at, of every series. */
const LAGS = 3;
/** Rows that tell centre and spread of each series before anything is forecast. */
const SCALE_ROWS = 60;
/** Weight of a row 2,000 rows back is a third of the newest one's. */
const FORGETTING = 0.9995;
/** Ridge: as if the weights had been seen to be what they start with this often. */
const RIDGE = 1;
/** Standard deviations; what is farther out counts as this far, so that one row cannot bend the forecast. */
const MAX_ERROR = 4;
const MAX_DEVIATION = 30;
/** Where nothing new is learned the forgotten must not pile up. */
const MAX_UNCERTAINTY = 1e4;
/** Series that are looked at beside the first. */
export const MAX_COMPANIONS = 15;

/**
 * Forecasts the first of several series one row ahead from the last rows of all of them and from what seasons let expect: one
 * equation of a vector autoregression with ridge penalty, learned row by row by recursive least squares with forgetting.
 * Source: Hoerl and Kennard, "Ridge Regression", Technometrics 1970; Haykin, "Adaptive Filter Theory", chapter 10 (RLS).
 * Deviation: errors are clipped while learning (Huber), so that an anomaly is no lesson.
 */
export class RidgeForecast {
  readonly #width: number;
  readonly #seasons: number;
  readonly #scaling: Scaling;
  /** Newest row first, scaled. */
  readonly #recent: Float64Array[] = [];
  readonly #inputs: Float64Array;
  readonly #weights: Float64Array;
  /** Symmetric, row-major [inputs, inputs]: uncertainty of the weights. */
  readonly #uncertainty: Float64Array;
  #errorSpread = 1;

  /** @param width Series, at least 1. @param seasons Weights that seasonal expectations start with, one each. */
  constructor(width: number, seasons: readonly number[]) {
    this.#width = width;
    this.#seasons = seasons.length;
    this.#scaling = new Scaling(width);
    const size = 1 + seasons.length + LAGS * width;
    this.#inputs = new Float64Array(size);
    this.#weights = new Float64Array(size);
    this.#weights.set(seasons, 1);
    // What was is what comes: the forecast starts from the newest value.
    this.#weights[1 + seasons.length] = 1;
    this.#uncertainty = new Float64Array(size * size);
    for (let i = 0; i < size; i++) this.#uncertainty[i * size + i] = 1 / RIDGE;
  }

  /**
   * Forecasts a row of which nothing is known yet but its season.
   * @param seasonal What each season lets expect of the first series; NaN for nothing.
   * @returns NaN while too little is known.
   */
  forecast(seasonal: readonly number[]): number {
    if (this.#recent.length < LAGS) return Number.NaN;
    this.#fillInputs(seasonal);
    return this.#scaling.unscaled(this.#predict());
  }

  /** Learns from the row that `forecast` was asked for last. @param values One a series; NaN (missing) stands for what came before it. */
  learn(values: ArrayLike<number>): void {
    const scaled = this.#scaling.add(values, this.#recent[0]);
    if (scaled === null) return;
    if (this.#recent.length === LAGS && !Number.isNaN(values[0]!)) this.#update(scaled[0]!);
    this.#recent.unshift(scaled);
    if (this.#recent.length > LAGS) this.#recent.pop();
  }

  #fillInputs(seasonal: readonly number[]): void {
    const inputs = this.#inputs;
    inputs[0] = 1;
    const newest = this.#recent[0]![0]!;
    seasonal.forEach((one, i) => (inputs[1 + i] = Number.isNaN(one) ? newest : this.#scaling.scaled(0, one)));
    const from = 1 + this.#seasons;
    for (let lag = 0; lag < LAGS; lag++) inputs.set(this.#recent[lag]!, from + lag * this.#width);
  }

  #predict(): number {
    let sum = 0;
    for (let i = 0; i < this.#inputs.length; i++) sum += this.#weights[i]! * this.#inputs[i]!;
    return sum;
  }

  #update(actual: number): void {
    const inputs = this.#inputs;
    const size = inputs.length;
    const gain = new Float64Array(size);
    let scale = FORGETTING;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) gain[i]! += this.#uncertainty[i * size + j]! * inputs[j]!;
      scale += gain[i]! * inputs[i]!;
    }
    const error = actual - this.#predict();
    const most = MAX_ERROR * this.#errorSpread;
    const clipped = Math.max(-most, Math.min(most, error));
    this.#errorSpread = Math.max(1e-6, 0.99 * this.#errorSpread + 0.01 * 1.25 * Math.abs(clipped));
    let largest = 0;
    for (let i = 0; i < size; i++) {
      this.#weights[i]! += (gain[i]! / scale) * clipped;
      for (let j = 0; j < size; j++) {
        const at = i * size + j;
        this.#uncertainty[at] = (this.#uncertainty[at]! - (gain[i]! * gain[j]!) / scale) / FORGETTING;
      }
      largest = Math.max(largest, this.#uncertainty[i * size + i]!);
    }
    if (largest > MAX_UNCERTAINTY) {
      const shrink = MAX_UNCERTAINTY / largest;
      for (let at = 0; at < this.#uncertainty.length; at++) this.#uncertainty[at]! *= shrink;
    }
  }
}

/** Centre and spread of each series from its first rows, kept for good. */
class Scaling {
  readonly #width: number;
  readonly #first: Float64Array[] = [];
  #centers: Float64Array | null = null;
  #spreads = new Float64Array(0);

  constructor(width: number) {
    this.#width = width;
  }

  /** The row scaled; null while centre and spread are not known. */
  add(values: ArrayLike<number>, before: Float64Array | undefined): Float64Array | null {
    if (this.#centers === null) {
      this.#first.push(Float64Array.from({ length: this.#width }, (_, i) => values[i]!));
      if (this.#first.length < SCALE_ROWS) return null;
      this.#learn();
    }
    return Float64Array.from({ length: this.#width }, (_, i) =>
      Number.isNaN(values[i]!) ? (before?.[i] ?? 0) : this.scaled(i, values[i]!),
    );
  }

  scaled(series: number, value: number): number {
    const deviation = (value - this.#centers![series]!) / this.#spreads[series]!;
    return Math.max(-MAX_DEVIATION, Math.min(MAX_DEVIATION, deviation));
  }

  /** Of the first series. */
  unscaled(deviation: number): number {
    return this.#centers![0]! + deviation * this.#spreads[0]!;
  }

  #learn(): void {
    const columns = Array.from({ length: this.#width }, (_, i) =>
      this.#first.map((row) => row[i]!).filter((value) => !Number.isNaN(value)),
    );
    this.#centers = Float64Array.from(columns, (column) => (column.length === 0 ? 0 : median(column)));
    this.#spreads = Float64Array.from(columns, (column, i) => {
      const center = this.#centers![i]!;
      const off = column.reduce((sum, value) => sum + Math.abs(value - center), 0) / Math.max(1, column.length);
      return off > 0 ? off : Math.max(1e-9, Math.abs(center));
    });
    this.#first.length = 0;
  }
}
