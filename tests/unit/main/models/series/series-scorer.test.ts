import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SERIES_THRESHOLD, scoreSeries } from '../../../../../src-main/models/series/series-scorer.ts';

/** Rows of a day: one in half an hour. */
const DAY = 48;
const daily = (row: number): number => 100 + 50 * Math.sin((2 * Math.PI * row) / DAY) + ((row * 7919) % 11);

function series(length: number, change: (row: number, value: number) => number = (_, value) => value): Float64Array {
  return Float64Array.from({ length }, (_, row) => change(row, daily(row)));
}

function halfHours(length: number): Float64Array {
  return Float64Array.from({ length }, (_, row) => row * 1800);
}

const score = (values: Float64Array): Float64Array => scoreSeries(halfHours(values.length), values);

function flagged(scores: Float64Array): number[] {
  return [...scores.keys()].filter((row) => (scores[row] ?? 0) > SERIES_THRESHOLD);
}

describe('scoreSeries', () => {
  it('stays quiet on a steady daily course', () => {
    expect(flagged(score(series(2000)))).toEqual([]);
  });

  it('flags a spike at its own row, once', () => {
    const scores = score(series(2000, (row, value) => (row === 1500 ? 900 : value)));
    expect(flagged(scores)).toEqual([1500]);
  });

  it('flags an ordinary value at an unusual time of day', () => {
    // The daily low of about 50 becomes the daily high of about 150.
    const low = 1500 - (1500 % DAY) + 36;
    const isTurned = (row: number) => row >= low - 3 && row < low + 3;
    const rows = flagged(score(series(2000, (row, value) => (isTurned(row) ? 150 : value))));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row >= low - 3 && row < low + 9)).toBe(true);
  });

  it('finds a course that never was although its values are usual', () => {
    // A noisy square wave without times; for once it stays in the middle.
    const wave = (row: number): number => (row % 40 < 20 ? 10 : 30) + ((row * 7919) % 11) / 5;
    const values = Float64Array.from({ length: 1500 }, (_, row) => (row >= 1200 && row < 1240 ? 21 : wave(row)));
    const rows = flagged(scoreSeries(new Float64Array(1500).fill(Number.NaN), values));
    expect(rows[0]).toBeGreaterThanOrEqual(1200);
    expect(rows[0]).toBeLessThan(1240);
  });

  it('reports a new level and then knows it', () => {
    const rows = flagged(score(series(4000, (row, value) => (row >= 2000 ? value + 400 : value))));
    expect(rows[0]).toBe(2000);
    expect(rows.at(-1)).toBeLessThan(2000 + 2 * DAY);
  });

  it('scores what follows an alarm below the threshold unless it exceeds it', () => {
    const scores = score(
      series(2000, (row, value) => (row >= 1500 && row < 1504 ? 900 + (row === 1502 ? 90_000 : 0) : value)),
    );
    expect(flagged(scores)).toEqual([1500, 1502]);
    expect(scores[1501]).toBeGreaterThan(0);
  });

  it('scores missing values and short series 0, constants alike and low', () => {
    const scores = score(series(500, (row, value) => (row % 10 === 3 ? Number.NaN : value)));
    expect([...scores].every((one) => one >= 0 && one < 1)).toBe(true);
    expect([...scores.keys()].filter((row) => row % 10 === 3).every((row) => scores[row] === 0)).toBe(true);
    expect(Math.max(...score(new Float64Array(300).fill(7)))).toBeLessThan(0.1);
    expect(new Set(score(series(40)))).toEqual(new Set([0]));
  });
});

describe('causality of scoreSeries', () => {
  const values = series(1000, (row, value) => (row % 371 === 370 ? value * 4 : row === 600 ? Number.NaN : value));
  const seconds = halfHours(1000);
  const whole = scoreSeries(seconds, values);

  it('has scores to compare', () => {
    expect(flagged(whole).length).toBeGreaterThan(1);
  });

  it('gives the same bits when all later rows are cut off', () => {
    for (const length of [1, 49, 51, 60, 61, 97, 371, 500, 601, 999]) {
      expect(scoreSeries(seconds.slice(0, length), values.slice(0, length))).toEqual(whole.slice(0, length));
    }
  });

  it('gives the same bits whatever all later rows are', () => {
    const anyRow = fc.tuple(fc.double(), fc.double({ noDefaultInfinity: true }));
    const cut = fc.integer({ min: 1, max: values.length - 1 });
    const property = fc.property(cut, fc.array(anyRow, { minLength: 1, maxLength: 40 }), (length, later) => {
      const change = (kept: Float64Array, at: 0 | 1): Float64Array =>
        kept.map((one, row) => (row < length ? one : (later[row % later.length]?.[at] ?? 0)));
      const scores = scoreSeries(change(seconds, 0), change(values, 1));
      expect(scores.slice(0, length)).toEqual(whole.slice(0, length));
      expect(scores.every((one) => one >= 0 && one < 1)).toBe(true);
    });
    fc.assert(property, { numRuns: 40 });
  });
});
