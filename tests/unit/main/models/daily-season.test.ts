import { describe, expect, it } from 'vitest';
import { moveToDailySeason, windowsPerDay } from '../../../../src-main/models/daily-season.ts';

const SEASON = { perDay: 24, stepSeconds: 3600 };

describe('moveToDailySeason', () => {
  const level = new Float64Array(96).fill(1);
  const only = (...windows: number[]): Float64Array =>
    Float64Array.from(level, (_, i) => (windows.includes(i) ? 9 : 1));
  const surprise = (...windows: number[]): Float64Array =>
    Float64Array.from(level, (_, i) => (windows.includes(i) ? 5 : 0));

  it('takes what comes every day at the same time for usual', () => {
    const nightly = [2, 26, 50, 74];
    const moved = moveToDailySeason(only(...nightly), level, surprise(...nightly), SEASON);
    expect(nightly.map((window) => moved[window])).toEqual([9, 9, 9, 9]);
    expect(moved[3]).toBe(1);
  });

  it('leaves what came on one day only as surprising as it was', () => {
    expect(moveToDailySeason(only(26), level, surprise(26), SEASON)).toEqual(level);
  });

  it('never moves the level away from the surprise', () => {
    const drops = Float64Array.from(level, (_, i) => (i === 26 ? 0 : 3));
    const moved = moveToDailySeason(
      drops,
      level,
      Float64Array.from(level, (_, i) => (i === 26 ? -4 : 0)),
      SEASON,
    );
    expect(moved[26]).toBe(1);
  });

  it('does nothing for logs shorter than a day and a half', () => {
    expect(windowsPerDay(35, 3600)).toBe(0);
    expect(windowsPerDay(36, 3600)).toBe(24);
    expect(windowsPerDay(1_000_000, 7)).toBe(0);
    expect(moveToDailySeason(only(2), level, surprise(2), { perDay: 0, stepSeconds: 7 })).toBe(level);
  });
});
