import { scoreFromSurprise } from '../calibration.ts';
import { forecastSeries, type SeriesTable } from './forecast-series.ts';
import { findLevelChanges } from './level-changes.ts';
import { QuietScores } from './quiet-scores.ts';
import { SERIES_THRESHOLD, scoreSeries } from './series-scorer.ts';

/** A way to score the rows of a series, each from the rows up to it. */
export interface SeriesDetector {
  readonly name: string;
  /** On the score; a row is anomalous strictly above it. */
  readonly threshold: number;
  /** @returns Scores in [0, 1), one a row. */
  readonly score: (table: SeriesTable) => Float64Array;
}

/** One error in 400 is as far from its forecast. */
const FORECAST_SURPRISE = 2.6;
/** A change with a probability of 99 %. */
const CHANGE_SURPRISE = 2;

/** Every detector of series, the default first. */
export const SERIES_DETECTORS: readonly SeriesDetector[] = [
  {
    name: 'causalSeries',
    threshold: SERIES_THRESHOLD,
    score: ({ seconds, values }) => scoreSeries(seconds, values),
  },
  {
    name: 'forecast',
    threshold: scoreFromSurprise(FORECAST_SURPRISE),
    score: (table) => quietScores(forecastSeries(table).surprise, FORECAST_SURPRISE),
  },
  {
    name: 'changePoint',
    threshold: scoreFromSurprise(CHANGE_SURPRISE),
    score: ({ values }) => quietScores(findLevelChanges(values).surprise, CHANGE_SURPRISE),
  },
];

function quietScores(surprise: Float64Array, threshold: number): Float64Array {
  const scores = new QuietScores(threshold);
  return surprise.map((one) => scores.add(one));
}
