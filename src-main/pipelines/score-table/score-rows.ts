import { calibrate, fitCalibration, scoreFromSurprise } from '../../models/calibration.ts';
import { scoreColumnTails } from '../../models/column-tails.ts';
import { joinSurprises } from '../../models/ensemble.ts';
import { sumPathLengths } from '../../models/isolation-scoring.ts';
import { averagePathLength, growTrees } from '../../models/isolation-trees.ts';
import { median, quantile } from '../../models/matrix.ts';
import { Random } from '../../models/random.ts';

export const TABLE_DETECTORS = ['isolationForest', 'baseline', 'ensemble'] as const;
export type TableDetector = (typeof TABLE_DETECTORS)[number];

export interface RowScores {
  /** Calibrated, in [0, 1), one a row; higher is more anomalous. */
  readonly scores: Float64Array;
  /** A row is anomalous strictly above it. */
  readonly threshold: number;
  /** Detector that answered in place of the one asked for, and why; null when it answered itself. */
  readonly fallback: string | null;
}

export interface ScoreRowsOptions {
  readonly detector: TableDetector;
  readonly seed: number;
  readonly signal: AbortSignal;
}

const N_ESTIMATORS = 200;
const MAX_SAMPLES = 256;
/** Fewer rows than this cannot be told apart by random splits. */
const LEAST_FOREST_ROWS = 8;

/**
 * Fits and scores all rows of a numeric table, without labels.
 * @param columns One array a column, all of one length; NaN (missing) counts as the column's median.
 */
export function scoreRows(columns: readonly Float64Array[], options: ScoreRowsOptions): RowScores {
  const { data, width } = toScaledMatrix(columns);
  const rowCount = columns[0]?.length ?? 0;
  const isForestWanted = options.detector !== 'baseline';
  const hasForest = isForestWanted && rowCount >= LEAST_FOREST_ROWS && width > 0;
  const raw: Float64Array[] = [];
  if (hasForest) raw.push(scoreForest(data, width, options));
  if (!hasForest || options.detector === 'ensemble') raw.push(scoreColumnTails(data, width));
  const surprises = raw.map((scores) => calibrate(fitCalibration(scores, 'free'), scores));
  const joined = joinSurprises(
    surprises,
    surprises.map(() => 1),
  );
  const reason = width === 0 ? 'no column varies' : `an isolation forest needs ${LEAST_FOREST_ROWS} rows`;
  const scores = width === 0 ? new Float64Array(rowCount) : joined.map(scoreFromSurprise);
  return {
    scores,
    threshold: outlierThreshold(scores),
    fallback: isForestWanted && !hasForest ? reason : null,
  };
}

/**
 * Median and 2.5 robust deviations of the scores. A table, unlike the windows of a log, may be anomalous to a third, so
 * no share of anomalies and no rate of false alarms is assumed.
 */
function outlierThreshold(scores: Float64Array): number {
  const middle = median(scores);
  return Math.min(1, middle + 2.5 * 1.4826 * median(scores.map((score) => Math.abs(score - middle))));
}

function scoreForest(data: Float32Array, width: number, { seed, signal }: ScoreRowsOptions): Float64Array {
  const maxSamples = Math.min(MAX_SAMPLES, data.length / width);
  const random = new Random(seed);
  const trees = growTrees(data, width, { nEstimators: N_ESTIMATORS, maxSamples, random, signal });
  const scale = trees.roots.length * averagePathLength(maxSamples);
  return sumPathLengths(trees, data, width).map((sum) => 2 ** (-sum / scale));
}

/** Row-major, each column moved to its median and divided by its range, so that 32-bit floats keep its detail. */
function toScaledMatrix(columns: readonly Float64Array[]): { data: Float32Array; width: number } {
  const scaled = columns.map(scaleOf).filter((scale) => scale.range > 0);
  const width = scaled.length;
  const rowCount = columns[0]?.length ?? 0;
  const data = new Float32Array(rowCount * width);
  for (let c = 0; c < width; c++) {
    const { values, middle, range } = scaled[c]!;
    for (let row = 0; row < rowCount; row++) {
      const value = values[row] ?? Number.NaN;
      data[row * width + c] = Number.isNaN(value) ? 0 : (value - middle) / range;
    }
  }
  return { data, width };
}

function scaleOf(values: Float64Array): { values: Float64Array; middle: number; range: number } {
  const ascending = values.filter((value) => !Number.isNaN(value)).sort();
  const middle = quantile(ascending, 0.5);
  return { values, middle, range: (ascending.at(-1) ?? 0) - (ascending[0] ?? 0) };
}
