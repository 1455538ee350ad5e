/** Rows of one shape. */
const LENGTH = 24;
/** Shapes compared with. */
const HISTORY = 2000;
const SIZE = HISTORY + 2 * LENGTH;

/**
 * How unlike everything before it the last 24 rows are: Euclidean distance to the nearest stretch of the last 2,000 rows
 * that does not overlap them. Finds courses that never were although each value is usual.
 * Source: Burnaev and Ishimtsev, "Conformalized density- and distance-based anomaly detection in time-series data",
 * 2016. Deviation: plain distance to one neighbour instead of Mahalanobis distances to many.
 */
export class ShapeDistance {
  /** A ring of the last rows, written twice: the SIZE rows up to `newest + SIZE` lie in one piece, in order. */
  readonly #rows = new Float64Array(2 * SIZE);
  #count = 0;
  /** Rows between the newest stretch and the one nearest to it. */
  #nearestShift = LENGTH;

  /** @returns NaN until there are three stretches. */
  add(value: number): number {
    const newest = this.#count++ % SIZE;
    this.#rows[newest] = value;
    this.#rows[newest + SIZE] = value;
    if (this.#count < 3 * LENGTH) return Number.NaN;
    const farthest = Math.min(HISTORY, this.#count - 2 * LENGTH + 1) + LENGTH - 1;
    return Math.sqrt(this.#findNearest(newest + SIZE, farthest));
  }

  /** Squared distance between the stretch that ends at `end` and the nearest one at least LENGTH rows before it. */
  #findNearest(end: number, farthest: number): number {
    const rows = this.#rows;
    const last = rows[end]!;
    // What follows the nearest stretch of the row before is near again: most others are then left at their last row.
    let shift = Math.min(this.#nearestShift, farthest);
    let nearest = distance(rows, end, end - shift, Infinity);
    for (let other = end - LENGTH; other >= end - farthest; other--) {
      const difference = last - rows[other]!;
      if (difference * difference >= nearest) continue;
      const found = distance(rows, end, other, nearest);
      if (found >= nearest) continue;
      nearest = found;
      shift = end - other;
    }
    this.#nearestShift = shift;
    return nearest;
  }
}

/** Squared distance of the stretches that end at `a` and `b`, or anything from `limit` on. */
function distance(rows: Float64Array, a: number, b: number, limit: number): number {
  let sum = 0;
  for (let back = 0; back < LENGTH && sum < limit; back++) {
    const difference = rows[a - back]! - rows[b - back]!;
    sum += difference * difference;
  }
  return sum;
}
