import { scoreFromSurprise } from '../calibration.ts';
import { DailyCourse } from './daily-course.ts';
import { QuietScores } from './quiet-scores.ts';
import { RunningRanks } from './running-ranks.ts';
import { ShapeDistance } from './shape-distance.ts';

/** Numbers each view remembers. */
const MEMORY_ROWS = 4000;
/** A view says nothing before it has seen this many numbers. */
const WARM_UP_ROWS = 60;
/** Rows whose mean is the present level. */
const LEVEL_ROWS = 24;
/** Rows over which a departure from the daily course must hold. */
const COURSE_ROWS = 6;
const VIEWS = 5;
/** Number of the view that can only be too high; every other one can also be too low. */
const SHAPE = 4;
/** Between 1 (the mean) and infinity (the boldest view): one view must be very sure, or several fairly. */
const JOIN_POWER = 3;

/** Mean surprise, joined over the views, above which a row is reported. */
const THRESHOLD_SURPRISE = 2.2;
/** A row is anomalous strictly above it. */
export const SERIES_THRESHOLD = scoreFromSurprise(THRESHOLD_SURPRISE);

/**
 * Scores a univariate series row by row, as rows arrive.
 * Five views each compare their newest number with their own last 4,000: the value, its change, the mean of the last
 * two dozen rows, the departure from the same time of former days, and the shape of the last rows. Their surprises are
 * joined by a power mean, so that agreement counts as well as one view's certainty. What follows an alarm is reported
 * only when it exceeds everything of the last hundred rows; otherwise its score stays below the threshold.
 */
export class SeriesScorer {
  readonly #course = new DailyCourse();
  readonly #shape = new ShapeDistance();
  readonly #level = new RunningMean(LEVEL_ROWS);
  readonly #departure = new RunningMean(COURSE_ROWS);
  readonly #ranks = Array.from({ length: VIEWS }, () => new RunningRanks(MEMORY_ROWS));
  readonly #scores = new QuietScores(THRESHOLD_SURPRISE);
  #previous = Number.NaN;

  /**
   * @param seconds Time of the row on an even scale, NaN when not known: then there is no daily course.
   * @param value NaN (missing) is scored 0 and remembered by nothing.
   * @returns Score in [0, 1), comparable between series.
   */
  add(seconds: number, value: number): number {
    if (Number.isNaN(value)) return 0;
    const departure = value - this.#course.expectThenAdd(seconds, value);
    const change = value - this.#previous;
    this.#previous = value;
    const surprises = [
      this.#surprise(0, value),
      this.#surprise(1, change),
      this.#surprise(2, this.#level.add(value)),
      this.#surprise(3, this.#departure.add(departure)),
      this.#surprise(SHAPE, this.#shape.add(value)),
    ];
    const powers = surprises.reduce((sum, surprise) => sum + surprise ** JOIN_POWER, 0);
    const joined = (powers / VIEWS) ** (1 / JOIN_POWER);
    return this.#scores.add(joined);
  }

  #surprise(view: number, number: number): number {
    if (!Number.isFinite(number)) return 0;
    const ranks = this.#ranks[view]!;
    const measure = view === SHAPE ? ranks.surpriseAbove(number) : ranks.surpriseEitherSide(number);
    const surprise = ranks.count < WARM_UP_ROWS ? 0 : measure;
    ranks.remember(number);
    return surprise;
  }
}

/**
 * Scores a whole series; a row's score uses rows up to it and no later one.
 * @param seconds Time of each row, NaN where not known. @param values NaN = missing.
 * @returns Scores in [0, 1), one a row; `SERIES_THRESHOLD` goes with them.
 */
export function scoreSeries(seconds: Float64Array, values: Float64Array): Float64Array {
  const scorer = new SeriesScorer();
  return values.map((value, row) => scorer.add(seconds[row] ?? Number.NaN, value));
}

/** Mean of the last numbers; NaN until there are enough in a row. */
class RunningMean {
  readonly #size: number;
  readonly #recent: number[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** @param number NaN starts afresh. */
  add(number: number): number {
    const recent = this.#recent;
    if (Number.isNaN(number)) recent.length = 0;
    else recent.push(number);
    if (recent.length > this.#size) recent.shift();
    if (recent.length < this.#size) return Number.NaN;
    // Summed anew: a running sum would carry what huge values leave behind in its last bits.
    return recent.reduce((sum, one) => sum + one, 0) / this.#size;
  }
}
