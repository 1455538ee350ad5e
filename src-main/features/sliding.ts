import type { PaneSeries } from './pane-counter.ts';

/**
 * Joins panes into overlapping windows: window i covers panes i .. i + panes - 1, cut at the last pane.
 * With one pane a window the series is returned as it is.
 */
export function slide(series: PaneSeries, panes: number, count: number): PaneSeries {
  if (panes <= 1) return series;
  const values = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < series.rows.length; i++) {
    const pane = series.rows[i]!;
    for (let window = Math.max(0, pane - panes + 1); window <= pane; window++) {
      values[window]! += series.values[i]!;
      weights[window]! += series.weights[i]!;
    }
  }
  const rows: number[] = [];
  for (let i = 0; i < count; i++) if (weights[i]! > 0) rows.push(i);
  return {
    rows: Int32Array.from(rows),
    values: Float64Array.from(rows, (row) => values[row]!),
    weights: Float64Array.from(rows, (row) => weights[row]!),
  };
}
