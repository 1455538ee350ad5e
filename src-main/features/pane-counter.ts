import { Grow } from './grow.ts';

/** Values of one series: ascending pane indices, with samples behind each value where there are any. */
export interface PaneSeries {
  readonly rows: Int32Array;
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Sums amounts and samples per series and pane (the smallest stretch of time), one pane at a time.
 * Memory grows with the (series, pane) cells that hold something, 32 bytes each.
 */
export class PaneCounter {
  private sums = new Float64Array(256);
  private samples = new Float64Array(256);
  private readonly touched: number[] = [];
  private readonly keys = new Grow();
  private readonly rows = new Grow();
  private readonly values = new Grow();
  private readonly weights = new Grow();

  add(series: number, amount: number): void {
    if (series >= this.sums.length) this.widen(series);
    if (this.samples[series] === 0) this.touched.push(series);
    this.samples[series]!++;
    this.sums[series]! += amount;
  }

  /** Sum and samples so far in the open pane. */
  samplesOf(series: number): number {
    return this.samples[series] ?? 0;
  }

  /** Ends the open pane. Panes must come in ascending order. */
  flush(pane: number): void {
    for (const series of this.touched) {
      this.keys.push(series);
      this.rows.push(pane);
      this.values.push(this.sums[series]!);
      this.weights.push(this.samples[series]!);
      this.sums[series] = 0;
      this.samples[series] = 0;
    }
    this.touched.length = 0;
  }

  /** The series 0..seriesCount-1; empty ones included. */
  finish(seriesCount: number): PaneSeries[] {
    return splitCells(seriesCount, this.keys, [this.rows, this.values, this.weights]);
  }

  private widen(series: number): void {
    const length = Math.max(series + 1, this.sums.length * 2);
    const sums = new Float64Array(length);
    sums.set(this.sums);
    this.sums = sums;
    const samples = new Float64Array(length);
    samples.set(this.samples);
    this.samples = samples;
  }
}

/** Deals cells out to their series, in the order they were written. */
export function splitCells(
  seriesCount: number,
  keys: Grow,
  [rows, values, weights]: readonly [rows: Grow, values: Grow, weights: Grow],
): PaneSeries[] {
  const sizes = new Int32Array(seriesCount);
  for (let i = 0; i < keys.length; i++) sizes[keys.get(i)]!++;
  const series = Array.from(sizes, (size) => ({
    rows: new Int32Array(size),
    values: new Float64Array(size),
    weights: new Float64Array(size),
  }));
  const next = new Int32Array(seriesCount);
  for (let i = 0; i < keys.length; i++) {
    const key = keys.get(i);
    const at = next[key]!++;
    const { rows: ownRows, values: ownValues, weights: ownWeights } = series[key]!;
    ownRows[at] = rows.get(i);
    ownValues[at] = values.get(i);
    ownWeights[at] = weights.get(i);
  }
  return series;
}
