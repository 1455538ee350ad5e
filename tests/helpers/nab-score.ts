/** One scored series with its labelled windows, as row numbers, both ends included, ascending. */
export interface ScoredSeries {
  readonly scores: Float64Array;
  readonly windows: readonly (readonly [number, number])[];
}

const FALSE_ALARM_COST = 0.11;

/**
 * Standard score of the Numenta Anomaly Benchmark at one threshold for all series: 100 = every window found at its
 * first row without a false alarm, 0 = nothing flagged. The first 15 % of a series, 750 rows at most, do not count.
 * Source: Lavin and Ahmad, "Evaluating real-time anomaly detection algorithms", ICMLA 2015.
 */
export function nabScore(series: readonly ScoredSeries[], threshold: number): number {
  let gained = 0;
  let windowCount = 0;
  for (const { scores, windows } of series) {
    windowCount += windows.length;
    const found = new Map<number, number>();
    for (let row = Math.min(Math.floor(0.15 * scores.length), 750); row < scores.length; row++) {
      if (scores[row]! <= threshold) continue;
      const at = windows.findIndex(([from, to]) => row >= from && row <= to);
      if (at >= 0) found.set(at, Math.max(found.get(at) ?? -1, gainWithin(windows[at]!, row)));
      else
        gained +=
          FALSE_ALARM_COST *
          costAfter(
            windows.findLast(([, to]) => to < row),
            row,
          );
    }
    for (const gain of found.values()) gained += 1 + gain;
  }
  return (100 * gained) / (2 * windowCount);
}

/** 1 at the first row, falling towards the last. */
function gainWithin([from, to]: readonly [number, number], row: number): number {
  return sigmoid(-(to - row + 1) / (to - from + 1)) / sigmoid(-1);
}

/** Near 0 right after a window, -1 far from any. */
function costAfter(window: readonly [number, number] | undefined, row: number): number {
  return window === undefined ? -1 : sigmoid((row - window[1]) / (window[1] - window[0]));
}

function sigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}
