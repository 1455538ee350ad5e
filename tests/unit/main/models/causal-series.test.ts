import { describe, expect, it } from 'vitest';
import { SERIES_THRESHOLD, scoreSeries } from '../../../../src-main/models/causal-series.ts';

const DAY = 48;
const daily = (row: number): number => 100 + 50 * Math.sin((2 * Math.PI * row) / DAY) + ((row * 7919) % 11);

function series(length: number, change: (row: number, value: number) => number = (_, value) => value): Float64Array {
  return Float64Array.from({ length }, (_, row) => change(row, daily(row)));
}

function flagged(scores: Float64Array): number[] {
  return [...scores.keys()].filter((row) => (scores[row] ?? 0) > SERIES_THRESHOLD);
}

describe('scoreSeries', () => {
  it('stays quiet on a steady daily course', () => {
    expect(flagged(scoreSeries(series(2000), { rowsPerDay: DAY }))).toEqual([]);
  });

  it('flags a spike at its own row', () => {
    const scores = scoreSeries(
      series(2000, (row, value) => (row === 1500 ? 900 : value)),
      { rowsPerDay: DAY },
    );
    expect(flagged(scores)[0]).toBe(1500);
  });

  it('flags an ordinary value at an unusual time of day', () => {
    // The daily low of about 50 becomes the daily high of about 150.
    const low = 36;
    const isTurned = (row: number) => row >= 1500 - (1500 % DAY) + low - 3 && row < 1500 - (1500 % DAY) + low + 3;
    const scores = scoreSeries(
      series(2000, (row, value) => (isTurned(row) ? 150 : value)),
      { rowsPerDay: DAY },
    );
    const first = flagged(scores)[0] ?? 0;
    expect(isTurned(first)).toBe(true);
  });

  it('reports a new level once and then knows it', () => {
    const scores = scoreSeries(
      series(4000, (row, value) => (row >= 2000 ? value + 400 : value)),
      { rowsPerDay: DAY },
    );
    const rows = flagged(scores);
    expect(rows[0]).toBe(2000);
    expect(rows.at(-1)).toBeLessThan(2000 + 2 * DAY);
  });

  it('never lets a later row change an earlier score', () => {
    const values = series(1200, (row, value) => (row % 371 === 370 ? value * 4 : value));
    const whole = scoreSeries(values, { rowsPerDay: DAY });
    for (const length of [1, 59, 61, 500, 1199]) {
      expect(scoreSeries(values.slice(0, length), { rowsPerDay: DAY })).toEqual(whole.slice(0, length));
    }
  });

  it('scores missing values, constants and short series 0', () => {
    const holes = series(500, (row, value) => (row % 10 === 3 ? Number.NaN : value));
    const scores = scoreSeries(holes, { rowsPerDay: null });
    expect([...scores].every((score) => score >= 0 && score < 1)).toBe(true);
    expect([...scores.keys()].filter((row) => row % 10 === 3).every((row) => scores[row] === 0)).toBe(true);
    expect(new Set(scoreSeries(new Float64Array(300).fill(7), { rowsPerDay: null }))).toEqual(new Set([0]));
    expect(new Set(scoreSeries(series(40), { rowsPerDay: null }))).toEqual(new Set([0]));
  });
});
