import { RunningRanks } from './running-ranks.ts';

const MEMORY_ROWS = 2000;
const WARM_UP_ROWS = 60;
/** Share of rows that may lie outside. */
const ALPHA = 0.01;
/** How fast the share that was outside moves the interval. */
const STEP = 0.005;
const LEAST_ALPHA = 0.001;
const MOST_ALPHA = 0.1;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The interval around a forecast that 99 % of rows keep to, from the errors of forecasts so far; it widens after misses and narrows
 * again, so that the share holds when the series changes its ways.
 * Source: Gibbs and Candes, "Adaptive Conformal Inference Under Distribution Shift", NeurIPS 2021.
 */
export class PredictionInterval {
  readonly #errors = new RunningRanks(MEMORY_ROWS);
  #alpha = ALPHA;

  /** Both ends NaN while too little is known. */
  around(forecast: number): Interval {
    if (this.#errors.count < WARM_UP_ROWS || Number.isNaN(forecast)) return { low: Number.NaN, high: Number.NaN };
    const tail = this.#alpha / 2;
    return { low: forecast + this.#errors.quantile(tail), high: forecast + this.#errors.quantile(1 - tail) };
  }

  /** How surprising an error is among those so far: -log10 of the share as far out on either side. */
  surprise(error: number): number {
    return this.#errors.count < WARM_UP_ROWS ? 0 : this.#errors.surpriseEitherSide(error);
  }

  /** @param error Actual minus forecast, finite. @param interval What `around` gave for it. */
  learn(error: number, isOutside: boolean): void {
    if (this.#errors.count >= WARM_UP_ROWS) {
      const moved = this.#alpha + STEP * (ALPHA - (isOutside ? 1 : 0));
      this.#alpha = Math.max(LEAST_ALPHA, Math.min(MOST_ALPHA, moved));
    }
    this.#errors.remember(error);
  }
}
