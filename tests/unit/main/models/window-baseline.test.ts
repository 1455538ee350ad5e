import { describe, expect, it } from 'vitest';
import { robustRate, usualClump } from '../../../../src-main/models/count-series.ts';
import { Random } from '../../../../src-main/models/random.ts';
import { runningMedian } from '../../../../src-main/models/running-level.ts';
import { StatisticalBaseline } from '../../../../src-main/models/statistical-baseline.ts';
import { countColumn, sampleColumn, windowTable } from '../../../helpers/feature-tables.ts';

const WINDOWS = 600;

function poisson(random: Random, mean: number): number {
  let count = 0;
  for (let product = random.next(); product > Math.exp(-mean); product *= random.next()) count++;
  return count;
}

function counts(
  mean: number,
  seed: number,
  change: (count: number, window: number) => number = (count) => count,
): number[] {
  const random = new Random(seed);
  return Array.from({ length: WINDOWS }, (_, window) => change(poisson(random, mean), window));
}

const isInside = (window: number): boolean => window >= 300 && window < 310;

function anomalousWindows(columns: Parameters<typeof windowTable>[0], above = 5): number[] {
  const table = windowTable(columns);
  const baseline = new StatisticalBaseline();
  baseline.fit(table, { randomState: 1 });
  return [...baseline.score(table).keys()].filter((window) => baseline.score(table)[window]! > above);
}

const PLANTED = Array.from({ length: 10 }, (_, i) => 300 + i);

describe('StatisticalBaseline on windows', () => {
  it('finds a spike, and nothing else', () => {
    expect(
      anomalousWindows([
        countColumn(
          'a',
          counts(20, 1, (n, w) => (isInside(w) ? n * 3 : n)),
        ),
      ]),
    ).toEqual(PLANTED);
  });

  it('finds silence, also of a series too thin for a single window to tell', () => {
    expect(
      anomalousWindows([
        countColumn(
          'a',
          counts(20, 2, (n, w) => (isInside(w) ? 0 : n)),
        ),
      ]),
    ).toEqual(PLANTED);
    expect(
      anomalousWindows(
        [
          countColumn(
            'a',
            counts(3, 3, (n, w) => (isInside(w) ? 0 : n)),
          ),
        ],
        4,
      ),
    ).toEqual(PLANTED);
  });

  it('takes a change that a thin series shows in some windows only for one, silent windows in it too', () => {
    const random = new Random(9);
    const values = Array.from({ length: WINDOWS }, (_, window) => (random.next() < 0.01 ? 1 : 0) * +!isInside(window));
    for (const window of [300, 301, 303, 305, 306, 308, 309]) values[window] = 1;
    expect(anomalousWindows([countColumn('a', values)], 3)).toEqual(PLANTED);
  });

  it('follows the time of day', () => {
    const daily = Array.from({ length: WINDOWS }, (_, w) => 60 + 50 * Math.sin((w / 600) * 2 * Math.PI));
    const random = new Random(4);
    const values = daily.map((mean) => poisson(random, mean));
    expect(anomalousWindows([countColumn('a', values)])).toEqual([]);
  });

  it('finds slower times and a hot key', () => {
    const random = new Random(5);
    const means = Array.from({ length: WINDOWS }, (_, w) => 3 + (random.next() - 0.5) * 0.2 + (isInside(w) ? 1.5 : 0));
    const weights = means.map(() => 10);
    expect(anomalousWindows([sampleColumn('mean', '1', means, weights)])).toEqual(PLANTED);
    const shares = Array.from({ length: WINDOWS }, (_, w) => (isInside(w) ? 0.8 : 0.1 + 0.1 * random.below(2)));
    expect(anomalousWindows([sampleColumn('share', '1', shares, weights)])).toEqual(PLANTED);
  });

  it('is not alarmed by one stray time, only by several', () => {
    const random = new Random(6);
    const strayAt = (from: number, to: number): number[] =>
      anomalousWindows([
        sampleColumn(
          'mean',
          '1',
          Array.from({ length: WINDOWS }, (_, w) => 3 + (random.next() - 0.5) * 0.6 + (w >= from && w < to ? 6 : 0)),
          Array.from({ length: WINDOWS }, () => 1),
        ),
      ]);
    expect(strayAt(300, 301)).toEqual([]);
    expect(strayAt(300, 304)).toEqual([300, 301, 302, 303]);
  });

  it('raises no means of hours as a whole: what they are made of changes with the time of day', () => {
    const raisedFor = (length: number): number => {
      const random = new Random(12);
      const means = Array.from(
        { length: WINDOWS },
        (_, w) => 3 + (random.next() - 0.5) * 0.6 + (w >= 300 && w < 300 + length ? 0.5 : 0),
      );
      // One sample in two windows: too few for a level of their own.
      const weights = means.map((_, w) => w % 2);
      return anomalousWindows([sampleColumn('mean', '1', means, weights)]).length;
    };
    expect(raisedFor(45)).toBeGreaterThan(30);
    expect(raisedFor(150)).toBeLessThan(60);
  });

  it('explains a window without samples inside a run by finite numbers', () => {
    const random = new Random(8);
    const means = Array.from({ length: WINDOWS }, (_, w) => 3 + (random.next() - 0.5) * 0.6 + (isInside(w) ? 3 : 0));
    const weights = means.map((_, w) => (w === 304 ? 0 : 1));
    const column = sampleColumn('mean', '1', means, weights);
    const rows = Int32Array.from(weights.keys()).filter((w) => weights[w]! > 0);
    const sparse = {
      ...column,
      rows,
      values: column.values.filter((_, w) => w !== 304),
      weights: column.weights!.filter((weight) => weight > 0),
    };
    const table = windowTable([sparse]);
    const baseline = new StatisticalBaseline();
    baseline.fit(table, { randomState: 1 });
    expect(baseline.score(table)[304]!).toBeGreaterThan(5);
    const [first] = baseline.explain(table, 304, 1);
    for (const number of [first!.actual, first!.typical, first!.low!, first!.high!])
      expect(Number.isFinite(number)).toBe(true);
  });

  it('ignores numbers that only grow', () => {
    const uptime = Array.from({ length: WINDOWS }, (_, w) => Math.log(1000 + w * 60));
    expect(
      anomalousWindows([
        sampleColumn(
          'mean',
          '1',
          uptime,
          uptime.map(() => 5),
        ),
      ]),
    ).toEqual([]);
  });

  it('explains a window by actual, typical and usual range', () => {
    const table = windowTable([
      countColumn(
        'a',
        counts(20, 1, (n, w) => (w === 300 ? 90 : n)),
      ),
      countColumn('b', counts(20, 8)),
    ]);
    const baseline = new StatisticalBaseline();
    baseline.fit(table, { randomState: 1 });
    const [first] = baseline.explain(table, 300, 3);
    expect(first).toMatchObject({ templateId: 'a', actual: 90 });
    expect(first!.typical).toBeGreaterThan(17);
    expect(first!.typical).toBeLessThan(23);
    expect(first!.high!).toBeLessThan(60);
    expect(first!.share).toBeGreaterThan(0.5);
  });
});

describe('robustRate', () => {
  it('is the mean of a steady series and the rate of bursts of a bursty one', () => {
    expect(robustRate(600, 600, 600)).toBe(1);
    expect(robustRate(3, 3, 600)).toBeCloseTo(3 / 600, 4);
    expect(robustRate(160, 8, 4000)).toBeCloseTo(8 / 4000, 4);
  });
});

describe('usualClump', () => {
  it('is the median of the windows that have any, at least one', () => {
    expect(usualClump(Float64Array.of(0, 0, 1, 1, 20))).toBe(1);
    expect(usualClump(Float64Array.of(20, 22, 24))).toBe(22);
    expect(usualClump(new Float64Array(0))).toBe(1);
  });
});

describe('runningMedian', () => {
  it('follows a ramp, ignores a short burst and bridges unknown windows', () => {
    const values = Float64Array.from({ length: 200 }, (_, i) =>
      i >= 100 && i < 105 ? 1000 : i >= 40 && i < 44 ? Number.NaN : i,
    );
    const level = runningMedian(values, 20);
    expect(Math.abs(level[102]! - 102)).toBeLessThan(6);
    expect(Math.abs(level[42]! - 42)).toBeLessThan(6);
  });

  it('is NaN when nothing is known and constant for one value', () => {
    expect([...runningMedian(Float64Array.of(Number.NaN, Number.NaN), 15)]).toEqual([Number.NaN, Number.NaN]);
    expect([...runningMedian(Float64Array.of(4), 15)]).toEqual([4]);
  });
});
