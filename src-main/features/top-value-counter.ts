import { Grow } from './grow.ts';
import { type PaneSeries, splitCells } from './pane-counter.ts';

/**
 * For each series and pane: the count of its most frequent value, and of all its values.
 * One table holds the open pane only; a stamp tells live cells from those of earlier panes, so nothing is cleared.
 */
export class TopValueCounter {
  private capacity = 1 << 12;
  private stamps = new Int32Array(this.capacity);
  private series = new Int32Array(this.capacity);
  private hashes = new Uint32Array(this.capacity);
  private counts = new Int32Array(this.capacity);
  private stamp = 1;
  private used = 0;
  private readonly totals: Int32Array;
  private readonly tops: Int32Array;
  private readonly touched: number[] = [];
  private readonly keys = new Grow();
  private readonly rows = new Grow();
  private readonly topCounts = new Grow();
  private readonly weights = new Grow();

  constructor(seriesCount: number) {
    this.totals = new Int32Array(seriesCount);
    this.tops = new Int32Array(seriesCount);
  }

  add(series: number, hash: number): void {
    if (this.totals[series] === 0) this.touched.push(series);
    this.totals[series]!++;
    const count = this.raise(series, hash);
    if (count > this.tops[series]!) this.tops[series] = count;
  }

  flush(pane: number): void {
    for (const series of this.touched) {
      this.keys.push(series);
      this.rows.push(pane);
      this.topCounts.push(this.tops[series]!);
      this.weights.push(this.totals[series]!);
      this.totals[series] = 0;
      this.tops[series] = 0;
    }
    this.touched.length = 0;
    this.stamp++;
    this.used = 0;
  }

  /** `values` are the top value's counts, `weights` those of all values. */
  finish(): PaneSeries[] {
    return splitCells(this.totals.length, this.keys, [this.rows, this.topCounts, this.weights]);
  }

  private raise(series: number, hash: number): number {
    const cell = this.find(series, hash);
    if (this.stamps[cell] === this.stamp) return ++this.counts[cell]!;
    this.stamps[cell] = this.stamp;
    this.series[cell] = series;
    this.hashes[cell] = hash;
    this.counts[cell] = 1;
    if (++this.used * 2 > this.capacity) this.grow();
    return 1;
  }

  private find(series: number, hash: number): number {
    const mask = this.capacity - 1;
    let cell = (Math.imul(hash ^ Math.imul(series, 0x9e3779b1), 0x85ebca6b) >>> 7) & mask;
    while (this.stamps[cell] === this.stamp && (this.series[cell] !== series || this.hashes[cell] !== hash)) {
      cell = (cell + 1) & mask;
    }
    return cell;
  }

  private grow(): void {
    const { stamps, series, hashes, counts, capacity, stamp } = this;
    this.capacity = capacity * 2;
    this.stamps = new Int32Array(this.capacity);
    this.series = new Int32Array(this.capacity);
    this.hashes = new Uint32Array(this.capacity);
    this.counts = new Int32Array(this.capacity);
    for (let old = 0; old < capacity; old++) {
      if (stamps[old] !== stamp) continue;
      const cell = this.find(series[old]!, hashes[old]!);
      this.stamps[cell] = stamp;
      this.series[cell] = series[old]!;
      this.hashes[cell] = hashes[old]!;
      this.counts[cell] = counts[old]!;
    }
  }
}
