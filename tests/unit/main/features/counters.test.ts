import { describe, expect, it } from 'vitest';
import { Grow } from '../../../../src-main/features/grow.ts';
import { PairCounter } from '../../../../src-main/features/pair-counter.ts';
import { PairIndex } from '../../../../src-main/features/pair-index.ts';
import { PaneCounter } from '../../../../src-main/features/pane-counter.ts';
import { slide } from '../../../../src-main/features/sliding.ts';
import { TopValueCounter } from '../../../../src-main/features/top-value-counter.ts';

describe('Grow', () => {
  it('holds the initial value wherever nothing was written, also after growing', () => {
    const column = new Grow(-1, 2);
    column.set(0, 5);
    column.add(9, 3);
    expect(column.get(4)).toBe(-1);
    expect([...column.take(11)]).toEqual([5, -1, -1, -1, -1, -1, -1, -1, -1, 2, -1]);
  });
});

describe('PairCounter', () => {
  it('counts pairs and gives each column its rows in ascending order', () => {
    const counter = new PairCounter();
    for (const [row, column] of [
      [2, 0],
      [0, 1],
      [2, 0],
      [1, 0],
    ] as const)
      counter.add(row, column);
    const [first, second] = counter.toColumns(3, 2);
    expect([[...first!.rows], [...first!.counts]]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect([[...second!.rows], [...second!.counts]]).toEqual([[0], [1]]);
  });

  it('keeps every pair over many more than it began with room for', () => {
    const counter = new PairCounter();
    for (let row = 0; row < 5000; row++)
      for (let column = 0; column < 3; column++) counter.add(row, column, column + 1);
    expect(counter.size).toBe(15_000);
    const sums = counter.toColumns(5000, 3).map(({ counts }) => counts.reduce((sum, count) => sum + count, 0));
    expect(sums).toEqual([5000, 10_000, 15_000]);
  });
});

describe('PairIndex', () => {
  it('numbers pairs by first appearance from 1 and folds those beyond its limit into 0', () => {
    const index = new PairIndex(10, 10, 2);
    expect([index.indexOf(3, 4), index.indexOf(0, 0), index.indexOf(3, 4), index.indexOf(9, 9)]).toEqual([1, 2, 1, 0]);
    expect(index.pairAt(1)).toEqual([3, 4]);
    expect(index.pairAt(0)).toEqual([-1, -1]);
  });

  it('works the same when pairs are too many for a direct table', () => {
    const index = new PairIndex(1_000_000, 1_000_000);
    expect(index.indexOf(999_999, 999_998)).toBe(1);
    expect(index.pairAt(1)).toEqual([999_999, 999_998]);
  });
});

describe('PaneCounter', () => {
  it('keeps sums and samples of each series and pane, and starts every pane from nothing', () => {
    const counter = new PaneCounter();
    counter.add(0, 2);
    counter.add(300, 5);
    counter.add(0, 3);
    counter.flush(4);
    counter.add(0, 1);
    counter.flush(6);
    counter.flush(7);
    const series = counter.finish(301);
    expect(series[0]).toEqual({
      rows: Int32Array.of(4, 6),
      values: Float64Array.of(5, 1),
      weights: Float64Array.of(2, 1),
    });
    expect(series[300]).toEqual({ rows: Int32Array.of(4), values: Float64Array.of(5), weights: Float64Array.of(1) });
    expect(series[1]!.rows.length).toBe(0);
  });
});

describe('TopValueCounter', () => {
  it('finds the count of the most frequent value of each pane', () => {
    const counter = new TopValueCounter(2);
    for (const hash of [7, 7, 9, 7]) counter.add(0, hash);
    counter.flush(0);
    counter.add(0, 7);
    counter.add(1, 7);
    counter.flush(1);
    expect(counter.finish()[0]).toEqual({
      rows: Int32Array.of(0, 1),
      values: Float64Array.of(3, 1),
      weights: Float64Array.of(4, 1),
    });
    expect(counter.finish()[1]!.values[0]).toBe(1);
  });

  it('counts on while its table grows within a pane', () => {
    const counter = new TopValueCounter(1);
    for (let hash = 1; hash <= 10_000; hash++) counter.add(0, hash);
    for (let times = 0; times < 5; times++) counter.add(0, 4321);
    counter.flush(0);
    expect(counter.finish()[0]).toMatchObject({ values: Float64Array.of(6), weights: Float64Array.of(10_005) });
  });
});

describe('slide', () => {
  const series = { rows: Int32Array.of(1, 3), values: Float64Array.of(10, 5), weights: Float64Array.of(2, 1) };

  it('joins panes into the windows that begin at each of them', () => {
    expect(slide(series, 2, 4)).toEqual({
      rows: Int32Array.of(0, 1, 2, 3),
      values: Float64Array.of(10, 10, 5, 5),
      weights: Float64Array.of(2, 2, 1, 1),
    });
  });

  it('returns fixed windows as they are', () => {
    expect(slide(series, 1, 4)).toBe(series);
  });
});
