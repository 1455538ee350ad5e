import { logGamma } from '../tails.ts';

/** Rows between two changes, as expected beforehand. */
const EXPECTED_RUN = 250;
/** Run lengths kept apart; longer ones are one. */
const MAX_RUN = 300;
/** A change is looked for in the last so many rows. */
const RECENT_ROWS = 8;
/** Less probable run lengths are dropped. */
const LEAST_PROBABILITY = 1e-9;
/** Prior of a segment's mean and variance, in spreads of the series: weak, centred on what the series had. */
const PRIOR = { count: 0.1, shape: 1, scale: 0.5 };

/** A possible present segment: its length, how probable that is, and what is known of its mean and variance. */
interface Run {
  readonly length: number;
  readonly probability: number;
  readonly count: number;
  readonly mean: number;
  readonly shape: number;
  readonly scale: number;
}

/** What the last row said of changes. */
export interface ChangeState {
  /** Probability that the level or spread changed within the last rows, given all rows so far. */
  readonly probability: number;
  /** Rows since the last change, the most probable number; the newest row counts. */
  readonly runLength: number;
  /** Mean of the present segment, in the units that were added. */
  readonly mean: number;
}

/**
 * Bayesian online change point detection: how probable each length of the present segment is, row by row.
 * Segments are normal with unknown mean and variance (normal-gamma prior), changes come at a constant rate.
 * Source: Adams and MacKay, "Bayesian Online Changepoint Detection", arXiv:0710.3742, 2007. Deviation: lengths beyond 300 rows
 * share one place, and improbable ones are dropped.
 */
export class ChangePoints {
  /** One entry a kept run length, longest last. */
  #runs: readonly Run[] = [startOf(1)];
  #rows = 0;

  /** @param value Finite; about 0 with spread 1 while the series is as it was at first. */
  add(value: number): ChangeState {
    this.#rows++;
    const hazard = 1 / EXPECTED_RUN;
    let changed = 0;
    const grown: Run[] = [];
    for (const run of this.#runs) {
      const likelihood = run.probability * Math.exp(logPredictive(run, value));
      changed += likelihood * hazard;
      grown.push({ ...afterValue(run, value), probability: likelihood * (1 - hazard) });
    }
    this.#runs = normalised([startOf(changed), ...grown]);
    return this.#state(value);
  }

  /** Probability of each length of the present segment, by length; shape [longest + 1]. */
  lengths(): Float64Array {
    const lengths = new Float64Array((this.#runs.at(-1)?.length ?? 0) + 1);
    for (const { length, probability } of this.#runs) lengths[length]! += probability;
    return lengths;
  }

  #state(value: number): ChangeState {
    let probability = 0;
    let best = this.#runs[0]!;
    for (const run of this.#runs) {
      if (run.length <= RECENT_ROWS) probability += run.probability;
      if (run.probability > best.probability) best = run;
    }
    // The first rows are a segment of their own without a change before them.
    const isStart = this.#rows <= 2 * RECENT_ROWS;
    return {
      probability: isStart ? 0 : Math.min(1, probability),
      runLength: best.length,
      mean: best.length === 0 ? value : best.mean,
    };
  }
}

/** Logarithm of the Student t density of the next value. */
function logPredictive({ count, mean, shape, scale }: Run, value: number): number {
  const variance = (scale * (count + 1)) / (shape * count);
  const freedom = 2 * shape;
  const z = (value - mean) ** 2 / variance;
  return (
    logGamma((freedom + 1) / 2) -
    logGamma(freedom / 2) -
    0.5 * Math.log(freedom * Math.PI * variance) -
    ((freedom + 1) / 2) * Math.log1p(z / freedom)
  );
}

function afterValue(run: Run, value: number): Run {
  const { count, mean, shape, scale } = run;
  return {
    length: Math.min(MAX_RUN, run.length + 1),
    probability: run.probability,
    count: count + 1,
    mean: (count * mean + value) / (count + 1),
    shape: shape + 0.5,
    scale: scale + (0.5 * count * (value - mean) ** 2) / (count + 1),
  };
}

/** A segment of which no row is known. */
function startOf(probability: number): Run {
  return { length: 0, probability, mean: 0, ...PRIOR };
}

/** Probabilities that sum to 1, without the least ones; the two longest runs become one when both reached the end. */
function normalised(runs: readonly Run[]): Run[] {
  const total = runs.reduce((sum, { probability }) => sum + probability, 0);
  const kept: Run[] = [];
  for (const run of runs) {
    const probability = total > 0 ? run.probability / total : 0;
    const last = kept.at(-1);
    if (last !== undefined && last.length === MAX_RUN && run.length === MAX_RUN) {
      kept[kept.length - 1] = { ...run, probability: last.probability + probability };
    } else if (probability >= LEAST_PROBABILITY || run.length <= RECENT_ROWS) kept.push({ ...run, probability });
  }
  return kept;
}
